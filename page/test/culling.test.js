import assert from "node:assert/strict";
import { test } from "node:test";
import { kept, lineCosts, shapeCosts } from "../src/culling.js";

const WINDOW = { width: 100, height: 50 };

test("what is in the window is kept in its order, of too many the last", () => {
  const shapes = Float32Array.from([10, 10, 1, 200, 10, 1, 20, 20, 1, -1, 10, 2, 10, 60, 4, 90, 40, 3]);
  const view = { scale: 1, x: 0, y: 0 };
  const costs = shapeCosts(shapes, view, WINDOW);
  assert.deepEqual([...kept(shapes, 3, costs)], [10, 10, 1, 20, 20, 1, -1, 10, 2, 90, 40, 3]);
  assert.deepEqual([...kept(shapes, 3, costs, 2)], [-1, 10, 2, 90, 40, 3]);
});

test("where all are in the window nothing is copied", () => {
  const shapes = Float32Array.from([10, 10, 1, 20, 20, 1]);
  assert.equal(kept(shapes, 3, shapeCosts(shapes, { scale: 2, x: 1, y: -1 }, WINDOW)), shapes);
  assert.equal(kept(new Float32Array(0), 3, () => 1).length, 0);
});

test("a line that crosses the window is kept though both ends are outside", () => {
  const lines = Float32Array.from([-10, 20, 300, 30, -10, -20, 300, -30, 110, 0, 200, 40, 50, -10, 50, 90]);
  const view = { scale: 1, x: 0, y: 0 };
  assert.deepEqual([...kept(lines, 4, lineCosts(lines, view, WINDOW))], [-10, 20, 300, 30, 50, -10, 50, 90]);
});

test("a line costs the pixels that it has in the window", () => {
  const lines = Float32Array.from([10, 10, 40, 50, -100, 20, 300, 20, 0, 60, 200, 60, 30, 30, 30, 30]);
  const view = { scale: 2, x: 0, y: 0 };
  const costs = lineCosts(lines, view, { width: 200, height: 100 });
  assert.deepEqual([0, 4, 8].map((row) => Math.round(costs(row))), [101, 201, 0]);
  assert.deepEqual([...kept(lines.subarray(0, 8), 4, costs, 150)], [-100, 20, 300, 20], "the last go first");
});
