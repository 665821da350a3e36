// The years: one row an organisation, a country or a programme, its activities as bars.
import { rowsOf } from "./bars.js";
import { data } from "./data.js";
import { button, el, name } from "./elements.js";
import { activityLeft } from "./filters.js";
import { valueName } from "./model.js";
import { nameOf, say, shortOf, t, titledIn, titleOf, year } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./panel.js").Go} Go */

const [ROWS, LANES] = [30, 8];
/** @type {Record<State["rows"], string>} */
const WAYS = { organisation: "rows_organisation", country: "rows_country", programme: "rows_programme" };

/** For each activity the rows it stands in. @param {State} state */
function valuesOf(state) {
  const left = data.activities.map((activity) => activityLeft(data, activity, state));
  return (/** @type {number} */ number) => {
    const members = left[number];
    if (!members.length) return [];
    return state.rows === "organisation" ? members
      : state.rows === "country" ? members.flatMap((id) => data.nodes[id].countries ?? [])
      : data.activities[number].programmes ?? [];
  };
}

/** @param {State} state @param {number} value */
const rowName = (state, value) => (state.rows === "organisation" ? nameOf(value) : valueName(state.rows, value));

/** What the years show now, for the page and for a picture. @param {State} state */
export function chart(state) {
  const ours = state.rows === "organisation" ? data.about
    : state.rows === "country" && data.about !== null ? data.nodes[data.about].countries?.[0] ?? null : null;
  return rowsOf(data, valuesOf(state), ours);
}

/** @param {import("./bars.js").Bar} bar @param {{ from: number, to: number }} span @param {State} state @param {Go} go */
function drawnBar({ activity, first, last, lane }, { from, to }, state, go) {
  const whole = to - from + 1;
  const title = titleOf(data.activities[activity]);
  const told = `${title}, ${first === last ? year(first) : `${year(first)}–${year(last)}`}`;
  return button(title, () => go.activity(activity), {
    class: "bar", lang: titledIn(data.activities[activity]), title: told, "aria-label": told, "aria-current": state.activity === activity ? "true" : null,
    style: `left:${(100 * (first - from)) / whole}%;width:${(100 * (last - first + 1)) / whole}%;top:${lane * 20}px`,
  });
}

/** @param {import("./bars.js").Row} row @param {{ from: number, to: number }} span @param {State} state @param {Go} go */
function drawnRow(row, span, state, go) {
  const head = state.rows === "organisation"
    ? button(shortOf(row.value), () => go.node(row.value), { class: "go", title: nameOf(row.value) })
    : name(rowName(state, row.value));
  const bars = row.bars.filter(({ lane }) => lane < LANES);
  const rest = row.bars.length - bars.length;
  const notes = [rest ? say("years_more", { n: rest }) : "", row.undated ? say("undated", { n: row.undated }) : ""].filter(Boolean).join(", ");
  const tall = `height:${Math.max(1, Math.min(row.lanes, LANES)) * 20}px`;
  return el("tr", { "data-row": row.value, "aria-current": state.rows === "organisation" && row.value === data.about ? "true" : null },
    el("th", { scope: "row" }, head, notes ? el("span", { class: "note" }, notes) : null),
    el("td", {}, el("div", { class: "bars-row", style: tall }, ...bars.map((bar) => drawnBar(bar, span, state, go)))));
}

/** The years as a scale above the bars. @param {{ from: number, to: number }} span */
function scale({ from, to }) {
  const whole = to - from + 1;
  const step = Math.max(1, Math.ceil(whole / 8));
  const marks = Array.from({ length: Math.ceil(whole / step) }, (_, place) => from + place * step);
  return el("div", { class: "scale" }, ...marks.map((one) =>
    el("span", { style: `left:${(100 * (one - from)) / whole}%` }, year(one))));
}

/**
 * @param {HTMLElement} container
 * @param {import("./store.js").Store<State>} store
 * @param {Go} go
 */
export function showYears(container, store, go) {
  const state = store.get();
  const { rows, from, to } = chart(state);
  const span = { from, to };
  const choices = el("select", { id: "rows" }, ...Object.entries(WAYS).map(([way, word]) => {
    const option = el("option", { value: way }, say(word));
    option.selected = way === state.rows;
    return option;
  }));
  choices.addEventListener("change", () => {
    store.set({ rows: /** @type {State["rows"]} */ (choices.value) });
    document.getElementById("rows")?.focus();
  });
  const body = el("tbody", {}, ...rows.slice(0, ROWS).map((row) => drawnRow(row, span, state, go)));
  const more = rows.length > ROWS ? button(say("show_more", { n: rows.length }), () => {
    body.append(...rows.slice(ROWS).map((row) => drawnRow(row, span, state, go)));
    more?.remove();
  }, { class: "more" }) : null;
  const table = el("table", {}, el("caption", {}, say("years_caption")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say(WAYS[state.rows])), el("th", { scope: "col" }, to >= from ? scale(span) : say("years")))), body);
  const top = container.scrollTop;
  container.replaceChildren(...[el("label", { class: "choice" }, el("span", {}, say("rows")), choices),
    rows.length ? table : el("p", {}, say(data.activities.length ? "empty_filter" : "no_years")), more].filter((part) => part !== null));
  container.scrollTop = top;
}

/** Rows as texts and numbers for a picture. @param {State} state */
export function picturedRows(state) {
  const { rows, from, to } = chart(state);
  return {
    from, to,
    rows: rows.slice(0, ROWS).map((row) => ({
      name: state.rows === "organisation" ? shortOf(row.value) : rowName(state, row.value),
      bars: row.bars.filter(({ lane }) => lane < LANES).map(({ activity, first, last, lane }) => ({ text: t(data.activities[activity].label) || titleOf(data.activities[activity]), first, last, lane })),
      lanes: Math.max(1, Math.min(row.lanes, LANES)),
    })),
  };
}
