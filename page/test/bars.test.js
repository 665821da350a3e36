import assert from "node:assert/strict";
import { test } from "node:test";
import { lanes, rowsOf } from "../src/bars.js";
import { svgYears } from "../src/take.js";

const span = (activity, first, last) => ({ activity, first, last });

test("bars of one lane never overlap, and there are no more lanes than at one time", () => {
  const found = lanes([span(0, 2014, 2016), span(1, 2015, 2018), span(2, 2017, 2017), span(3, 2019, 2019)]);
  assert.deepEqual(found.map(({ activity, lane }) => [activity, lane]), [[0, 0], [1, 1], [2, 0], [3, 0]]);
});

test("the row of ours comes first, then who did most; the undated are counted, mad years left out", () => {
  const activities = [{ first: 2014, last: 2015 }, { last: 2016 }, {}, { first: 9999, last: 9999 }];
  const members = [[0, 1], [1, 2], [1, 2], [0]];
  const { rows, from, to } = rowsOf({ activities }, (number) => members[number], 2);
  assert.deepEqual([from, to], [2014, 2016]);
  assert.deepEqual(rows.map(({ value, bars, undated }) => [value, bars.length, undated]), [[2, 1, 1], [1, 2, 1], [0, 1, 1]]);
});

test("a value that an activity has twice is one bar, and nothing at all is no row", () => {
  assert.equal(rowsOf({ activities: [{ first: 2014 }] }, () => [7, 7], null).rows[0].bars.length, 1);
  assert.deepEqual(rowsOf({ activities: [] }, () => [], null).rows, []);
});

test("the picture of the years holds rows and bars as text", () => {
  const row = { name: "<A>", lanes: 1, bars: [{ text: "P & Q".repeat(60), first: 2014, last: 2015, lane: 0 }] };
  const made = svgYears({ title: "T", notes: ["N"], foot: ["F"], from: 2014, to: 2016, rows: [row] });
  for (const expected of [">&#60;A&#62;<", ">2014<", "<rect ", "P &#38; Q", "…<", ">F<", ">N<"]) assert.ok(made.includes(expected), expected);
  assert.ok(svgYears({ title: "T", notes: [], foot: [], from: Infinity, to: -Infinity, rows: [] }).startsWith("<svg "));
});
