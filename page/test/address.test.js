import assert from "node:assert/strict";
import { test } from "node:test";
import { Addresses, shortNames } from "../src/address.js";

const NODES = [
  { iri: "https://example.org/id/organisation/mecatech", label: "MecaTech" },
  { iri: "https://example.org/id/organisation/lille", label: ["City of Lille", "Ville de Lille"] },
  { iri: "https://example.org/id/place/lille", label: "Lille" },
  { iri: "urn:x:é=1&2", label: "<b>" },
];
const INITIAL = {
  selected: null, activity: null, focus: false, shape: "network", among: true, colour: "kind", size: 0, weak: false,
  lang: "en", typed: "", hidden: [], only: {}, years: null, shared: 1,
  kept: [], step: null,
};
const PAGE = {
  nodes: NODES,
  activities: [{ label: "INTERMAT GR" }, { title: "<script>" }, { label: "Intermat-GR" }],
  values: { kind: ["cluster", "agency"], country: [["Belgium", "Belgique"], "Côte d'Ivoire, x"], community: [] },
  initial: INITIAL,
};
const address = new Addresses(PAGE);

test("an entry is named by the shortest end of its IRI that no other has", () => {
  assert.deepEqual(shortNames(NODES), ["mecatech", "organisation/lille", "place/lille", "é=1&2"]);
});

test("what is written is read again", () => {
  const states = [
    INITIAL,
    ...NODES.map((_entry, selected) => ({ ...INITIAL, selected, focus: true })),
    ...[0, 1, 2].map((activity) => ({ ...INITIAL, activity })),
    { ...INITIAL, hidden: [1], only: { country: [0, 1] }, years: [2015, 2020], shared: 3 },
    { ...INITIAL, colour: "country", size: 2, weak: true, shape: "list", lang: "fr" },
    { ...INITIAL, shape: "partners", among: false },
    { ...INITIAL, step: 1, kept: [{ title: "A, b & c = ~%", at: "#o=mecatech&y=2015-2020" }, { title: "<b>", at: "" }] },
  ];
  for (const state of states) assert.deepEqual(address.read(address.written(state)), state);
});

test("an address is short and says what it means", () => {
  const state = { ...INITIAL, selected: 0, focus: true, only: { country: [0] }, years: [2015, 2020] };
  assert.equal(address.written(state), "#o=mecatech&c=belgium&y=2015-2020");
  assert.equal(address.written(INITIAL), "");
});

test("an IRI, a name in any language and the end of an IRI select too", () => {
  for (const hash of ["#mecatech", "#MecaTech", "#o=MECATECH", `#${NODES[0].iri}`,
    `#${encodeURIComponent(NODES[0].iri)}`]) assert.equal(address.read(hash).selected, 0, hash);
  assert.equal(address.read("#o=ville%20de%20lille").selected, 1);
});

test("a damaged address changes nothing", () => {
  for (const hash of ["", "#", "#nothing", "#o=", "#%E0%A4%A", "#o=%E0%A4%A", "#=&=", "#c=nowhere&y=2020-2010",
    "#y=20-30&n=-1&s=x&v=maps&l=french&col=__proto__&a=&k=zzz", "#x=&i=0", "#x=%E0%A4%A,a,/b,%25E0/c&i=x", "#c=%E0%A4%A&a=%E0"]) {
    assert.deepEqual(address.read(hash), INITIAL, hash);
  }
});

test("the exact end of an IRI goes before a label of another entry", () => {
  const other = new Addresses({ ...PAGE, nodes: [{ iri: "urn:a", label: "b" }, { iri: "urn:b", label: "a" }] });
  assert.equal(other.read("#o=b").selected, 1);
  assert.equal(other.read("#o=a").selected, 0);
});
