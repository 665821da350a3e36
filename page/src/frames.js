// Which part of the drawing is looked at. Knows places and sizes, no canvas.

/** @typedef {{ x: number, y: number, size: number }} Place */

// No taller than this, lest what is near looks far.
const STRETCHED = 1.7;
// How far from what is framed something beside it may lie, of its extent.
const ASIDE = 0.6;
// No smaller and no larger than this.
const [LEAST, MOST] = [0.004, 1.6];

/**
 * The middle and the scale at which places are as large as they fit, with room for labels, above
 * what covers the bottom.
 * @param {Place[]} places
 * @param {{ width: number, height: number, below: number }} window
 * @param {Place[]} [named] what is written at the rim
 */
export function framed(places, { width, height, below }, named = []) {
  /** @param {"x" | "y"} key @param {1 | -1} sign */
  const side = (key, sign) => sign * [...places, ...named].reduce((far, place) => Math.max(far, sign * place[key] + place.size), -Infinity);
  const [left, right, top, bottom] = [side("x", -1), side("x", 1), side("y", -1), side("y", 1)];
  const scale = Math.max(LEAST, Math.min(
    (width - Math.min(130, width / 5)) / (right - left),
    (height - below - Math.min(70, height / 5)) / (bottom - top),
    MOST,
  ));
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 + below / 2 / scale }, scale };
}

/**
 * How much taller places that are laid on their side are drawn so as to fill a window.
 * @param {[x: number, y: number][]} places
 * @param {number} ratio of its height to its width
 */
export function stretch(places, ratio) {
  /** @param {0 | 1} axis */
  const extent = (axis) => places.reduce((most, place) => Math.max(most, place[axis]), -Infinity) - places.reduce((least, place) => Math.min(least, place[axis]), Infinity);
  const [wide, high] = [extent(1), extent(0)];
  return high > 0 ? Math.max(1, Math.min(STRETCHED, (ratio * wide) / high)) : 1;
}

/**
 * Ours, and those who are not among the outermost twentieth to any side.
 * @param {Place[]} spots
 * @param {number[]} ids
 * @param {number | null} ours
 */
export function bulk(spots, ids, ours) {
  /** @param {"x" | "y"} axis */
  const inside = (axis) => {
    const sorted = ids.map((id) => spots[id][axis]).sort((one, two) => one - two);
    const [low, high] = [0.05, 0.95].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
    return (/** @type {number} */ id) => spots[id][axis] >= low && spots[id][axis] <= high;
  };
  const [across, down] = [inside("x"), inside("y")];
  return ids.length < 20 ? ids : ids.filter((id) => id === ours || (across(id) && down(id)));
}

/**
 * Of other points those that lie no farther from some places than these reach from side to side, or nearly: what
 * leads there is seen whole.
 * @param {Place[]} places
 * @param {{ x: number, y: number }[]} points
 * @returns {Place[]}
 */
export function alongside(places, points) {
  /** @param {"x" | "y"} axis */
  const inside = (axis) => {
    const [low, high] = places.reduce(([least, most], { [axis]: at }) => [Math.min(least, at), Math.max(most, at)], [Infinity, -Infinity]);
    const far = ASIDE * (high - low);
    return (/** @type {{ x: number, y: number }} */ point) => point[axis] >= low - far && point[axis] <= high + far;
  };
  const [across, down] = [inside("x"), inside("y")];
  return points.filter((point) => across(point) && down(point)).map(({ x, y }) => ({ x, y, size: 0 }));
}

/**
 * Python drew for a wide screen: on an upright one the network is laid on its side, as tall as there is room.
 * @param {import("./layouts.js").Layout} layout
 * @param {{ width: number, height: number }} window
 */
export function upright(layout, { width, height }) {
  const aside = layout.kind === "network" && height > 1.25 * width;
  // Groups stay round.
  const taller = aside && !layout.discs ? stretch(layout.places, height / width) : 1;
  /** @param {{ x: number, y: number }} at */
  const turned = ({ x, y }) => (aside ? { x: y, y: Math.round(x * taller) } : { x, y });
  /** @template {{ x: number, y: number }} One @param {One[]} all */
  const each = (all) => all.map((one) => ({ ...one, ...turned(one) }));
  return {
    turned,
    layout: {
      ...layout, headings: each(layout.headings), discs: layout.discs && each(layout.discs), named: layout.named && each(layout.named),
      streams: aside ? layout.streams?.map(({ x1, y1, x2, y2, weight }) => ({ x1: y1, y1: x1, x2: y2, y2: x2, weight })) : layout.streams,
    },
  };
}
