import assert from "node:assert/strict";
import { test } from "node:test";
import { discs, flows } from "../src/afar.js";

// Two groups of four and three around (0, 0) and (100, 0), one pair, one of no group.
const groups = [0, 0, 0, 0, 1, 1, 1, 2, 2, undefined];
const places = [[-10, 0], [10, 0], [0, 10], [0, -10], [100, 5], [100, -5], [100, 0], [50, 50], [50, 51], [500, 500]];
const all = groups.map(() => true);

test("those who stand together are one disc, the largest first; two or one are none", () => {
  const found = discs(groups, places, all);
  assert.deepEqual(found.map(({ group, x, y, count }) => [group, x, y, count]), [[0, 0, 0, 4], [1, 100, 0, 3]]);
  assert.equal(found[0].radius, 10);
});

test("who is filtered out is in no disc", () => {
  assert.deepEqual(discs(groups, places, all.map((_one, id) => id > 3)).map(({ group }) => group), [1]);
  assert.deepEqual(discs(groups, places, all.map(() => false)), []);
});

test("ties between groups are added up, those inside and of nobody are left out", () => {
  const middles = new Map(discs(groups, places, all).map((disc) => [disc.group, disc]));
  const ties = [[0, 4, 2], [5, 1, 3], [0, 1, 9], [0, 9, 9], [0, 7, 9]];
  assert.deepEqual(flows(groups, ties, (group) => middles.get(group), 10), [{ x1: 0, y1: 0, x2: 100, y2: 0, weight: 5 }]);
  assert.deepEqual(flows(groups, ties, (group) => middles.get(group), 0), []);
  assert.deepEqual(flows([], [], () => undefined, 5), []);
});
