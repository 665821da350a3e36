import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, placed } from "../src/labels.js";

const FRAME = { width: 300, height: 200 };
const at = (id, x, y, more = {}) => ({ id, x, y, radius: 5, wide: 60, high: 15, always: false, ...more });

test("a label hangs below its shape where there is room, else above", () => {
  const [below] = placed([at(0, 150, 100)], FRAME);
  assert.equal(below.top, 108);
  const [above] = placed([at(0, 150, 190)], FRAME);
  assert.equal(above.bottom, 182);
});

test("no label stands over another, and the first goes first", () => {
  const wanted = Array.from({ length: 30 }, (_, id) => at(id, 100 + 3 * id, 100, { always: true }));
  const boxes = placed(wanted, FRAME);
  assert.equal(boxes[0].id, 0);
  boxes.forEach((one, n) => boxes.slice(n + 1).forEach((other) => assert.ok(apart(one, other))));
});

test("no label stands where something lies over the drawing", () => {
  const taken = [{ left: 0, right: 300, top: 104, bottom: 200 }];
  assert.ok(placed([at(0, 150, 100)], { ...FRAME, taken })[0].bottom < 104);
});

test("only a label that must be there is nearer to another shape than to its own", () => {
  const crowd = Array.from({ length: 40 }, (_, n) => at(n + 1, 90 + (n % 8) * 17, 70 + Math.floor(n / 8) * 15, { wide: 900 }));
  assert.deepEqual(placed([at(0, 150, 100), ...crowd], FRAME), []);
  assert.equal(placed([at(0, 150, 100, { always: true }), ...crowd], FRAME).length, 1);
});

test("a label that may cover others hides as few as it can", () => {
  const crowd = Array.from({ length: 40 }, (_, n) => at(n + 1, 90 + (n % 8) * 17, 70 + Math.floor(n / 8) * 15, { wide: 0 }));
  const lonely = crowd.filter(({ y }) => y < 115);
  assert.deepEqual(placed([at(0, 150, 100), ...crowd], FRAME), []);
  const [found] = placed([at(0, 150, 100, { covers: true }), ...lonely], FRAME);
  assert.ok(found.top > 105, "below, where the last row is missing");
});

test("the name of many stands farther off where it hides nothing there, and a shape without a name has none", () => {
  const crowd = Array.from({ length: 9 }, (_, n) => at(n + 1, 120 + (n % 3) * 30, 85 + Math.floor(n / 3) * 15, { radius: 14, wide: 0 }));
  const [found, ...others] = placed([at(-1, 150, 100, { radius: 0, always: true, roams: true }), ...crowd], FRAME);
  assert.deepEqual(others, []);
  for (const { x, y, radius } of crowd) {
    assert.ok(apart(found, { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
  }
});
