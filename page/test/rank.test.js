import assert from "node:assert/strict";
import { test } from "node:test";
import { asQuery, how, joined } from "../src/likeness.js";
import { keysOf, matches, nearly } from "../src/rank.js";
import { broken, filled, fold, slug } from "../src/texts.js";

/** @param {...[string, ...string[]]} entries label and other names */
const found = (text, ...entries) =>
  matches(entries.map(([label, ...names]) => keysOf([label], names)), text).map((place) => entries[place][0]);

test("the beginning of a name goes first, then of a word, then the inside, then another name", () => {
  const entries = [["Hub", "Zephyr one"], ["Azephyr"], ["New Zephyr"], ["Zephyr Ltd"], ["Last"]];
  assert.deepEqual(found("Zéphyr", ...entries), ["Zephyr Ltd", "New Zephyr", "Azephyr", "Hub"]);
});

test("an acronym typed in full goes before what only contains it", () => {
  assert.deepEqual(found("ucl", ["NUCLEAR Institute"], ["University College London", "UCL"]), ["University College London", "NUCLEAR Institute"]);
});

test("words in any order, joined or split, with a letter wrong, swapped, missing or too many", () => {
  const mecatech = ["MecaTech"];
  for (const typed of ["meca tech", "mecatehc", "mecatch", "mecattech", "mecatexh"]) assert.deepEqual(found(typed, mecatech), ["MecaTech"], typed);
  assert.deepEqual(found("gr intermat", ["INTERMAT GR"]), ["INTERMAT GR"]);
  assert.deepEqual(found("hightech", ["High Tech NL"]), ["High Tech NL"]);
  assert.deepEqual(found("luxinov", ["Luxinnovation"]), ["Luxinnovation"]);
  assert.deepEqual(found("fraunhoffer", ["Fraunhofer-Gesellschaft"]), ["Fraunhofer-Gesellschaft"]);
  assert.deepEqual(found("mec", ["Materalia"]), []);
  assert.deepEqual(found("zzzzzz", mecatech), []);
});

test("ü is found as u and as ue", () => {
  for (const typed of ["munchen", "muenchen", "MÜNCHEN"]) assert.deepEqual(found(typed, ["TU München"]), ["TU München"], typed);
});

test("numbers and IRIs find what bears them", () => {
  assert.deepEqual(found("999984059", ["CNRS", "999984059"]), ["CNRS"]);
  assert.deepEqual(found("https://w3id.org/x/organisation/mecatech", ["M", "https://w3id.org/x/organisation/mecatech"]), ["M"]);
});

test("equal matches stay in their order, and an empty text matches nothing", () => {
  assert.deepEqual(found("one", ["B one"], ["A one"]), ["B one", "A one"]);
  assert.deepEqual(found(" - ", ["A"]), []);
});

test("a grant number, a PIC and a VAT number are found as people write them", () => {
  const names = ["999918390", "BE0886995461", "urn:x:1"];
  for (const typed of ["999 918 390", "999918390", "BE 0886.995.461", "be0886995461", "0886995461"]) {
    assert.deepEqual(found(typed, ["Other"], ["A", ...names]), ["A"], typed);
  }
});

test("twenty thousand names are searched in no time to be noticed", () => {
  const entries = Array.from({ length: 20_000 }, (_, place) => keysOf([`Institute number ${place} of applied research`]));
  assert.ok(matches(entries, "reserch").length > 0);
});

/** Which keys match, each looked at by itself. @param {string[]} names @param {string} typed */
function oneByOne(names, typed) {
  const query = asQuery(typed);
  const texts = names.map((name) => keysOf([name])[0].text);
  const exact = texts.map((text, id) => ({ id, worth: how(text, query) })).filter(({ worth }) => worth >= 0);
  if (exact.length) return exact.sort((a, b) => a.worth - b.worth || a.id - b.id).map(({ id }) => id);
  const near = (text) => nearly(joined(text), query.joined) || query.words.every((word) => text.split(" ").some((own) => nearly(own, word)));
  return query.folded.length < 5 ? [] : texts.flatMap((text, id) => (near(text) ? [id] : []));
}

test("of many names those are found that are found one by one", () => {
  const syllables = ["me", "ca", "tech", "lux", "in", "no", "va", "tion", "of", "ur", "ge", "str"];
  let seed = 7;
  const next = (/** @type {number} */ below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const word = () => Array.from({ length: 1 + next(3) }, () => syllables[next(syllables.length)]).join("");
  const names = Array.from({ length: 400 }, () => Array.from({ length: 1 + next(3) }, word).join(" "));
  const tried = { exact: 0, near: 0 };
  for (let round = 0; round < 600; round += 1) {
    const letters = [...names[next(names.length)]];
    const at = next(letters.length);
    if (round % 5 === 1) letters.splice(at, 1);
    if (round % 5 === 2) letters.splice(at, 0, "x");
    if (round % 5 === 3) letters[at] = "x";
    if (round % 5 === 4 && at > 0) [letters[at - 1], letters[at]] = [letters[at], letters[at - 1]];
    const typed = letters.join("").split(" ").reverse().join(" ");
    const expected = oneByOne(names, typed);
    if (expected.length) tried[round % 5 ? "near" : "exact"] += 1;
    assert.deepEqual(matches(names.map((name) => keysOf([name])), typed), expected, typed);
  }
  assert.ok(tried.exact > 100 && tried.near > 100);
});

test("short words are never nearly others", () => {
  assert.equal(nearly("abcd", "abce"), false);
  assert.equal(nearly("abcdef", "abcdxf"), true);
});

test("case, accents and signs make no difference", () => {
  assert.equal(fold("  Élève & Straße—2 "), "eleve strasse 2");
  assert.equal(slug("  Élève / ..\\ <b>"), "eleve-b");
  assert.equal(slug("🚀"), "page");
});

test("gaps are filled with what is given and stay where nothing is", () => {
  assert.equal(filled("{n} of {total}", { n: "$& {total}" }), "$& {total} of {total}");
});

test("long names are broken between words and cut after three lines", () => {
  assert.deepEqual(broken("Short"), ["Short"]);
  const lines = broken("Institute for Advanced Manufacturing and the Mechanical Engineering of Tomorrow");
  assert.equal(lines.length, 3);
  assert.ok(lines.every((line) => line.length <= 22) && lines[2].endsWith("…"));
  assert.ok(broken("B".repeat(400)).every((line) => line.length <= 22));
});
