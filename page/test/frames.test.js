import assert from "node:assert/strict";
import { test } from "node:test";
import { alongside, bulk, framed, stretch } from "../src/frames.js";

test("what is laid on its side grows tall enough for the window, within bounds", () => {
  assert.equal(stretch([[0, 0], [100, 100]], 1.5), 1.5);
  assert.equal(stretch([[0, 0], [100, 100]], 3), 1.7);
  assert.equal(stretch([[0, 0], [300, 100]], 1.5), 1);
  assert.equal(stretch([[0, 0]], 2), 1);
  assert.equal(stretch([], 2), 1);
});

test("a frame holds all places above what covers the bottom", () => {
  const places = [{ x: -100, y: 0, size: 10 }, { x: 300, y: 200, size: 10 }];
  const { position, scale } = framed(places, { width: 500, height: 400, below: 100 });
  for (const { x, y } of places) {
    const [across, down] = [(x - position.x) * scale + 250, (y - position.y) * scale + 200];
    assert.ok(across > 0 && across < 500 && down > 0 && down < 300);
  }
});

test("the outermost twentieth is left out of the bulk, but for ours", () => {
  const spots = Array.from({ length: 100 }, (_, id) => ({ x: id, y: id, size: 1 }));
  const ids = spots.map((_spot, id) => id);
  assert.deepEqual([bulk(spots, ids, 99).includes(0), bulk(spots, ids, 99).includes(99), bulk(spots, ids, null).length > 85], [false, true, true]);
  assert.deepEqual(bulk(spots, ids.slice(0, 5), null), [0, 1, 2, 3, 4]);
});

test("what lies beside what is framed is framed too, what lies far away is not", () => {
  const places = [{ x: 0, y: 0, size: 5 }, { x: 100, y: 50, size: 5 }];
  const points = [{ x: 150, y: 20 }, { x: 170, y: 20 }, { x: 50, y: -29 }, { x: 50, y: -31 }];
  assert.deepEqual(alongside(places, points), [{ x: 150, y: 20, size: 0 }, { x: 50, y: -29, size: 0 }]);
  assert.deepEqual(alongside([], points), []);
});
