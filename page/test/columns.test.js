import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "../src/columns.js";

test("ends are added up, and the other one begins anew where the first changes", () => {
  const columns = { sources: [0, 0, 7, 0, -4], targets: [5, -3, 1, 8, 2], weights: [1, 2, 0.5, 1, 3], reasons: [] };
  assert.deepEqual(told(columns), [[0, 5, 1], [0, 2, 2], [7, 1, 0.5], [7, 9, 1], [3, 2, 3]]);
  assert.deepEqual(told({ sources: [], targets: [], weights: [], reasons: [] }), []);
});

test("a tie has reasons where it was given some", () => {
  assert.deepEqual(told({ sources: [1, 0], targets: [4, 1], weights: [1, 1], reasons: [[], [0, 2]] }), [[1, 4, 1], [1, 5, 1, [0, 2]]]);
});
