import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOf, matches } from "../src/rank.js";
import { filled, fold } from "../src/texts.js";

/** @param {[string, ...string[]][]} entries */
const keys = (entries) => entries.map(([label, ...names]) => keysOf({ label, names }));

test("the beginning of a name goes first, then of a word, then the inside, then another name", () => {
  const found = matches(keys([["Hub", "Zephyr"], ["Azephyr"], ["New Zephyr"], ["Zephyr Ltd"], ["Last"]]), "Zéphyr");
  assert.deepEqual(found, [3, 2, 1, 0]);
});

test("equal matches stay in their order, and an empty text matches nothing", () => {
  assert.deepEqual(matches(keys([["B one"], ["A one"]]), "one"), [0, 1]);
  assert.deepEqual(matches(keys([["A"]]), " - "), []);
});

test("case, accents and signs make no difference", () => {
  assert.equal(fold("  Élève & Straße—2 "), "eleve strasse 2");
});

test("gaps are filled with what is given and stay where nothing is", () => {
  assert.equal(filled("{n} of {total}", { n: "$& {total}" }), "$& {total} of {total}");
});
