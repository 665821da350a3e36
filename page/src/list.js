// The same entries as a table, for those who read rather than look, and for paper.
import { countriesOf, data, tiesOf, typeOf } from "./data.js";
import { el, icon } from "./elements.js";
import { go } from "./panel.js";
import { score, words } from "./words.js";

/** The columns: heading, class of the cells, whether this page has it. */
const COLUMNS = /** @type {[string, string, boolean][]} */ ([
  [words.rank_column, "number", true],
  [words.name_column, "", true],
  [words.type_column, "optional", true],
  [words.country, "optional", data.countries.length > 0],
  [words.measure, "number", Boolean(words.measure)],
  [words.connections, "number optional", true],
]);

/** @param {import("./types.js").Node} node @param {number} id @param {import("./panel.js").Go} onGo */
function row(node, id, onGo) {
  const cells = [
    node.rank === undefined ? "–" : String(node.rank),
    el("div", { class: "neighbour" }, icon(typeOf(node)), go(id, onGo)),
    el("span", { class: "kind" }, typeOf(node).label),
    countriesOf(node).join(", "),
    score(node),
    String(tiesOf[id].length),
  ];
  return el("tr", {}, ...COLUMNS.map(([, look, there], column) => there && el("td", { class: look }, cells[column])));
}

/** @param {HTMLElement} container @param {import("./panel.js").Go} onGo */
export function makeList(container, onGo) {
  const body = el("tbody", {}, ...data.nodes.map((node, id) => row(node, id, onGo)));
  const heads = COLUMNS.map(([text, look, there]) => there && el("th", { scope: "col", class: look }, text));
  const head = el("thead", {}, el("tr", {}, ...heads));
  container.append(el("table", {}, el("caption", {}, words.list_caption), head, body));
  const rows = [...body.rows];
  return {
    /** @param {(id: number) => boolean} visible */
    show: (visible) => rows.forEach((line, id) => { line.hidden = !visible(id); }),
    /** @param {number | null} id */
    select: (id) => rows.forEach((line, number) => line.setAttribute("aria-current", String(number === id))),
  };
}
