import assert from "node:assert/strict";
import { test } from "node:test";
import { passes } from "../src/filters.js";

const ANY = { hiddenKinds: [], country: null };

test("an entry passes where its kind is shown and one of its countries is the chosen one", () => {
  const node = { type: 1, countries: [0, 2] };
  assert.equal(passes(node, ANY), true);
  assert.equal(passes(node, { ...ANY, hiddenKinds: [1] }), false);
  assert.equal(passes(node, { ...ANY, country: 2 }), true);
  assert.equal(passes(node, { ...ANY, country: 1 }), false);
});

test("an entry of no country passes only where no country is chosen", () => {
  assert.equal(passes({ type: 0 }, ANY), true);
  assert.equal(passes({ type: 0 }, { ...ANY, country: 0 }), false);
});
