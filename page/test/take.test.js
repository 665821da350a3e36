import assert from "node:assert/strict";
import { test } from "node:test";
import { falling, radii } from "../src/sizes.js";
import { csv, gexf, svgPicture, xml } from "../src/take.js";

test("a table begins with a byte order mark; French ones have semicolons and decimal commas", () => {
  assert.equal(csv([["a", "b"], ["x,y", 1.5]], "en"), '\uFEFFa,b\r\n"x,y",1.5\r\n');
  assert.equal(csv([["a", "b"], ["x;y", 1.5]], "fr"), '\uFEFFa;b\r\n"x;y";1,5\r\n');
});

test("no cell is a formula, and quotes and line breaks stay in their cell", () => {
  assert.equal(csv([["=1+1", "@x", "-2", "+3", -2, 'say "hi"\nx', null]], "en"), `\uFEFF'=1+1,'@x,'-2,'+3,-2,"say ""hi""\nx",\r\n`);
});

test("names are text in XML, whatever they hold", () => {
  assert.equal(xml(`<b a="1" c='2'>&\u0007\uD800x`), "&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;\uFFFD\uFFFDx");
  assert.equal(xml("🚀 é"), "🚀 é");
  const made = gexf([{ id: "urn:<", label: "</node><script>", kind: "", country: "" }], [["urn:<", "urn:<", 2]]);
  assert.ok(made.includes('label="&#60;/node&#62;&#60;script&#62;"') && !made.includes("<script"));
});

test("the picture holds title, choice, names and sources as text", () => {
  const made = svgPicture({
    title: "<T>", notes: ["2015"], foot: ["CORDIS"], legend: [{ name: "cluster", color: "#000000", shape: "star", count: 1 }],
    width: 100, height: 50, lines: [{ x1: 0, y1: 0, x2: 5, y2: 5, width: 1 }],
    shapes: [{ x: 1, y: 2, radius: 3, shape: "dot", color: "#ffffff", ring: true }],
    labels: [{ x: 1, top: 2, size: 11, lines: ["A & B"], strong: true }],
  });
  for (const expected of ["&#60;T&#62;", ">2015<", ">CORDIS<", ">A &#38; B<", ">cluster (1)<", "<line ", "<circle "]) assert.ok(made.includes(expected), expected);
});

test("larger values have larger discs, equal ones equal discs, unknown ones the smallest", () => {
  assert.deepEqual(radii([0, 1, null]), [10, 28, 10]);
  assert.deepEqual(radii([2, 2]), [16, 16]);
  assert.deepEqual(radii([]), []);
  assert.deepEqual(falling([1, null, 3]), [2, 0, 1]);
});
