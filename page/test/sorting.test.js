import assert from "node:assert/strict";
import { test } from "node:test";
import { ordered } from "../src/sorting.js";

test("numbers sort by size, missing ones last in either direction", () => {
  assert.deepEqual(ordered([10, undefined, 9], false, "en"), [2, 0, 1]);
  assert.deepEqual(ordered([10, undefined, 9], true, "en"), [0, 2, 1]);
});

test("texts sort without regard to case and accents, equal ones as they were", () => {
  assert.deepEqual(ordered(["Zoé", "élan", "Eau", "élan"], false, "fr"), [2, 1, 3, 0]);
  assert.deepEqual(ordered(["Paragraph 10", "Paragraph 9"], false, "en"), [1, 0]);
});
