// The part of the address after #: it holds what a reader has chosen, so that it can be sent on.
// `o=mecatech` names an entry by the end of its IRI; a bare IRI, name or such an end is understood too.
import { fold } from "./texts.js";

/** @typedef {{ iri: string, label: string }} Entry */

/**
 * The shortest end of each IRI that no other entry has.
 * @param {Entry[]} entries
 * @returns {string[]}
 */
export function shortNames(entries) {
  /** @param {string} iri @param {number} parts */
  const end = (iri, parts) => iri.split(/[/#:]/).filter(Boolean).slice(-parts).join("/");
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { iri } of entries) counts.set(end(iri, 1), (counts.get(end(iri, 1)) ?? 0) + 1);
  return entries.map(({ iri }) => [1, 2].map((parts) => end(iri, parts))
    .find((name, depth) => name && (depth ? !counts.has(name) : counts.get(name) === 1)) ?? iri);
}

/**
 * Writes and reads addresses of a page with these entries.
 * @param {Entry[]} entries
 */
export function addresses(entries) {
  const names = shortNames(entries);
  /** @type {Map<string, number>} */
  const numbers = new Map();
  // Later ones win: what names an entry exactly goes before its label.
  [...entries].reverse().forEach(({ label }, back) => numbers.set(fold(label), entries.length - 1 - back));
  names.forEach((name, id) => numbers.set(name, id));
  entries.forEach(({ iri }, id) => numbers.set(iri, id));

  /** @param {string} text */
  const find = (text) => numbers.get(text) ?? numbers.get(fold(text)) ?? null;

  return {
    /** @param {number | null} selected */
    written: (selected) => (selected === null ? "" : `#o=${encodeURIComponent(names[selected])}`),
    /** @param {string} hash @returns {number | null} */
    read(hash) {
      const raw = hash.replace(/^#/, "");
      if (!raw) return null;
      const given = /^o=/.test(raw) ? raw.slice(2) : raw;
      return find(given) ?? find(decoded(given));
    },
  };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // not a well-formed address: nothing is meant
  }
}
