// Which names match what was typed, and in which order. Knows names, nothing of the page.
import { fold } from "./texts.js";

/**
 * The keys of an entry: its label first, then its other names.
 * @param {{ label: string, names?: string[] }} entry
 */
export const keysOf = (entry) => [entry.label, ...(entry.names ?? [])].map(fold);

/**
 * 0: the name begins so, 1: a word begins so, 2: somewhere inside, 3: another name; null: not at all.
 * @param {string[]} keys
 * @param {string} query folded
 */
function match(keys, query) {
  const [label, ...others] = keys;
  if (label.startsWith(query)) return 0;
  if (` ${label}`.includes(` ${query}`)) return 1;
  if (label.includes(query)) return 2;
  return others.some((key) => key.includes(query)) ? 3 : null;
}

/**
 * The numbers of the entries that match, the best first, else in their own order.
 * @param {string[][]} entries keys of each
 * @param {string} text
 * @returns {number[]}
 */
export function matches(entries, text) {
  const query = fold(text);
  if (!query) return [];
  return entries
    .map((keys, id) => ({ id, how: match(keys, query) ?? -1 }))
    .filter(({ how }) => how >= 0)
    .sort((one, two) => one.how - two.how || one.id - two.id)
    .map(({ id }) => id);
}
