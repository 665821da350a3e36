// Which connections are drawn where there are too many: the strongest of every node first.

/**
 * The first `limit` ties, those of the centre before all, then the strongest of each node, then the
 * second, and so on.
 * @param {import("./types.js").Tie[]} ties
 * @param {[tie: number, weight: number][]} left
 * @param {number} limit
 * @param {number | null} centre
 * @returns {[tie: number, weight: number][]}
 */
export function strongest(ties, left, limit, centre) {
  if (left.length <= limit) return left;
  const order = left.map((_one, place) => place)
    .sort((one, two) => left[two][1] - left[one][1] || left[one][0] - left[two][0]);
  /** @type {Map<number, number>} */
  const taken = new Map();
  /** @type {number[]} */
  const rank = Array.from({ length: left.length }, () => 0);
  for (const place of order) {
    const [a, b] = ties[left[place][0]];
    const [of, to] = [taken.get(a) ?? 0, taken.get(b) ?? 0];
    rank[place] = a === centre || b === centre ? -1 : Math.min(of, to);
    taken.set(a, of + 1);
    taken.set(b, to + 1);
  }
  return order.sort((one, two) => rank[one] - rank[two]).slice(0, limit).map((place) => left[place]);
}

/** Who of so many stands on a chain. @param {number} count @param {number[][]} chains */
export function onChains(count, chains) {
  const on = new Set(chains.flat());
  return Array.from({ length: count }, (_, id) => on.has(id));
}

/** The ties between neighbours on a chain. @param {import("./types.js").Tie[]} ties @param {number[][]} chains @returns {[tie: number, weight: number][]} */
export function tiesOn(ties, chains) {
  const pairs = new Set(chains.flatMap((ids) => ids.slice(1).map((id, place) => [ids[place], id].sort((a, b) => a - b).join())));
  return ties.flatMap(([one, other, weight], tie) => (pairs.has([one, other].sort((a, b) => a - b).join()) ? [[tie, weight]] : []));
}
