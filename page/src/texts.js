// What can be done with texts without knowing the page.

/**
 * @param {string} pattern
 * @param {Record<string, string>} values
 */
export function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

/**
 * The key by which names are compared: no case, no accents, single spaces between words.
 * @param {string} text
 */
export function fold(text) {
  // Most names hold no more than these signs, and are many.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/ß/g, "ss").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/**
 * A name that can stand in an address or a file name.
 * @param {string} text
 */
export const slug = (text) => fold(text).replace(/ /g, "-").slice(0, 60) || "page";

const COLUMNS = 22;
const LINES = 3;

/**
 * A label broken between words into at most three lines, cut where it is longer still.
 * @param {string} label
 */
export function broken(label) {
  if (label.length <= COLUMNS) return [label];
  /** @type {string[]} */
  const lines = [];
  for (const word of label.split(/[^\S\u00a0]+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= COLUMNS) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.length > COLUMNS ? `${word.slice(0, COLUMNS - 1)}…` : word);
  }
  return lines.length <= LINES ? lines : [...lines.slice(0, LINES - 1), `${lines[LINES - 1].slice(0, COLUMNS - 2)} …`];
}

// What stands between the thousands of a number.
/** @type {Record<string, string>} */
const THOUSANDS = { en: ",", fr: "\u202f" };

/**
 * A whole number as Intl writes it in one of the languages of the page; null for any other.
 * @param {number} value @param {string} lang
 */
export const whole = (value, lang) =>
  (Number.isSafeInteger(value) && THOUSANDS[lang] ? String(value).replace(/\B(?=(\d{3})+$)/g, THOUSANDS[lang]) : null);

/** A text as it begins a line. @param {string} text */
export const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/**
 * A text in lines of at most so many letters, broken between words where it can be.
 * @param {string} text @param {number} letters
 */
export function wrapped(text, letters) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ").flatMap((one) => one.match(new RegExp(`[^]{1,${letters}}`, "gu")) ?? [])) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
