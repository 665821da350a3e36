// The words of the page in the language that the reader chose, and numbers as its readers write them.
import { data } from "./data.js";
import { filled, whole } from "./texts.js";

const LANGUAGES = Object.keys(data.words);
let lang = data.lang;

export const languages = LANGUAGES;
export const language = () => lang;
/** @param {string} chosen */
export function speak(chosen) {
  lang = LANGUAGES.includes(chosen) ? chosen : data.lang;
}

/**
 * A text of the graph in the language of the page.
 * @param {import("./types.js").Text} [text]
 * @returns {string}
 */
export const t = (text = "") => (typeof text === "string" ? text : text[LANGUAGES.indexOf(lang)] ?? text[0]);

/** French drops the e of "de" before a vowel: "autour d’AWEX". @param {string} pattern @param {Record<string, string | number>} values */
const elided = (pattern, values) => (lang === "fr"
  ? pattern.replace(/\bde \{(\w+)\}/g, (whole, name) => (/^[aeiouàâéèêëîïôœ]/i.test(String(values[name])) ? `d’{${name}}` : whole)) : pattern);

/**
 * "{n} of {total}" with its gaps filled, numbers written out; the values are only ever shown as text.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const told = Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? number(value) : value]);
  return filled(elided(data.words[lang][key], values), Object.fromEntries(told));
}

/**
 * One of two forms by number: English counts 0 as many, French as one.
 * @param {string} key
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export const count = (key, n, values = {}) =>
  say(`${key}_${n === 1 || (n === 0 && lang === "fr") ? "one" : "other"}`, { n, ...values });

/** @type {Map<string, Intl.NumberFormat>} made once: each takes as long as writing hundreds of numbers */
const formats = new Map();

/** @param {number} value @param {Intl.NumberFormatOptions} [how] */
function written(value, how = {}) {
  const key = `${lang} ${Object.values(how).join()}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(lang, how);
  formats.set(key, format);
  return format.format(value);
}

// A browser takes longer to begin with Intl than to write all whole numbers of the first picture.
/** @param {number} value */
export const number = (value) => whole(value, lang) ?? written(value);
/** @param {number} value */
export const year = (value) => String(value);
/** @param {number} value */
export const euros = (value) => written(value, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });

/** @param {number | null | undefined} value */
export const score = (value) =>
  value === undefined || value === null ? say("no_score") : value < 10_000 && whole(value, lang) || written(value, { maximumSignificantDigits: 4 });

/** The language of the titles of sources, which state them in English, where it is not that of the page. */
export const titledSource = () => (lang === "en" ? null : "en");

/** @param {import("./types.js").Node} node */
export const kindOf = (node) => t(data.types[node.type].label);
/** @param {import("./types.js").Node} node */
export const countriesOf = (node) => (node.countries ?? []).map((place) => t(data.countries[place]));
/** @param {number} id */
export const nameOf = (id) => t(data.nodes[id].label);
/** The language of a name, where it is not that of the page. @param {number} id */
export const tongueOf = (id) => t(data.nodes[id].tongue) || null;
/** The language of the name of somebody elsewhere, where it is not that of the page. @param {number} at */
export const tongueAway = (at) => Object.entries(data.tongues).find(([tag, held]) => tag !== lang && held.includes(at))?.[0] ?? null;
/** @param {number} id */
export const shortOf = (id) => t(data.nodes[id].short ?? data.nodes[id].label);
/** @param {import("./types.js").Activity} activity */
export const titleOf = (activity) => t(activity.label) || t(activity.title) || t(activity.kind);

/** The language of what titleOf tells, where it is not that of the page. @param {import("./types.js").Activity} activity */
export const titledIn = (activity) => t(activity.label ? activity.tongue : activity.spoken) || null;

/** A text, and after a colon, as its language writes one, another. @param {string} before @param {string} after */
export const explained = (before, after) => say("colon", { before, after });

/**
 * What the discs show, in plain words where there are some.
 * @param {number} size
 */
export function sizeName(size) {
  const { id, label } = data.sizes[size];
  return data.words[lang][`size_${id}`] ?? t(label);
}

/**
 * The value of a node by which its disc is drawn.
 * @param {import("./types.js").Node} node
 * @param {number} size
 */
export const valueOf = (node, size) => (size === 0 ? node.score : node.sizes?.[size - 1]) ?? null;
