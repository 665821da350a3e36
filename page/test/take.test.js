import assert from "node:assert/strict";
import { test } from "node:test";
import { falling, radii } from "../src/sizes.js";
import { csv, gexf, svgPicture, svgYears, xml } from "../src/take.js";

test("a table begins with a byte order mark; French ones have semicolons and decimal commas", () => {
  assert.equal(csv([["a", "b"], ["x,y", 1.5]], "en"), '\uFEFFa,b\r\n"x,y",1.5\r\n');
  assert.equal(csv([["a", "b"], ["x;y", 1.5]], "fr"), '\uFEFFa;b\r\n"x;y";1,5\r\n');
});

test("no cell is a formula, and quotes and line breaks stay in their cell", () => {
  assert.equal(csv([["=1+1", "@x", "-2", "+3", -2, 'say "hi"\nx', null]], "en"), `\uFEFF'=1+1,'@x,'-2,'+3,-2,"say ""hi""\nx",\r\n`);
});

test("nor are signs of double width formulas, nor what is one behind an apostrophe", () => {
  assert.equal(csv([["＝1+1", "'=1+1", "'t Hof", "\n=1"]], "en"), `\uFEFF'＝1+1,''=1+1,'t Hof,"'\n=1"\r\n`);
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

test("nothing that is written in a picture reaches beyond it", () => {
  const long = "Institute for Advanced Manufacturing ".repeat(11);
  const made = svgPicture({
    title: long, notes: [long], foot: [long], legend: Array.from({ length: 4 }, () => ({ name: "Around Fraunhofer", color: "#000000", shape: "dot", count: 125 })),
    width: 390, height: 50, lines: [], shapes: [], labels: [],
  });
  const years = svgYears({ title: long, notes: [], foot: [], from: 2014, to: 2015, rows: [{ name: long, lanes: 1, bars: [] }] });
  for (const [file, width] of [[made, 390], [years, 1000]]) {
    for (const [, x, size, words] of file.matchAll(/<text x="([\d.]+)" y="[\d.]+" font-size="(\d+)"[^>]*>([^<]*)</g)) {
      assert.ok(Number(x) + words.length * size * 0.58 <= Number(width), `${words} at ${x}`);
    }
  }
  assert.ok(/<text x="12"[^>]*>Institute[^<]{0,29}…</.test(years), "a name beside bars is cut");
});

test("what fades on the page fades in the picture", () => {
  const line = { x1: 0, y1: 0, x2: 5, y2: 5, width: 1 };
  const made = svgPicture({
    title: "", notes: [], foot: [], legend: [], width: 100, height: 50, labels: [], lines: [line, { ...line, faint: 0.22 }],
    shapes: [{ x: 1, y: 2, radius: 3, shape: "dot", color: "#ffffff", ring: false, faint: 0.14 }],
  });
  assert.equal(made.match(/<line [^>]*opacity="0.22"/g)?.length, 1);
  assert.equal(made.match(/<circle [^>]*opacity="0.14"/g)?.length, 1);
});
