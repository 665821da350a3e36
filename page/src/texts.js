// What can be done with texts without knowing the page.

/**
 * @param {string} pattern
 * @param {Record<string, string | number>} values
 */
export function filled(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}

/**
 * The key by which names are compared: no case, no accents, single spaces between words.
 * @param {string} text
 */
export function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/ß/g, "ss").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
