// How well one name matches what was typed. Knows two texts, nothing of how many there are.
import { fold } from "./texts.js";

/** @typedef {{ text: string, main: boolean }} Key main: of a label, not of another name */
/** @typedef {{ folded: string, begun: string, words: string[], beginnings: string[], joined: string }} Query begun, beginnings: with a space before */

// Matches as typed are worth up to 10.
const TYPO = 100;

const DOTTED = /[äöüÄÖÜ]/g;
/** @type {Record<string, string>} */
const AS_GERMANS = { ä: "ae", ö: "oe", ü: "ue" };

/**
 * The keys of an entry: its labels first, then its other names. A name with a dotted letter has a second
 * one, as Germans write it without: ü as ue.
 * @param {string[]} labels
 * @param {string[]} [names]
 * @returns {Key[]}
 */
export function keysOf(labels, names = []) {
  /** @type {Key[]} */
  const keys = [];
  const all = [...labels, ...names];
  all.forEach((name, place) => {
    if (!name || all.indexOf(name) < place) return;
    const main = place < labels.length;
    keys.push({ text: fold(name), main });
    if (name.search(DOTTED) >= 0) keys.push({ text: fold(name.replace(DOTTED, (letter) => AS_GERMANS[letter.toLowerCase()])), main });
  });
  return keys;
}

/** @param {string} text */
export const joined = (text) => text.replace(/ /g, "");

/** @param {string} text @returns {Query} */
export function asQuery(text) {
  const folded = fold(text);
  const words = folded.split(" ");
  return { folded, begun: ` ${folded}`, words, beginnings: words.map((word) => ` ${word}`), joined: joined(folded) };
}

/**
 * How well a text matches as it was typed, 0 best: 0 the whole name, 1 its beginning, 2 the beginning of a
 * word, 3 words in any order, 4 inside, 5 joined or split words; -1: not at all.
 * @param {string} text
 * @param {Query} query
 */
export function how(text, query) {
  const at = text.indexOf(query.folded);
  if (at === 0) return text.length === query.folded.length ? 0 : 1;
  if (at > 0 && (text[at - 1] === " " || text.includes(query.begun))) return 2;
  if (query.words.length > 1 && query.words.every((word, place) => text.startsWith(word) || text.includes(query.beginnings[place]))) return 3;
  if (at > 0) return 4;
  return query.joined.length > 3 && joined(text).includes(query.joined) ? 5 : -1;
}

/**
 * What a match is worth, lower is better: other names come after all labels, but for an exact one, an
 * acronym typed in full.
 * @param {boolean} main
 * @param {number} found how it matches
 */
export const worth = (main, found = TYPO) => (main || found === 0 ? found : found + 4.5);

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
