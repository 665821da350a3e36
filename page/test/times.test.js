import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, dashed, ended, tieSpans } from "../src/times.js";

const NETWORK = {
  nodes: [{}, {}, {}, {}],
  ties: [[0, 1, 2], [1, 2, 1], [2, 3, 1], [0, 3, 1]],
  activities: [
    { first: 2014, last: 2016, parts: [[0], [1]] },
    { first: 2012, last: 2013, parts: [[1], [0]] },
    { first: 2018, parts: [[1], [2]] },
    { parts: [[2], [3]] },
    { last: 2020, parts: [[0], [3]] },
  ],
};

test("a tie begins with its first activity and ends with its last, if all have an end", () => {
  assert.deepEqual(tieSpans(NETWORK), [
    { first: 2012, opening: 1, last: 2016 }, { first: 2018, opening: 2 }, { first: undefined, opening: undefined },
    { first: 2020, opening: 4, last: 2020 },
  ]);
});

test("what has no end has not ended, and the last year still belongs to it", () => {
  const spans = tieSpans(NETWORK);
  assert.deepEqual(spans.map((span) => ended(span, 2017)), [true, false, false, false]);
  assert.equal(ended(spans[0], 2016), false);
});

test("of many lines none is dashed, of few those that have ended", () => {
  const spans = tieSpans(NETWORK);
  assert.deepEqual(spans.map((span) => dashed(() => span, 400, 2017)), [true, false, false, false]);
  assert.deepEqual(spans.map((span) => dashed(() => span, 401, 2017)), [false, false, false, false]);
});

test("what is new begins with ours, then the latest; the undated are not new", () => {
  const spans = tieSpans(NETWORK);
  assert.deepEqual(begun(NETWORK, spans, 2018, 1), [1, 3]);
  assert.deepEqual(begun(NETWORK, spans, 2012, null), [3, 1, 0]);
  assert.deepEqual(begun(NETWORK, spans, 2021, 0), []);
});
