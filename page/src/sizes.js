// How large shapes are drawn: the area of a disc grows with its value, crowded drawings get smaller ones.

// A drawing of more shapes than this is looked at group by group.
const MANY = 2000;

/**
 * The same radii as Python chose places for, in drawing units.
 * @param {(number | null)[]} values
 */
export function radii(values) {
  const [low, high] = values.length <= MANY ? [10, 28] : [5, 16];
  const known = /** @type {number[]} */ (values.filter((value) => value !== null));
  const least = known.reduce((one, two) => Math.min(one, two), known.length ? Infinity : 0);
  const most = known.reduce((one, two) => Math.max(one, two), known.length ? -Infinity : 0);
  if (most === least) return values.map(() => Math.round((low + high) / 2.4));
  return values.map((value) => Math.round(low + (high - low) * Math.sqrt(((value ?? least) - least) / (most - least))));
}

/**
 * The numbers of the values, the highest first, equal ones as they are, missing ones last.
 * @param {(number | null)[]} values
 */
export const falling = (values) => values.map((_value, id) => id)
  .sort((one, two) => (values[two] ?? -Infinity) - (values[one] ?? -Infinity) || one - two);
