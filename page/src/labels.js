// Where labels stand: the most important first, none over another, none nearer to another shape than
// to its own. Knows boxes, no canvas.

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/**
 * A shape, and how large its name is; no width where none is wanted.
 * @typedef {{ id: number, x: number, y: number, radius: number, wide: number, high: number, always: boolean, covers?: boolean, roams?: boolean }} Wanted
 * always, covers: it may hide other shapes, as few as it can; roams: stands for many shapes, so that it may stand farther off
 */
/** @typedef {Box & { id: number, x: number }} Placed */

const GAP = 3;
// The side of a cell, in pixels, and more cells than lie beside each other in any window.
const [CELL, ACROSS] = [64, 4096];

// Around where many stand, the nearer first, in widths and heights of their name.
const FARTHER = [1, 2, 3, 4].flatMap((down) => [0, 0.5, -0.5, 1, -1].flatMap((across) => [[across, down], [across, -down]]));

/** @param {Box} one @param {Box} two */
export const apart = (one, two) =>
  one.right < two.left || two.right < one.left || one.bottom < two.top || two.bottom < one.top;

/**
 * Where a label may stand: below its shape, above, right, left, or at a corner.
 * @param {Wanted} wanted
 * @param {number} gap
 * @returns {Placed[]}
 */
function places({ id, x, y, radius, wide, high, roams }, gap) {
  const beside = radius + gap + wide / 2;
  const slant = (radius + gap) * 0.7;
  /** A little to the side, above or below. @param {number} share */
  const shifted = (share) => [[x + share * wide, y + radius + gap], [x + share * wide, y - radius - gap - high]];
  const spots = [
    [x, y + radius + gap], [x, y - radius - gap - high], [x + beside, y - high / 2], [x - beside, y - high / 2],
    [x + slant + wide / 2, y + slant], [x - slant - wide / 2, y + slant],
    [x + slant + wide / 2, y - slant - high], [x - slant - wide / 2, y - slant - high],
    ...[0.25, -0.25, 0.4, -0.4, 0.5, -0.5].flatMap(shifted),
    ...[0.2, -0.2, 0.4, -0.4].flatMap((share) => [[x + beside, y - high * (0.5 + share)], [x - beside, y - high * (0.5 + share)]]),
  ];
  if (roams) for (const [across, down] of FARTHER) spots.push([x + across * wide, y + down * high]);
  return spots.map(([middle, top]) =>
    ({ id, x: middle, top, left: middle - wide / 2, right: middle + wide / 2, bottom: top + high }));
}

/** Boxes by where they are, so that one is compared with those near it only. */
class Boxes {
  constructor() {
    /** @type {Map<number, (Box & { id?: number, radius?: number })[]>} */
    this.cells = new Map();
  }

  /** The cells that a box touches. @param {Box} box */
  * #keys({ left, right, top, bottom }) {
    const [first, last] = [Math.floor(left / CELL), Math.floor(right / CELL)];
    for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
      for (let column = first; column <= last; column += 1) yield row * ACROSS + column;
    }
  }

  /** @param {Box & { id?: number, radius?: number }} box */
  add(box) {
    for (const key of this.#keys(box)) {
      const known = this.cells.get(key);
      if (known) known.push(box);
      else this.cells.set(key, [box]);
    }
  }

  /** Whether a box lies on one of these but that of a node. @param {Box} box @param {number} [except] */
  hit(box, except) {
    for (const key of this.#keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (other.id !== except && !apart(box, other)) return true;
    }
    return false;
  }

  /** How much of these a box would hide, by their radius. @param {Box} box @param {number} except */
  hidden(box, except) {
    const met = new Set();
    for (const key of this.#keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (other.id !== except && !apart(box, other)) met.add(other);
    }
    return [...met].reduce((sum, { radius = 0 }) => sum + radius, 0);
  }
}

/**
 * The labels that find room, in the order of `wanted`; one that hides another shape only where it
 * must be there always.
 * @param {Wanted[]} wanted
 * @param {{ width: number, height: number, taken?: Box[], gap?: number }} frame taken: where no label may stand;
 * gap: how far it keeps from all shapes
 * @returns {Placed[]}
 */
export function placed(wanted, { width, height, taken = [], gap = GAP }) {
  /** @type {Placed[]} */
  const found = [];
  /** @param {Box} box */
  const inside = (box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
  const discs = wanted.map(({ id, x, y, radius }) =>
    ({ id, radius, left: x - radius - gap, right: x + radius + gap, top: y - radius - gap, bottom: y + radius + gap }))
    .filter((disc) => !apart(disc, { left: 0, right: width, top: 0, bottom: height }));
  const [shapes, labels] = [new Boxes(), new Boxes()];
  discs.forEach((disc) => shapes.add(disc));
  taken.filter((box) => !apart(box, { left: 0, right: width, top: 0, bottom: height })).forEach((box) => labels.add({ ...box }));
  for (const one of wanted) {
    if (!one.wide) continue;
    const all = places(one, gap).filter(inside);
    /** @param {Placed} box */
    const free = (box) => !labels.hit(box, NaN);
    let best = all.find((box) => !shapes.hit(box, one.id) && free(box));
    if (!best && (one.always || one.covers)) {
      [best] = all.filter(free).map((box) => ({ box, cost: shapes.hidden(box, one.id) })).sort((a, b) => a.cost - b.cost).map(({ box }) => box);
    }
    if (!best) continue;
    found.push(best);
    labels.add(best);
  }
  return found;
}
