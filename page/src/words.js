// The words of the page in its language, and numbers written as its readers write them.
import { data } from "./data.js";
import { filled } from "./texts.js";

export const words = data.words;

/**
 * "{n} of {total}" with its gaps filled; the values are only ever shown as text.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export const say = (key, values = {}) => filled(words[key], values);

const numberFormat = new Intl.NumberFormat(data.lang, { maximumSignificantDigits: 4 });

/** @param {import("./types.js").Node} node */
export const score = (node) => (node.score === undefined ? words.no_score : numberFormat.format(node.score));
