// What the page is about: where to begin, what is new, what it was made from.
import { data } from "./data.js";
import { el, icon, link, name } from "./elements.js";
import { spans } from "./model.js";
import { goActivity, goNode, shortened } from "./panel.js";
import { questions } from "./questions.js";
import { begun } from "./times.js";
import { explained, nameOf, say, score, sizeName, t, titledSource, valueOf, year } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./panel.js").Go} Go */
/** @typedef {import("./panel.js").Part} Part */

const TOP_SHOWN = 5;
const NEWS = 40;

/** @param {Go} go */
function waysIn(go) {
  const found = questions(go, "go").map((asked) => el("li", {}, asked));
  return found.length ? [el("h3", {}, say("ways_in")), el("ul", { class: "ways" }, ...found)] : [];
}

/** What this was made from. */
export function releases() {
  const known = say("known") ? [el("h3", {}, say("coverage")), el("p", { id: "known" }, say("known"))] : [];
  if (!data.releases.length) return known;
  const lines = data.releases.map(([title, release, licence]) => {
    const told = [release, /^https?:/.test(licence) ? "" : licence].filter(Boolean).join(", ");
    const address = /^https?:/.test(licence) ? link(licence, licence.replace(/^https?:\/\//, "")) : null;
    return el("li", {}, name(title, titledSource()), told ? ` (${told})` : "", address ? " · " : "", address);
  });
  return [...known, el("h3", {}, say("made_from")), el("ul", { class: "releases" }, ...lines), el("p", { class: "note" }, say("mistake"))];
}

/** @param {number} tie @param {Go} go */
function newTie(tie, go) {
  const [one, other] = data.ties[tie][1] === data.about ? [data.ties[tie][1], data.ties[tie][0]] : data.ties[tie];
  const { first, opening } = spans()[tie];
  return el("li", {}, el("div", { class: "neighbour" }, goNode(other, go), el("span", { class: "note" }, year(Number(first)))),
    el("div", { class: "note" }, explained(say("new_tie", { name: nameOf(one) }), ""), opening === undefined ? null : goActivity(opening, go)));
}

/** The connections that began since a year, which the reader chooses. @param {Go} go @returns {Part[]} */
function news(go) {
  const years = [...new Set(spans().flatMap(({ first }) => first ?? []))].sort((one, two) => two - one);
  if (!years.length) return [];
  const list = el("div", { id: "news" });
  const field = el("select", {}, ...years.map((one) => el("option", { value: one }, year(one))));
  const show = () => {
    const found = begun(data, spans(), Number(field.value), data.about).slice(0, NEWS);
    list.replaceChildren(...shortened("ol", found.map((tie) => () => newTie(tie, go)), TOP_SHOWN));
  };
  field.addEventListener("change", show);
  show();
  return [el("h3", {}, say("new_heading")), el("label", { class: "choice" }, el("span", {}, `${say("new_since")} `), field), list];
}

/** @param {State} state @param {Go} go @returns {Part[]} */
export function introduction(state, go) {
  const told = ["around", "ties", "chosen", "about_reading", "about_hint", "left_out", "held"].map((key) => say(key));
  const size = data.sizes[state.size];
  const top = data.nodes.slice(0, TOP_SHOWN).map((node, id) =>
    el("li", {}, el("div", { class: "neighbour" }, icon(data.types[node.type]), goNode(id, go),
      size ? el("span", { class: "note" }, score(valueOf(node, state.size))) : null)));
  return [
    el("h2", { tabindex: -1 }, say("about_heading")),
    ...told.filter(Boolean).map((text) => el("p", {}, text)),
    ...waysIn(go),
    ...news(go),
    size ? el("h3", {}, say("size_heading", { measure: sizeName(state.size) })) : null,
    size ? el("p", {}, t(size.meaning)) : null,
    top.length ? el("h3", {}, say("top_heading")) : null,
    top.length ? el("ol", { class: "top-list" }, ...top) : null,
    ...releases(),
  ];
}
