// From afar: those who stand together as one disc, and what ties the discs. Knows numbers only.

/** @typedef {{ group: number, x: number, y: number, radius: number, count: number }} Disc */
/** @typedef {{ x1: number, y1: number, x2: number, y2: number, weight: number }} Flow */

// Fewer than this are no disc.
const FEW = 3;
// Of the nodes of a group so many lie in its disc: one who stands far from all others does not widen it.
const SHARE = 0.9;

/**
 * A disc for each group, the largest first, around the places of its members.
 * @param {(number | undefined)[]} groups of each node
 * @param {[x: number, y: number][]} places
 * @param {boolean[]} left
 * @returns {Disc[]}
 */
export function discs(groups, places, left) {
  /** @type {Map<number, number[]>} */
  const members = new Map();
  groups.forEach((group, id) => {
    if (group === undefined || !left[id]) return;
    const known = members.get(group);
    if (known) known.push(id);
    else members.set(group, [id]);
  });
  return [...members].filter(([, ids]) => ids.length >= FEW).map(([group, ids]) => {
    const [x, y] = [0, 1].map((axis) => ids.reduce((sum, id) => sum + places[id][axis], 0) / ids.length);
    const far = ids.map((id) => Math.hypot(places[id][0] - x, places[id][1] - y)).sort((one, two) => one - two);
    return { group, x, y, radius: far[Math.floor(SHARE * (ids.length - 1))], count: ids.length };
  }).sort((one, two) => two.count - one.count || one.group - two.group);
}

/**
 * What ties the groups, the strongest first: all ties between two of them together.
 * @param {(number | undefined)[]} groups of each node
 * @param {Iterable<[one: number, other: number, weight: number]>} ties
 * @param {(group: number) => { x: number, y: number } | undefined} middle
 * @param {number} most
 * @returns {Flow[]}
 */
export function flows(groups, ties, middle, most) {
  const count = 1 + groups.reduce((/** @type {number} */ high, group) => Math.max(high, group ?? 0), 0);
  /** @type {Map<number, number>} */
  const sums = new Map();
  for (const [one, other, weight] of ties) {
    const [a, b] = [groups[one], groups[other]];
    if (a === undefined || b === undefined || a === b) continue;
    const key = Math.min(a, b) * count + Math.max(a, b);
    sums.set(key, (sums.get(key) ?? 0) + weight);
  }
  return [...sums].sort((one, two) => two[1] - one[1] || one[0] - two[0]).flatMap(([key, weight]) => {
    const [one, other] = [middle(Math.floor(key / count)), middle(key % count)];
    return one && other ? [{ x1: one.x, y1: one.y, x2: other.x, y2: other.y, weight }] : [];
  }).slice(0, most);
}
