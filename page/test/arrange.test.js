import assert from "node:assert/strict";
import { test } from "node:test";
import { around, arranged } from "../src/arrange.js";

const far = ([a, b], [c, d]) => Math.hypot(a - c, b - d);

test("tied ones stand closer than others, none on another, every time at the same places", () => {
  // Two triangles, one tie between them, all on one point at first.
  const links = [[0, 1, 1], [1, 2, 1], [0, 2, 1], [3, 4, 1], [4, 5, 1], [3, 5, 1], [2, 3, 1]];
  const start = Array.from({ length: 6 }, (_, place) => [place, place % 2]);
  const radii = [10, 10, 10, 10, 10, 28];
  const found = arranged(start, links, radii);
  for (let one = 0; one < 6; one += 1) for (let other = one + 1; other < 6; other += 1) {
    assert.ok(far(found[one], found[other]) >= radii[one] + radii[other], `${one} ${other}`);
  }
  assert.ok(far(found[0], found[1]) < far(found[0], found[4]));
  assert.deepEqual(arranged(start, links, radii), found);
});

test("none, one, and two on one point have places", () => {
  assert.deepEqual(arranged([], [], []), []);
  assert.equal(arranged([[5, 5]], [], [10]).length, 1);
  const [one, other] = arranged([[5, 5], [5, 5]], [[0, 1, 3]], [10, 10]);
  assert.ok(far(one, other) >= 20);
});

test("around the middle every group has a sector, the nearest first in it", () => {
  const others = [["be", 1], ["fr", 2], ["be", 3], ["", 4]].map(([group, id]) => ({ group, id }));
  const { places, headings } = around(others, 50);
  assert.deepEqual(headings.map(([group]) => group), ["be", "fr", ""]);
  assert.deepEqual([...places.keys()].sort(), [1, 2, 3, 4]);
  assert.ok(far(places.get(1), [0, 0]) <= far(places.get(3), [0, 0]) + 1);
  const ids = [...places.keys()];
  for (const one of ids) for (const other of ids) if (one < other) assert.ok(far(places.get(one), places.get(other)) >= 49);
});

test("the smallest of many groups share a sector, and five thousand find a place", () => {
  const others = Array.from({ length: 5000 }, (_, id) => ({ id, group: `g${id % 20}` }));
  const { places, headings } = around(others, 40);
  assert.equal(headings.length, 11);
  assert.equal(headings.at(-1)[0], "");
  assert.equal(new Set([...places.values()].map(String)).size, 5000);
});
