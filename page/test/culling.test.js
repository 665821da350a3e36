import assert from "node:assert/strict";
import { test } from "node:test";
import { kept, lineTouches, shapeTouches } from "../src/culling.js";

const WINDOW = { width: 100, height: 50 };

test("what is in the window is kept in its order, of too many the last", () => {
  const shapes = Float32Array.from([10, 10, 1, 200, 10, 1, 20, 20, 1, -1, 10, 2, 10, 60, 4, 90, 40, 3]);
  const view = { scale: 1, x: 0, y: 0 };
  const touches = shapeTouches(shapes, view, WINDOW);
  assert.deepEqual([...kept(shapes, 3, touches)], [10, 10, 1, 20, 20, 1, -1, 10, 2, 90, 40, 3]);
  assert.deepEqual([...kept(shapes, 3, touches, 2)], [-1, 10, 2, 90, 40, 3]);
});

test("where all are in the window nothing is copied", () => {
  const shapes = Float32Array.from([10, 10, 1, 20, 20, 1]);
  assert.equal(kept(shapes, 3, shapeTouches(shapes, { scale: 2, x: 1, y: -1 }, WINDOW)), shapes);
  assert.equal(kept(new Float32Array(0), 3, () => true).length, 0);
});

test("a line that crosses the window is kept though both ends are outside", () => {
  const lines = Float32Array.from([-10, 20, 300, 30, -10, -20, 300, -30, 110, 0, 200, 40, 50, -10, 50, 90]);
  const view = { scale: 1, x: 0, y: 0 };
  assert.deepEqual([...kept(lines, 4, lineTouches(lines, view, WINDOW))], [-10, 20, 300, 30, 50, -10, 50, 90]);
});
