// Which of many names match what was typed, and in which order. They are put in order once: a search then
// looks at few of them. Knows names, nothing of the page.
import { asQuery, how, joined, keysOf, nearly, worth } from "./likeness.js";

export { keysOf, nearly };

/** @typedef {import("./likeness.js").Key} Key */
/** @typedef {import("./likeness.js").Query} Query */

// No key holds it.
const BETWEEN = "\n";
// A shorter text is found only as it is typed.
const TYPOS_FROM = 5;

/** Many texts one behind the other, each after a sign that none holds: one search runs through all. */
class Strip {
  /** @param {string[]} texts */
  constructor(texts) {
    this.all = ["", ...texts].join(BETWEEN);
    this.starts = new Uint32Array(texts.length + 1);
    texts.forEach((text, number) => { this.starts[number + 1] = this.starts[number] + text.length + 1; });
  }

  /** @param {number} number */
  text(number) {
    return this.all.slice(this.starts[number] + 1, this.starts[number + 1]);
  }

  /** The numbers of the texts that hold a part. @param {string} part */
  * holding(part) {
    let [number, at] = [0, this.all.indexOf(part)];
    while (at >= 0) {
      while (this.starts[number + 1] <= at) number += 1;
      yield number;
      at = this.all.indexOf(part, this.starts[number + 1]);
    }
  }
}

/**
 * The texts in which something may begin nearly like a word: one wrong letter leaves the first half as it
 * is, or the second; two that are swapped across the middle, all but the last letter of the first.
 * @param {Strip} strip @param {string} before what stands before each beginning @param {string} word
 */
function * maybe(strip, before, word) {
  if (word.length < TYPOS_FROM) return yield * strip.holding(before + word);
  const middle = Math.ceil(word.length / 2);
  yield * strip.holding(before + word.slice(0, middle - 1));
  yield * strip.holding(word.slice(middle));
}

/** The names of many entries, made to be searched often. */
export class Names {
  /** @param {Key[][]} entries the keys of each */
  constructor(entries) {
    const keys = entries.flat();
    const texts = keys.map(({ text }) => text);
    this.main = keys.map(({ main }) => main);
    this.owners = new Uint32Array(keys.length);
    let at = 0;
    entries.forEach((own, id) => {
      this.owners.fill(id, at, at + own.length);
      at += own.length;
    });
    // A space before each: every word has one.
    this.texts = new Strip(texts.map((text) => ` ${text}`));
    this.joined = new Strip(texts.map(joined));
  }

  /**
   * What the entries that match are worth, lower is better. What matches but for a letter is found only
   * where nothing matches as typed.
   * @param {string} typed
   * @returns {Map<number, number>}
   */
  find(typed) {
    const query = asQuery(typed);
    const exact = query.folded ? this.#asTyped(query) : new Map();
    return exact.size ? exact : this.#nearly(query);
  }

  /** What each entry that matches as it was typed is worth. @param {Query} query */
  #asTyped(query) {
    /** @type {Map<number, number>} */
    const best = new Map();
    const longest = query.beginnings.reduce((one, other) => (other.length > one.length ? other : one));
    const candidates = new Set([
      ...(query.joined.length > 3 ? this.joined.holding(query.joined) : this.texts.holding(query.folded)),
      ...(query.words.length > 1 ? this.texts.holding(longest) : []),
    ]);
    for (const key of candidates) {
      const found = how(this.texts.text(key).slice(1), query);
      if (found >= 0) this.#keep(best, key, found);
    }
    return best;
  }

  /** What each entry that matches but for a letter is worth. @param {Query} query */
  #nearly({ folded, words, joined: whole }) {
    /** @type {Map<number, number>} */
    const best = new Map();
    if (folded.length < TYPOS_FROM) return best;
    const longest = words.reduce((one, other) => (other.length > one.length ? other : one));
    for (const key of new Set(maybe(this.texts, " ", longest))) {
      const own = this.texts.text(key).split(" ");
      if (words.every((word) => own.some((one) => nearly(one, word)))) this.#keep(best, key);
    }
    for (const key of new Set(maybe(this.joined, BETWEEN, whole))) if (nearly(this.joined.text(key), whole)) this.#keep(best, key);
    return best;
  }

  /** @param {Map<number, number>} best @param {number} key @param {number} [found] */
  #keep(best, key, found) {
    const value = worth(this.main[key], found);
    const owner = this.owners[key];
    if (value < (best.get(owner) ?? Infinity)) best.set(owner, value);
  }
}

/** The numbers of the entries that match, the best first, else in their own order. @param {Map<number, number>} worths of entries */
export const inOrder = (worths) => [...worths].sort(([one, first], [two, second]) => first - second || one - two).map(([id]) => id);

/**
 * The numbers of the entries that match a text, where it is searched once.
 * @param {Key[][]} entries
 * @param {string} text
 */
export const matches = (entries, text) => inOrder(new Names(entries).find(text));
