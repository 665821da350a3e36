// Which names match what was typed, and in which order. Knows names, nothing of the page.
import { fold } from "./texts.js";

const TYPO = 6;
const TYPOS_LAST = 100;

/** @typedef {{ text: string, joined: string, umlauts: string, main: boolean, own?: string[] }} Key own: its words, once somebody asked for them */

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
 * How well a text matches as it was typed, 0 best: 0 the whole name, 1 its beginning, 2 the beginning of a
 * word, 3 words in any order, 4 inside, 5 joined or split words; -1: not at all.
 * @param {string} text
 * @param {string} joined
 * @param {Query} query
 */
function how(text, joined, query) {
  const at = text.indexOf(query.folded);
  if (at === 0) return text.length === query.folded.length ? 0 : 1;
  if (at > 0 && (text[at - 1] === " " || text.includes(query.begun))) return 2;
  if (query.words.length > 1 && query.words.every((word, place) => text.startsWith(word) || text.includes(query.beginnings[place]))) return 3;
  if (at > 0) return 4;
  return query.joined.length > 3 && joined.includes(query.joined) ? 5 : -1;
}

/**
 * Whether a text matches but for a letter.
 * @param {Key} key
 * @param {Query} query
 */
function nearlyMatches(key, query) {
  if (query.folded.length < 5) return false;
  if (nearly(key.joined, query.joined)) return true;
  const own = key.own ??= key.text.split(" ");
  return query.words.every((word) => own.some((one) => nearly(one, word)));
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
  // Most words differ by more at once: nothing is cut for these.
  if (same + 1 < word.length && own[same] !== word[same + 1] && own[same + 1] !== word[same + 1] && own[same + 1] !== word[same]) return false;
  const [rest, other] = [word.slice(same), own.slice(same)];
  return other.startsWith(rest.slice(1)) && rest.length > 0 && (other.length > rest.length - 1 || own.length >= word.length - 1)
    || other.slice(1).startsWith(rest.slice(1)) && other.length > 0
    || other.slice(1).startsWith(rest)
    || (rest.length > 1 && other.startsWith(rest[1] + rest[0] + rest.slice(2)));
}

/** @typedef {{ folded: string, begun: string, words: string[], beginnings: string[], joined: string }} Query begun, beginnings: with a space before */

/** @param {string} text @returns {Query} */
export function asQuery(text) {
  const folded = fold(text);
  const words = folded.split(" ");
  return { folded, begun: ` ${folded}`, words, beginnings: words.map((word) => ` ${word}`), joined: folded.replace(/ /g, "") };
}

/**
 * How well an entry matches, lower is better; -1: not at all. Other names come after all labels,
 * but for an exact one: an acronym typed in full.
 * @param {Key[]} keys
 * @param {Query} query
 * @param {boolean} typos whether a letter may be wrong
 */
export function match(keys, query, typos = true) {
  let best = -1;
  for (const key of keys) {
    const { text, joined, umlauts, main } = key;
    let found = how(text, joined, query);
    if (umlauts && found < 0) found = how(umlauts, umlauts.replace(/ /g, ""), query);
    if (typos && found < 0 && nearlyMatches(key, query)) found = TYPO;
    if (found < 0) continue;
    const worth = (main || found === 0 ? found : found + 4.5) + (found === TYPO ? TYPOS_LAST : 0);
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
  /** @param {boolean} typos */
  const found = (typos) => entries.map((keys, id) => ({ id, worth: match(keys, query, typos) })).filter(({ worth }) => worth >= 0);
  const exact = found(false);
  return (exact.length ? exact : found(true)).sort((one, two) => one.worth - two.worth || one.id - two.id).map(({ id }) => id);
}
