import assert from "node:assert/strict";
import { test } from "node:test";
import { beyond, chains, inColumns } from "../src/chains.js";

// 0 - 1 - 3, 0 - 2 - 3, 3 - 4; 5 stands alone.
const TIES = [[0, 1, 1], [1, 3, 5], [0, 2, 2], [2, 3, 2], [3, 4, 1]];
const STEPS = Array.from({ length: 6 }, (_, id) => TIES.flatMap(([one, other, weight]) =>
  (one === id ? [{ other, weight }] : other === id ? [{ other: one, weight }] : [])));

test("all shortest chains, the one without a weak tie first", () => {
  assert.deepEqual(chains(STEPS, 0, 3), [[0, 2, 3], [0, 1, 3]]);
  assert.deepEqual(chains(STEPS, 4, 0), [[4, 3, 1, 0], [4, 3, 2, 0]]);
});

test("whoever introduces goes first, but not at the ends", () => {
  assert.deepEqual(chains(STEPS, 0, 3, { introduces: (id) => id === 1 }), [[0, 1, 3], [0, 2, 3]]);
  assert.deepEqual(chains(STEPS, 0, 3, { introduces: (id) => id === 3 })[0], [0, 2, 3]);
});

test("no chain to oneself or to nowhere, and no more than asked for", () => {
  assert.deepEqual(chains(STEPS, 0, 0), []);
  assert.deepEqual(chains(STEPS, 0, 5), []);
  assert.equal(chains(STEPS, 0, 3, { most: 1 }).length, 1);
});

test("many chains of one length are found soon", () => {
  // Six layers of ten, each tied to all of the next: a million chains.
  const steps = Array.from({ length: 62 }, () => /** @type {{ other: number, weight: number }[]} */ ([]));
  const tie = (one, other) => { steps[one].push({ other, weight: 1 }); steps[other].push({ other: one, weight: 1 }); };
  for (let layer = 0; layer < 5; layer += 1) {
    for (let one = 0; one < 10; one += 1) for (let other = 0; other < 10; other += 1) tie(layer * 10 + one, layer * 10 + 10 + other);
  }
  for (let one = 0; one < 10; one += 1) { tie(60, one); tie(50 + one, 61); }
  assert.equal(chains(steps, 60, 61).length, 5);
});

test("from those elsewhere back to the page", () => {
  // 10 and 11 are not on a page of ten: 3 leads to 10, 10 to 11; nobody to 12; 13 and 14 lead to each other.
  const before = [3, 10, -1, 14, 13];
  assert.deepEqual(beyond(before, 10, 11), [3, 10, 11]);
  assert.deepEqual(beyond(before, 10, 12), []);
  assert.deepEqual(beyond(before, 10, 13), []);
});

test("one column a step", () => {
  const places = inColumns([[0, 2, 3], [0, 1, 3]]);
  assert.deepEqual([...places.keys()].sort(), [0, 1, 2, 3]);
  assert.deepEqual(places.get(0), [0, 0]);
  assert.notDeepEqual(places.get(1), places.get(2));
});
