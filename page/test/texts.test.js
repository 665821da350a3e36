import assert from "node:assert/strict";
import { test } from "node:test";
import { whole } from "../src/texts.js";

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
