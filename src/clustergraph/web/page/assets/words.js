// What the page was given: the words and numbers of a View, and the network that pyvis made.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("view");
const words = data.words;

// "{n} of {total}" with its gaps filled; the values are only ever shown as text.
function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

const numberFormat = new Intl.NumberFormat(data.lang, { maximumSignificantDigits: 4 });
const score = (node) => (node.score === undefined ? words.no_score : numberFormat.format(node.score));

// The key by which names are compared: no case, no accents, single spaces between words.
function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/ß/g, "ss").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const typeOf = (node) => data.types[node.type];
const countriesOf = (node) => (node.countries ?? []).map((number) => data.countries[number]);

// For each node its ties, the strongest first: { other, tie } with tie an index in data.ties.
const tiesOf = data.nodes.map(() => []);
data.ties.forEach(([a, b], tie) => {
  tiesOf[a].push({ other: b, tie });
  tiesOf[b].push({ other: a, tie });
});
for (const ties of tiesOf) {
  ties.sort((one, two) => data.weights[two.tie] - data.weights[one.tie] || one.other - two.other);
}
