// Where to begin: questions made from what the page holds, as sentences with a choice in them.
import { data } from "./data.js";
import { button, el } from "./elements.js";
import { aboutName, facets, valueName, valuesOf } from "./model.js";
import { say, t, year } from "./words.js";

/** @typedef {import("./panel.js").Go} Go */
/** @typedef {{ key: string, gap: string, which: string, choices: [value: number, text: string][], act: (value: number) => void }} Asked
 * key: the sentence; gap: what is chosen in it; which: asks for it */

// Stands for the choice while a sentence is taken apart.
const GAP = "\u0001";
// Of more years than this the earlier ones are seldom asked for.
const YEARS = 12;

/** @param {Go} go @returns {Asked[]} */
function sentences(go) {
  const own = data.about === null ? [] : data.nodes[data.about].countries ?? [];
  /** @param {import("./types.js").FacetId} facet */
  const values = (facet) => (facets.includes(facet) ? valuesOf(facet).map(({ value }) => value) : []);
  const last = data.activities.reduce((most, { first }) => Math.max(most, first ?? 0), 0);
  const first = data.activities.reduce((least, activity) => Math.min(least, activity.first ?? least), last);
  const years = last ? Array.from({ length: Math.max(1, Math.min(YEARS, last - first)) }, (_, back) => last - 1 - back) : [];
  return [
    { key: "ask_country", gap: "place", which: "which_country",
      choices: values("country").filter((value) => !own.includes(value)).map((value) => [value, t(data.within[value])]),
      act: (value) => go.choose({ only: { country: [value] } }) },
    { key: "ask_programme", gap: "name", which: "which_programme",
      choices: values("programme").map((value) => [value, valueName("programme", value)]),
      act: (value) => go.choose({ only: { programme: [value] } }) },
    { key: "ask_since", gap: "year", which: "which_year", choices: years.map((one) => [one, year(one)]),
      act: (value) => go.choose({ years: [value, last + 20] }) },
  ];
}

/** @param {Asked} asked @param {[value: number, text: string]} choice @param {string} look */
const plain = ({ key, gap, act }, [value, text], look) => button(say(key, { [gap]: text }), () => act(value), { class: look });

/** A sentence in which one chooses. @param {Asked} asked */
function open({ key, gap, which, choices, act }) {
  const [before, after] = say(key, { [gap]: GAP }).split(GAP);
  const field = el("select", {}, el("option", { value: "" }, say(which)),
    ...choices.map(([value, text]) => el("option", { value }, text)));
  field.addEventListener("change", () => {
    const { value } = field;
    if (value) act(Number(value));
    field.value = "";
  });
  return el("label", { class: "asked" }, el("span", {}, before), field, el("span", {}, after));
}

/**
 * The questions: the first country by name, of all else the sentence where there is a choice.
 * @param {Go} go
 * @param {string} [look] the class of those without a choice
 * @returns {HTMLElement[]}
 */
export function questions(go, look = "") {
  const { about } = data;
  const [country, ...others] = sentences(go);
  const [first] = country.choices;
  const more = [...(country.choices.length > 1 ? [country] : []), ...others.filter(({ choices }) => choices.length)];
  return [
    ...(about === null ? [] : [button(say("ask_partners", { name: aboutName() }), () => go.node(about), { class: look })]),
    ...(first ? [plain(country, first, look)] : []),
    ...more.map((asked) => (asked.choices.length > 1 ? open(asked) : plain(asked, asked.choices[0], look))),
    ...(data.nodes.length > 2 ? [button(say("way_ask"), () => go.way(about ?? 0, null), { class: look })] : []),
  ];
}
