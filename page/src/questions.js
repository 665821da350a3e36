// Where to begin: questions made from what the page holds, as sentences with a choice in them.
import { data } from "./data.js";
import { button, el } from "./elements.js";
import { aboutName, facets, valueName, valuesOf } from "./model.js";
import { say, t, year } from "./words.js";

/** @typedef {import("./panel.js").Go} Go */
/** @typedef {import("./types.js").State} State */
/**
 * @typedef {object} Asked
 * @property {string} key the sentence
 * @property {string} gap what is chosen in it
 * @property {string} which asks for it
 * @property {[value: number, text: string][]} choices
 * @property {(value: number | null, state: Pick<State, "only">) => Partial<State>} patch what a choice, or none, changes
 */

// Stands for the choice while a sentence is taken apart.
const GAP = "\u0001";
// Of more years than this the earlier ones are seldom asked for.
const YEARS = 12;

/** @param {"country" | "programme"} facet @returns {Asked["patch"]} */
const byFacet = (facet) => (value, { only }) => ({ only: { ...only, [facet]: value === null ? [] : [value] } });
/** What is chosen in each sentence. @type {Record<string, (state: State) => number | undefined>} */
const NOW = {
  ask_country: ({ only: { country } }) => (country?.length === 1 ? country[0] : undefined),
  ask_programme: ({ only: { programme } }) => (programme?.length === 1 ? programme[0] : undefined),
  ask_since: ({ years }) => (years && years[1] > (data.begun[1] ?? 0) ? years[0] : undefined),
};

/** @returns {Asked[]} */
function sentences() {
  const own = data.about === null ? [] : data.nodes[data.about].countries ?? [];
  /** @param {import("./types.js").FacetId} facet */
  const values = (facet) => (facets.includes(facet) ? valuesOf(facet).map(({ value }) => value) : []);
  const [first = 0, last = 0] = data.begun;
  const years = last ? Array.from({ length: Math.max(1, Math.min(YEARS, last - first)) }, (_, back) => last - 1 - back) : [];
  return [
    { key: "ask_country", gap: "place", which: "which_country",
      choices: values("country").filter((value) => !own.includes(value)).map((value) => [value, t(data.within[value])]),
      patch: byFacet("country") },
    { key: "ask_programme", gap: "name", which: "which_programme",
      choices: values("programme").map((value) => [value, valueName("programme", value)]),
      patch: byFacet("programme") },
    { key: "ask_since", gap: "year", which: "which_year", choices: years.map((one) => [one, year(one)]),
      patch: (value) => ({ years: value === null ? null : [value, last + 20] }) },
  ];
}

/** @param {Asked} asked @param {Go} go @param {string} look */
function plain({ key, gap, choices: [[value, text]], patch }, go, look) {
  return button(say(key, { [gap]: text }), () => go.choose(patch(value, { only: {} })), { class: look });
}

/** A sentence in which one chooses, beside what others chose. @param {Asked} asked @param {Go} go */
function open({ key, gap, which, choices, patch }, go) {
  const [before, after] = say(key, { [gap]: GAP }).split(GAP);
  const field = el("select", { "data-asked": key }, el("option", { value: "" }, say(which)),
    ...choices.map(([value, text]) => el("option", { value }, text)));
  field.addEventListener("change", () => go.narrow((state) => patch(field.value ? Number(field.value) : null, state)));
  return el("label", { class: "asked" }, el("span", {}, before), field, el("span", {}, after));
}

/**
 * The questions: sentences where there is a choice.
 * @param {Go} go
 * @param {string} [look] the class of those without a choice
 * @returns {HTMLElement[]}
 */
export function questions(go, look = "") {
  const { about } = data;
  const asked = sentences().filter(({ choices }) => choices.length);
  return [
    ...(about === null ? [] : [button(say("ask_partners", { name: aboutName() }), () => go.node(about), { class: look })]),
    ...asked.map((one) => (one.choices.length > 1 ? open(one, go) : plain(one, go, look))),
    ...(data.nodes.length > 2 ? [button(say("way_ask"), () => go.way(about ?? 0, null), { class: look })] : []),
  ];
}

/** What is chosen stands in the sentences. @param {State} state */
export function showChosen(state) {
  for (const [key, now] of Object.entries(NOW)) {
    for (const field of document.querySelectorAll(`[data-asked="${key}"]`)) {
      /** @type {HTMLSelectElement} */ (field).value = String(now(state) ?? "");
    }
  }
}
