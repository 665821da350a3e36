// Where labels stand: the most important first, and none over another. Knows boxes, no canvas.

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {{ id: number, x: number, y: number, radius: number, wide: number, high: number, always: boolean }} Wanted */
/** @typedef {Box & { id: number, x: number }} Placed */

const GAP = 3;

/** @param {Box} one @param {Box} two */
export const apart = (one, two) =>
  one.right < two.left || two.right < one.left || one.bottom < two.top || two.bottom < one.top;

/**
 * Where a label may stand: below its shape, else above, to the right or to the left of it.
 * @param {Wanted} wanted
 * @returns {Placed[]}
 */
function places({ id, x, y, radius, wide, high }) {
  const beside = radius + GAP + wide / 2;
  const corners = [
    [x, y + radius + GAP], [x, y - radius - GAP - high], [x + beside, y - high / 2], [x - beside, y - high / 2],
  ];
  return corners.map(([middle, top]) =>
    ({ id, x: middle, top, left: middle - wide / 2, right: middle + wide / 2, bottom: top + high }));
}

/**
 * The labels that find room, in the order of `wanted`; one that hides another shape only where it
 * must be there always.
 * @param {Wanted[]} wanted
 * @param {{ width: number, height: number }} frame
 * @returns {Placed[]}
 */
export function placed(wanted, frame) {
  /** @type {Placed[]} */
  const found = [];
  const discs = wanted.map(({ id, x, y, radius }) =>
    ({ id, radius, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
  for (const one of wanted) {
    /** @param {Placed} box */
    const hidden = (box) => discs.reduce(
      (sum, disc) => (disc.id === one.id || apart(box, disc) ? sum : sum + disc.radius), 0);
    const free = places(one).filter((box) => box.left >= 0 && box.right <= frame.width
      && box.top >= 0 && box.bottom <= frame.height && found.every((other) => apart(box, other)));
    const [best] = free.map((box) => ({ box, cost: hidden(box) })).sort((a, b) => a.cost - b.cost);
    if (best && (!best.cost || one.always)) found.push(best.box);
  }
  return found;
}
