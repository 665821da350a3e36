// Which names match what was typed, and in which order. Knows names, nothing of the page.
import { fold } from "./texts.js";

const TYPO = 6;
const TYPOS_LAST = 100;

/** @typedef {{ text: string, joined: string, umlauts: string, main: boolean }} Key */

/**
 * The keys of an entry: its labels first, then its other names.
 * @param {string[]} labels
 * @param {string[]} [names]
 * @returns {Key[]}
 */
export function keysOf(labels, names = []) {
  const own = new Set(labels);
  return [...new Set([...labels, ...names])].filter(Boolean).map((name) => {
    const text = fold(name);
    return { text, joined: text.replace(/ /g, ""), umlauts: umlauts(name), main: own.has(name) };
  });
}

/**
 * The key as Germans write it without a dotted letter: ü as ue.
 * @param {string} name
 */
function umlauts(name) {
  return /[äöüÄÖÜ]/.test(name)
    ? fold(name.replace(/[äöüÄÖÜ]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter.toLowerCase()] ?? letter))
    : "";
}

/**
 * How well one key matches, 0 best: 0 the whole name, 1 its beginning, 2 the beginning of a word,
 * 3 words in any order, 4 inside, 5 joined or split words, 6 one letter wrong; -1: not at all.
 * @param {string} text
 * @param {string} joined
 * @param {{ folded: string, words: string[], joined: string }} query
 */
function how(text, joined, query) {
  if (text === query.folded) return 0;
  if (text.startsWith(query.folded)) return 1;
  if (` ${text}`.includes(` ${query.folded}`)) return 2;
  if (query.words.length > 1 && query.words.every((word) => ` ${text}`.includes(` ${word}`))) return 3;
  if (text.includes(query.folded)) return 4;
  if (query.joined.length > 3 && joined.includes(query.joined)) return 5;
  if (query.folded.length < 5) return -1;
  return query.words.every((word) => text.split(" ").some((own) => nearly(own, word))) || nearly(joined, query.joined) ? TYPO : -1;
}

/**
 * Whether a word begins with another but for one letter too many, too few, wrong or two swapped.
 * @param {string} own
 * @param {string} word
 */
export function nearly(own, word) {
  if (own.startsWith(word)) return true;
  if (word.length < 5) return false;
  let same = 0;
  while (same < word.length && own[same] === word[same]) same += 1;
  const [rest, other] = [word.slice(same), own.slice(same)];
  return other.startsWith(rest.slice(1)) && rest.length > 0 && (other.length > rest.length - 1 || own.length >= word.length - 1)
    || other.slice(1).startsWith(rest.slice(1)) && other.length > 0
    || other.slice(1).startsWith(rest)
    || (rest.length > 1 && other.startsWith(rest[1] + rest[0] + rest.slice(2)));
}

/** @param {string} text */
export const asQuery = (text) => ({ folded: fold(text), words: fold(text).split(" "), joined: fold(text).replace(/ /g, "") });

/**
 * How well an entry matches, lower is better; -1: not at all. Other names come after all labels,
 * but for an exact one: an acronym typed in full.
 * @param {Key[]} keys
 * @param {ReturnType<typeof asQuery>} query
 */
export function match(keys, query) {
  let best = -1;
  for (const key of keys) {
    let found = how(key.text, key.joined, query);
    if (key.umlauts && found < 0) found = how(key.umlauts, key.umlauts.replace(/ /g, ""), query);
    if (found < 0) continue;
    const worth = (key.main || found === 0 ? found : found + 4.5) + (found === TYPO ? TYPOS_LAST : 0);
    if (best < 0 || worth < best) best = worth;
  }
  return best;
}

/**
 * The numbers of the entries that match, the best first, else in their own order. What matches but for
 * a letter is found only where nothing matches as typed.
 * @param {Key[][]} entries
 * @param {string} text
 * @returns {number[]}
 */
export function matches(entries, text) {
  const query = asQuery(text);
  if (!query.folded) return [];
  const found = entries.map((keys, id) => ({ id, worth: match(keys, query) })).filter(({ worth }) => worth >= 0);
  const exact = found.some(({ worth }) => worth < TYPOS_LAST);
  return found
    .filter(({ worth }) => !exact || worth < TYPOS_LAST)
    .sort((one, two) => one.worth - two.worth || one.id - two.id)
    .map(({ id }) => id);
}
