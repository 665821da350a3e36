import assert from "node:assert/strict";
import { test } from "node:test";
import { addresses, shortNames } from "../src/address.js";

const ENTRIES = [
  { iri: "https://example.org/id/organisation/mecatech", label: "MecaTech" },
  { iri: "https://example.org/id/organisation/lille", label: "Ville de Lille" },
  { iri: "https://example.org/id/place/lille", label: "Lille" },
  { iri: "urn:x:é=1&2", label: "<b>" },
];

test("an entry is named by the shortest end of its IRI that no other has", () => {
  assert.deepEqual(shortNames(ENTRIES), ["mecatech", "organisation/lille", "place/lille", "é=1&2"]);
});

test("what is written is read again", () => {
  const { written, read } = addresses(ENTRIES);
  ENTRIES.forEach((_entry, id) => assert.equal(read(written(id)), id));
  assert.equal(written(null), "");
  assert.equal(read(""), null);
});

test("an IRI, a name and the end of an IRI select too; nothing else does", () => {
  const { read } = addresses(ENTRIES);
  for (const hash of ["#mecatech", "#MecaTech", "#o=MECATECH", `#${ENTRIES[0].iri}`,
    `#${encodeURIComponent(ENTRIES[0].iri)}`]) assert.equal(read(hash), 0, hash);
  for (const hash of ["#nothing", "#o=", "#%E0%A4%A", "#o=%E0%A4%A", "#=&="]) assert.equal(read(hash), null, hash);
});

test("the exact end of an IRI goes before a label of another entry", () => {
  const { read } = addresses([{ iri: "urn:a", label: "b" }, { iri: "urn:b", label: "a" }]);
  assert.equal(read("#o=b"), 1);
  assert.equal(read("#o=a"), 0);
});
