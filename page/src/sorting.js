// The order of rows by one of their columns.

/**
 * The numbers of the rows in order: numbers by size, texts as the language sorts them, what is
 * missing always last, equal ones as they were.
 * @param {(string | number | undefined)[]} cells
 * @param {boolean} descending
 * @param {string} lang
 */
export function ordered(cells, descending, lang) {
  const { compare } = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
  const sign = descending ? -1 : 1;
  return cells.map((_cell, row) => row).sort((one, two) => {
    const [a, b] = [cells[one], cells[two]];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined) || one - two;
    const apart = typeof a === "number" && typeof b === "number" ? a - b : compare(String(a), String(b));
    return sign * apart || one - two;
  });
}
