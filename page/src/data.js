// What the page was given: the words and numbers of a View, and the network that pyvis made.

/** @param {string} id */
const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** @type {import("./types.js").Data} */
export const data = read("view");
/** @type {{ nodes: any[], edges: any[], options: any }} */
export const network = read("network");

/** @param {import("./types.js").Node} node */
export const typeOf = (node) => data.types[node.type];
/** @param {import("./types.js").Node} node */
export const countriesOf = (node) => (node.countries ?? []).map((number) => data.countries[number]);

/**
 * For each node its ties, the strongest first: the other node and the tie's number in data.ties.
 * @type {{ other: number, tie: number }[][]}
 */
export const tiesOf = data.nodes.map(() => []);
data.ties.forEach(([a, b], tie) => {
  tiesOf[a].push({ other: b, tie });
  tiesOf[b].push({ other: a, tie });
});
for (const ties of tiesOf) {
  ties.sort((one, two) => data.weights[two.tie] - data.weights[one.tie] || one.other - two.other);
}
