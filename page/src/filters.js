// Which entries the filters leave. Knows entries and chosen values, nothing of the page.

/**
 * @param {{ type: number, countries?: number[] }} node
 * @param {Pick<import("./types.js").State, "hiddenKinds" | "country">} chosen
 */
export function passes(node, chosen) {
  if (chosen.hiddenKinds.includes(node.type)) return false;
  return chosen.country === null || (node.countries ?? []).includes(chosen.country);
}
