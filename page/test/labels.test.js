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

test("a name of which none may be missing covers others where it finds no other room, and only there", () => {
  const crowd = Array.from({ length: 40 }, (_, n) => at(n + 1, 90 + (n % 8) * 17, 70 + Math.floor(n / 8) * 15, { wide: 0 }));
  assert.equal(placed([at(0, 150, 100, { lastly: true }), ...crowd], FRAME).length, 1);
  assert.deepEqual(placed([at(0, 150, 100, { lastly: true })], FRAME), placed([at(0, 150, 100)], FRAME));
  const like = crowd.map((one) => ({ ...one, lastly: true }));
  assert.deepEqual(placed([at(0, 150, 100, { lastly: true }), ...like], FRAME), []);
});

test("a name that counts has another one moved aside", () => {
  const taken = [[0, 100, 0, 200], [200, 300, 0, 200], [0, 300, 0, 60], [0, 300, 136, 200]]
    .map(([left, right, top, bottom]) => ({ left, right, top, bottom }));
  const pair = (more) => [at(0, 150, 95, { wide: 90 }), at(1, 150, 128, { wide: 90, ...more })];
  const [alone] = placed(pair({ wide: 0 }), { ...FRAME, taken });
  assert.ok(alone.top > 95, "the first hangs below, where the second has its only place");
  assert.deepEqual(placed(pair({}), { ...FRAME, taken }).map(({ id }) => id), [0]);
  const [one, two] = placed(pair({ pushes: true }), { ...FRAME, taken });
  assert.deepEqual([one.id, two.id], [0, 1]);
  assert.ok(one.bottom < 95 && apart(one, two));
});

test("a label that may cover others hides as few as it can", () => {
  const crowd = Array.from({ length: 40 }, (_, n) => at(n + 1, 90 + (n % 8) * 17, 70 + Math.floor(n / 8) * 15, { wide: 0 }));
  const lonely = crowd.filter(({ y }) => y < 115);
  assert.deepEqual(placed([at(0, 150, 100), ...crowd], FRAME), []);
  const [found] = placed([at(0, 150, 100, { covers: true }), ...lonely], FRAME);
  assert.ok(found.top > 105, "below, where the last row is missing");
});

// Two groups beside each other, one of them with its middle in the other.
const grid = (group, first, left, rows = 5) => Array.from({ length: 4 * rows }, (_, n) =>
  at(first + n, left + (n % 4) * 15, 60 + Math.floor(n / 4) * 15, { wide: 0, group }));
const head = (x, y, group) => at(-1 - group, x, y, { radius: 0, always: true, heads: true, group });
const covers = (box, { x, y, radius }) => !apart(box, { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });

test("the name of a group stands beside its own shapes, over none", () => {
  const shapes = [...grid(0, 0, 60), ...grid(1, 30, 180)];
  for (const [x, group] of [[190, 0], [120, 1], [10, 0]]) {
    const [found] = placed([...shapes, head(x, 100, group)], FRAME);
    assert.ok(!shapes.some((shape) => covers(found, shape)));
    const far = ({ x: across, y, radius }) => Math.hypot(
      Math.max(found.left - across, across - found.right, 0), Math.max(found.top - y, y - found.bottom, 0)) - radius;
    const nearest = shapes.reduce((best, shape) => (far(shape) < far(best) ? shape : best));
    assert.equal(nearest.group, group);
    assert.ok(far(nearest) < 20);
  }
});

test("where there is no room beside them it covers its own shapes, and never those of others", () => {
  const own = grid(0, 0, 120);
  const ring = [15, 285].flatMap((x) => [20, 60, 100, 140, 180].map((y, n) => at(50 + x + n, x, y, { radius: 25, wide: 0, group: 1 })));
  const lid = [16, 170].flatMap((y, row) => Array.from({ length: 9 }, (_, n) => at(500 + 10 * row + n, 40 + n * 27, y, { radius: 25, wide: 0, group: 1 })));
  const [found] = placed([...own, ...ring, ...lid, head(142, 90, 0)], { ...FRAME, taken: [] });
  assert.ok(![...ring, ...lid].some((shape) => covers(found, shape)));
  assert.ok(own.some((shape) => covers(found, shape)) || found.left > 45 && found.right < 255);
});

test("the name of a group without a place of its own is left out", () => {
  const others = Array.from({ length: 140 }, (_, n) => at(n + 1, (n % 20) * 15, Math.floor(n / 20) * 30, { radius: 12, wide: 0, group: 1 }));
  assert.deepEqual(placed([at(0, 150, 100, { wide: 0, group: 0 }), ...others, head(150, 100, 0)], FRAME), []);
  assert.deepEqual(placed([...others, head(150, 100, 0)], FRAME), [], "none of it is in the window");
});
