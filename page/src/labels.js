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
 * @param {number} gap
 * @returns {Placed[]}
 */
function places({ id, x, y, radius, wide, high }, gap) {
  const beside = radius + gap + wide / 2;
  const slant = (radius + gap) * 0.7;
  /** A little to the side, above or below. @param {number} share */
  const shifted = (share) => [[x + share * wide, y + radius + gap], [x + share * wide, y - radius - gap - high]];
  const spots = [
    [x, y + radius + gap], [x, y - radius - gap - high], [x + beside, y - high / 2], [x - beside, y - high / 2],
    [x + slant + wide / 2, y + slant], [x - slant - wide / 2, y + slant],
    [x + slant + wide / 2, y - slant - high], [x - slant - wide / 2, y - slant - high],
    ...[0.25, -0.25, 0.4, -0.4].flatMap(shifted),
    ...[0.2, -0.2, 0.4, -0.4].flatMap((share) => [[x + beside, y - high * (0.5 + share)], [x - beside, y - high * (0.5 + share)]]),
  ];
  return spots.map(([middle, top]) =>
    ({ id, x: middle, top, left: middle - wide / 2, right: middle + wide / 2, bottom: top + high }));
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
  const discs = wanted.map(({ id, x, y, radius }) =>
    ({ id, radius, left: x - radius - gap, right: x + radius + gap, top: y - radius - gap, bottom: y + radius + gap }));
  for (const one of wanted) {
    /** @param {Placed} box */
    const hidden = (box) => discs.reduce(
      (sum, disc) => (disc.id === one.id || apart(box, disc) ? sum : sum + disc.radius), 0);
    const free = places(one, gap).filter((box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
      && taken.every((other) => apart(box, other)) && found.every((other) => apart(box, other)));
    const open = free.find((box) => hidden(box) === 0);
    const [best] = open || !one.always ? [open]
      : free.map((box) => ({ box, cost: hidden(box) })).sort((a, b) => a.cost - b.cost).map(({ box }) => box);
    if (best) found.push(best);
  }
  return found;
}
