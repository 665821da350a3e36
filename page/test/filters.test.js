import assert from "node:assert/strict";
import { test } from "node:test";
import { chooses, facetCounts, histogram, NO_CHOICE, shownNodes, shownTies } from "../src/filters.js";
import { strongest } from "../src/lines.js";

// A in Belgium, B and C in France, D nowhere. P 2014–2016: A B C; Q 2018–: B C; R undated: A D.
const NETWORK = {
  nodes: [{ type: 0, countries: [0] }, { type: 1, countries: [1] }, { type: 1, countries: [1], community: 0 }, { type: 0 }],
  activities: [
    { first: 2014, last: 2016, programmes: [0], parts: [[0, [0]], [1, [1]], [2]], members: 3 },
    { first: 2018, programmes: [1], parts: [[1], [2]], members: 2 },
    { parts: [[0], [3]], members: 2 },
  ],
  ties: [[0, 1, 1], [0, 2, 1], [0, 3, 1], [1, 2, 2]],
  about: null,
};
const choice = (given) => ({ ...NO_CHOICE, ...given });
const nodes = (given, network = NETWORK) => shownNodes(network, choice(given)).flatMap((left, id) => (left ? [id] : []));
const ties = (given, network = NETWORK) => shownTies(network, choice(given), shownNodes(network, choice(given)));

test("without a choice everything is left, with the weights of the network", () => {
  assert.deepEqual(nodes({}), [0, 1, 2, 3]);
  assert.deepEqual(ties({}), [[0, 1], [1, 1], [2, 1], [3, 2]]);
  assert.equal(chooses(NO_CHOICE), false);
});

test("kinds are hidden, of countries one must hold", () => {
  assert.deepEqual(nodes({ hidden: [1] }), [0, 3]);
  assert.deepEqual(nodes({ only: { country: [1] } }), [1, 2]);
  assert.deepEqual(nodes({ only: { country: [0, 1], community: [0] } }), [2]);
});

test("years keep what has begun by their end and not ended before their beginning, and nothing undated", () => {
  assert.deepEqual(nodes({ years: [2016, 2017] }), [0, 1, 2]);
  assert.deepEqual(nodes({ years: [2017, 2017] }), []);
  assert.deepEqual(nodes({ years: [2030, 2040] }), [1, 2]);
  assert.deepEqual(ties({ years: [2019, 2019] }), [[3, 1]]);
});

test("years keep what tells no beginning in the year of its end only", () => {
  const ended = { ...NETWORK, activities: [{ last: 2016, parts: [[0], [1]], members: 2 }], ties: [[0, 1, 1]] };
  assert.deepEqual([2015, 2016, 2017].map((year) => nodes({ years: [year, year] }, ended).length), [0, 2, 0]);
});

test("a role must be that of the participation itself", () => {
  assert.deepEqual(nodes({ only: { role: [1] } }), [1]);
  assert.deepEqual(nodes({ only: { role: [1], programme: [1] } }), []);
});

test("at least two in common leaves the stronger ties", () => {
  assert.deepEqual(ties({ shared: 2 }), [[3, 2]]);
});

test("the one in the middle is never hidden, and neither are its ties", () => {
  const around = { ...NETWORK, about: 0 };
  assert.deepEqual(nodes({ hidden: [0] }, around), [0, 1, 2]);
  assert.deepEqual(nodes({ only: { country: [1] }, years: [2015, 2015] }, around), [0, 1, 2]);
  assert.deepEqual(ties({ only: { country: [1] }, years: [2015, 2015] }, around), [[0, 1], [1, 1], [3, 1]]);
});

test("counts say what each further value would leave", () => {
  assert.deepEqual(facetCounts(NETWORK, NO_CHOICE, "country", 2), [1, 2]);
  assert.deepEqual(facetCounts(NETWORK, choice({ years: [2019, 2019] }), "country", 2), [0, 2]);
  assert.deepEqual(facetCounts(NETWORK, choice({ only: { programme: [0] } }), "programme", 2), [3, 2]);
  assert.deepEqual(facetCounts(NETWORK, NO_CHOICE, "role", 2), [1, 1]);
});

test("the histogram counts what runs in each year; years out of reach draw nothing", () => {
  assert.deepEqual(histogram(NETWORK, NO_CHOICE), { from: 2014, counts: [1, 1, 1, 0, 1] });
  const far = { ...NETWORK, activities: [{ first: 2000, last: 9999, parts: [[0]], members: 1 }] };
  assert.deepEqual(histogram(far, NO_CHOICE), { from: 2000, counts: [1] });
  assert.deepEqual(histogram({ ...NETWORK, activities: [] }, NO_CHOICE), { from: 0, counts: [] });
});

test("of too many lines those of the centre stay, then the strongest of every node", () => {
  const star = [[0, 1, 9], [0, 2, 8], [0, 3, 7], [1, 2, 6], [3, 4, 1]];
  const all = star.map(([, , weight], tie) => [tie, weight]);
  assert.deepEqual(strongest(star, all, 5, null), all);
  assert.deepEqual(strongest(star, all, 3, 4).map(([tie]) => tie), [4, 0, 1]);
  assert.deepEqual(strongest(star, all, 4, null).map(([tie]) => tie).sort(), [0, 1, 2, 4]);
});
