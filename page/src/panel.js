// The panel: what the page is about, or everything known of the selected node.
import { countriesOf, data, tiesOf, typeOf } from "./data.js";
import { el, icon, link, name } from "./elements.js";
import { say, score, words } from "./words.js";

/** @typedef {(id: number | null) => void} Go */
/** @typedef {import("./types.js").Citation} Citation */

const REASONS_SHOWN = 12;
const TOP_SHOWN = 5;

/** @param {number} id @param {Go} onGo @param {string} [text] */
export const go = (id, onGo, text = data.nodes[id].label) =>
  el("button", { type: "button", class: "go", onclick: () => onGo(id) }, name(text));

/**
 * "paragraph 3, 5, 8": the word once where all say the same.
 * @param {string[]} locators
 */
function joined(locators) {
  const parts = locators.map((text) => /^(paragraph) (\d+)$/.exec(text));
  if (!parts.every(Boolean)) return locators.join(", ");
  return `${words.paragraph} ${parts.map((part) => part?.[2]).join(", ")}`;
}

/**
 * "Source: the document, paragraph 12, paragraph 18", the document linked where it has an address.
 * @param {Citation[]} [sources]
 */
function from(sources) {
  return (sources ?? []).map(([number, locators]) => {
    const source = data.documents[number];
    const title = source.url ? link(source.url, source.title) : name(source.title);
    const where = locators.length ? `, ${joined(locators)}` : "";
    return el("span", { class: "from" }, `${words.source}${data.lang === "fr" ? "\u00a0: " : ": "}`, title, where);
  });
}

/** @param {import("./types.js").Value} value @param {Go} onGo */
function factValue(value, onGo) {
  const text =
    value.node !== undefined ? go(value.node, onGo, value.text)
    : value.url ? link(value.url, value.text.replace(/^https?:\/\//, "").replace(/\/$/, ""))
    : name(value.text);
  const note = value.note ? el("span", { class: "note" }, ` (${value.note})`) : null;
  return el("dd", {}, text, note, ...from(value.sources));
}

/** @param {import("./types.js").Fact[]} facts @param {Go} onGo */
function factList(facts, onGo) {
  const list = el("dl");
  for (const fact of facts) {
    list.append(el("dt", {}, fact.name), ...fact.values.map((value) => factValue(value, onGo)));
    if (fact.more) list.append(el("dd", { class: "note" }, say("more", { n: fact.more })));
  }
  return list;
}

/**
 * "INTERMAT GR (project, 2010–2013)" and where that stands.
 * @param {number} number
 * @param {Go} onGo
 */
function reasonItem(number, onGo) {
  const reason = data.reasons[number];
  const label = reason.node === undefined ? name(reason.label) : go(reason.node, onGo, reason.label);
  const notes = [reason.kind, reason.period].filter(Boolean).join(", ");
  const note = notes ? el("span", { class: "note" }, ` (${notes})`) : null;
  return el("li", { class: "reason" }, label, note, ...from(reason.sources));
}

/** @param {{ other: number, tie: number }} tie @param {Go} onGo */
function tieItem({ other, tie }, onGo) {
  const [, , reasons] = data.ties[tie];
  const items = reasons.slice(0, REASONS_SHOWN).map((number) => reasonItem(number, onGo));
  const rest = reasons.length - items.length;
  if (rest > 0) items.push(el("li", { class: "note" }, say("other_reasons", { n: rest })));
  if (!items.length) items.push(el("li", { class: "note" }, words.no_reason));
  const head = el("div", { class: "neighbour" }, icon(typeOf(data.nodes[other])), go(other, onGo));
  return el("li", {}, head, el("ul", {}, ...items));
}

/** @param {import("./types.js").Node} node @param {Go} onGo */
function heading(node, onGo) {
  const kind = el("span", {}, el("span", { class: "kind" }, typeOf(node).label),
    countriesOf(node).length ? ` · ${countriesOf(node).join(", ")}` : "");
  const attributes = { type: "button", class: "close", "aria-label": words.close, onclick: () => onGo(null) };
  return el("div", { class: "top" }, icon(typeOf(node)), kind, el("button", attributes, "×"));
}

/** @param {number} id @param {Go} onGo */
export function nodeDetails(id, onGo) {
  const node = data.nodes[id];
  const rank = node.rank === undefined ? "" : `, ${say("rank", { rank: node.rank })}`;
  const ties = tiesOf[id];
  return [
    heading(node, onGo),
    el("h2", { dir: "auto" }, node.label),
    words.measure ? el("p", { class: "score", title: words.meaning }, `${words.measure} ${score(node)}${rank}`) : null,
    node.text ? el("p", { dir: "auto" }, node.text) : null,
    ...from(node.sources),
    el("h3", {}, `${words.connections} (${ties.length})`),
    ties.length
      ? el("ol", {}, ...ties.map((tie) => tieItem(tie, onGo)))
      : el("p", { class: "note" }, words.no_connections),
    el("h3", {}, words.facts),
    node.facts ? factList(node.facts, onGo) : el("p", { class: "note" }, words.no_facts),
    el("h3", {}, words.iri),
    el("p", { class: "iri" }, node.iri),
  ].filter((part) => part !== null);
}

/** @param {Go} onGo */
export function introduction(onGo) {
  const told = [
    words.around, words.ties, words.chosen, words.about_reading, words.about_hint, words.left_out,
  ];
  const top = data.nodes.slice(0, TOP_SHOWN).map((node, id) =>
    el("li", {}, el("div", { class: "neighbour" }, icon(typeOf(node)), go(id, onGo),
      words.measure ? el("span", { class: "note" }, score(node)) : null)));
  return [
    el("h2", {}, words.about_heading),
    ...told.filter(Boolean).map((text) => el("p", {}, text)),
    words.size_heading ? el("h3", {}, words.size_heading) : null,
    words.meaning ? el("p", {}, words.meaning) : null,
    top.length ? el("h3", {}, words.top_heading) : null,
    top.length ? el("ol", { class: "top-list" }, ...top) : null,
  ].filter((part) => part !== null);
}
