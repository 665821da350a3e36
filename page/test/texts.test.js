import assert from "node:assert/strict";
import { test } from "node:test";
import { broken, capital, whole } from "../src/texts.js";

test("whole numbers are written as Intl writes them", () => {
  for (const lang of ["en", "fr"]) {
    const format = new Intl.NumberFormat(lang);
    for (const value of [0, 7, 60, 999, 1000, 4321, 12345, 999999, 1000000, 123456789, -1, -999, -1000, -54321]) {
      assert.equal(whole(value, lang), format.format(value));
    }
  }
});

test("fractions and other languages are left to Intl", () => {
  assert.equal(whole(1.5, "en"), null);
  assert.equal(whole(NaN, "en"), null);
  assert.equal(whole(1000, "de"), null);
});

test("a line of a name never begins with a sign that a space goes before", () => {
  assert.deepEqual(broken("Stratégie internationale\u00a0: la France"), ["Stratégie", "internationale\u00a0: la", "France"]);
});

test("a heading begins with a capital", () => {
  assert.deepEqual(["autour d’AWEX", "écoles", "", "2 autres"].map(capital), ["Autour d’AWEX", "Écoles", "", "2 autres"]);
});
