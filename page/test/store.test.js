import assert from "node:assert/strict";
import { test } from "node:test";
import { equal, makeStore } from "../src/store.js";

test("a follower hears of a change of its keys only, once, with what was before", () => {
  const store = makeStore({ a: 1, b: [1], c: 0 });
  const heard = [];
  store.follow(["a", "b"], (now, before) => heard.push([now.a, before.a, now.b]));
  store.set({ c: 5 });
  store.set({ a: 1, b: [1] });
  store.set({ a: 2, b: [2] });
  assert.deepEqual(heard, [[2, 1, [2]]]);
  assert.equal(store.get().c, 5);
});

test("records and lists are compared by what they hold", () => {
  assert.ok(equal({ a: [1, { b: null }] }, { a: [1, { b: null }] }));
  assert.ok(!equal([1, 2], [1]));
  assert.ok(!equal({ a: 1 }, { b: 1 }));
  assert.ok(!equal(null, {}));
});
