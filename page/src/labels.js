// Where labels stand: the most important first, none over another, none nearer to another shape than
// to its own. Knows boxes, no canvas.

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {{ id: number, x: number, y: number, radius: number, wide: number, high: number, always: boolean }} Wanted */
/** @typedef {Box & { id: number, x: number }} Placed */

const GAP = 3;

/** @param {Box} one @param {Box} two */
export const apart = (one, two) =>
  one.right < two.left || two.right < one.left || one.bottom < two.top || two.bottom < one.top;

/**
 * Where a label may stand: below its shape, above, right, left, or at a corner.
 * @param {Wanted} wanted
 * @returns {Placed[]}
 */
function places({ id, x, y, radius, wide, high }) {
  const beside = radius + GAP + wide / 2;
  const slant = (radius + GAP) * 0.7;
  const spots = [
    [x, y + radius + GAP], [x, y - radius - GAP - high], [x + beside, y - high / 2], [x - beside, y - high / 2],
    [x + slant + wide / 2, y + slant], [x - slant - wide / 2, y + slant],
    [x + slant + wide / 2, y - slant - high], [x - slant - wide / 2, y - slant - high],
  ];
  return spots.map(([middle, top]) =>
    ({ id, x: middle, top, left: middle - wide / 2, right: middle + wide / 2, bottom: top + high }));
}

/**
 * The labels that find room, in the order of `wanted`; one that hides another shape only where it
 * must be there always.
 * @param {Wanted[]} wanted
 * @param {{ width: number, height: number, taken?: Box[] }} frame taken: where no label may stand
 * @returns {Placed[]}
 */
export function placed(wanted, { width, height, taken = [] }) {
  /** @type {Placed[]} */
  const found = [];
  const discs = wanted.map(({ id, x, y, radius }) =>
    ({ id, radius, left: x - radius - GAP, right: x + radius + GAP, top: y - radius - GAP, bottom: y + radius + GAP }));
  for (const one of wanted) {
    /** @param {Placed} box */
    const hidden = (box) => discs.reduce(
      (sum, disc) => (disc.id === one.id || apart(box, disc) ? sum : sum + disc.radius), 0);
    const free = places(one).filter((box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
      && taken.every((other) => apart(box, other)) && found.every((other) => apart(box, other)));
    const clear = free.find((box) => hidden(box) === 0);
    const [best] = clear || !one.always ? [clear]
      : free.map((box) => ({ box, cost: hidden(box) })).sort((a, b) => a.cost - b.cost).map(({ box }) => box);
    if (best) found.push(best);
  }
  return found;
}
