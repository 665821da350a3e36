// Shortest chains from one organisation to another. Knows numbers, ties and who introduces; no page.

/** @typedef {{ other: number, weight: number }} Step */

// So many chains are compared; of many more of equal length the rest is as good.
const COMPARED = 400;

/**
 * How far each is from the start, Infinity where there is no way.
 * @param {Step[][]} steps
 * @param {number} start
 */
function distances(steps, start) {
  const far = steps.map(() => Infinity);
  far[start] = 0;
  const queue = [start];
  for (const one of queue) {
    for (const { other } of steps[one]) {
      if (far[other] < Infinity) continue;
      far[other] = far[one] + 1;
      queue.push(other);
    }
  }
  return far;
}

/**
 * The shortest chains from one to another: those through somebody who introduces people first, then
 * those whose weakest tie is the strongest.
 * @param {Step[][]} steps the ties of each
 * @param {number} from
 * @param {number} to
 * @param {{ most?: number, introduces?: (id: number) => boolean }} [wanted]
 * @returns {number[][]}
 */
export function chains(steps, from, to, { most = 5, introduces = () => false } = {}) {
  const far = distances(steps, to);
  /** @type {{ ids: number[], weakest: number }[]} */
  const found = [];
  /** @param {number[]} ids @param {number} weakest */
  const walk = (ids, weakest) => {
    const last = ids[ids.length - 1];
    if (last === to) found.push({ ids, weakest });
    else {
      for (const { other, weight } of steps[last]) {
        if (found.length >= COMPARED) return;
        if (far[other] === far[last] - 1) walk([...ids, other], Math.min(weakest, weight));
      }
    }
  };
  if (from !== to && far[from] < Infinity) walk([from], Infinity);
  /** @param {number[]} ids */
  const helped = (ids) => Number(ids.slice(1, -1).some(introduces));
  return found.sort((one, two) => helped(two.ids) - helped(one.ids) || two.weakest - one.weakest)
    .slice(0, most).map(({ ids }) => ids);
}

/**
 * Those who stand before one that is not on the page: the first of them is on it.
 * @param {number[]} before for each that is not on the page who stands before it, -1 for nobody
 * @param {number} count of those on the page; the others are numbered on
 * @param {number} to
 * @returns {number[]} empty where nobody on the page leads there
 */
export function beyond(before, count, to) {
  const found = [to];
  while (found[0] >= count) {
    const next = before[found[0] - count];
    // No way is longer than all: what is damaged does not turn for ever.
    if (next < 0 || found.length > before.length) return [];
    found.unshift(next);
  }
  return found;
}

/**
 * Where those on chains stand: one column a step, one row a chain.
 * @param {number[][]} ways
 * @returns {Map<number, [x: number, y: number]>}
 */
export function inColumns(ways) {
  const [WIDE, HIGH] = [190, 90];
  /** @type {Map<number, [number, number]>} */
  const places = new Map();
  const length = ways[0]?.length ?? 0;
  for (let column = 0; column < length; column += 1) {
    const ids = [...new Set(ways.map((ids) => ids[column]))];
    ids.forEach((id, row) => places.set(id, [column * WIDE, (row - (ids.length - 1) / 2) * HIGH]));
  }
  return places;
}
