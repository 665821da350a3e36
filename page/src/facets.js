// The filters: years with their histogram, and values with how many entries each would leave.
import { data } from "./data.js";
import { button, el, svg } from "./elements.js";
import { histogram } from "./filters.js";
import { countsOf, facets, valueName, valuesOf } from "./model.js";
import { number, say, year } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").FacetId} FacetId */
/** @typedef {import("./store.js").Store<State>} Store */

const VALUES = 12;

/** @param {Store} store */
function years(store) {
  const state = store.get();
  const { from, counts } = histogram(data, state);
  if (counts.length < 2) return null;
  const to = from + counts.length - 1;
  const [first, last] = state.years ?? [from, to];
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, place) => svg("rect", {
    x: place * 10 + 1, y: 40 - (38 * count) / most, width: 8, height: (38 * count) / most,
    class: from + place >= first && from + place <= last ? "in" : "out" }));
  const picture = svg("svg", { class: "bars", viewBox: `0 0 ${counts.length * 10} 40`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars);
  /** @param {"years_from" | "years_to"} key @param {number} value */
  const handle = (key, value) => {
    const field = el("input", { type: "range", min: from, max: to, step: 1, "aria-label": say(key), "data-years": key });
    field.value = String(value);
    const act = () => {
      const [low, high] = store.get().years ?? [from, to];
      const chosen = Number(field.value);
      const range = /** @type {[number, number]} */ (key === "years_from" ? [Math.min(chosen, high), high] : [low, Math.max(chosen, low)]);
      store.set({ years: range[0] === from && range[1] === to ? null : range });
    };
    field.addEventListener("change", act);
    return field;
  };
  return el("fieldset", { class: "facet", "data-facet": "years" }, el("legend", {}, say("years")), picture,
    el("div", { class: "range" }, handle("years_from", first), handle("years_to", last)),
    el("p", { class: "note", id: "years-told" }, `${year(first)}–${year(last)}`));
}

/** @param {Store} store @param {FacetId} facet */
function values(store, facet) {
  const { only } = store.get();
  const counts = countsOf(facet, store.get());
  const chosen = only[facet] ?? [];
  const all = valuesOf(facet).map(({ value }) => value);
  /** @param {number} value */
  const row = (value) => {
    const box = el("input", { type: "checkbox", value });
    box.checked = chosen.includes(value);
    box.addEventListener("change", () => {
      const now = store.get().only[facet] ?? [];
      store.set({ only: { ...store.get().only, [facet]: box.checked ? [...now, value] : now.filter((one) => one !== value) } });
    });
    return el("label", { class: counts[value] || box.checked ? null : "none" }, box,
      el("span", { class: "name" }, valueName(facet, value)), el("span", { class: "count" }, number(counts[value])));
  };
  const first = [...new Set([...all.slice(0, VALUES), ...chosen])];
  const rows = el("div", { class: "values" }, ...first.map(row));
  const rest = all.filter((value) => !first.includes(value));
  const more = rest.length ? button(say("show_more", { n: all.length }), () => { rows.append(...rest.map(row)); more?.remove(); }, { class: "more" }) : null;
  return el("fieldset", { class: "facet", "data-facet": facet }, el("legend", {}, say(facet)), rows, more);
}

/** @param {Store} store */
function shared(store) {
  const most = Math.min(20, data.ties.reduce((high, [, , weight]) => Math.max(high, weight), 1));
  if (!data.activities.length || most < 2) return null;
  const field = el("input", { type: "range", min: 1, max: most, step: 1, "data-facet": "shared" });
  field.value = String(store.get().shared);
  field.addEventListener("change", () => store.set({ shared: Number(field.value) }));
  return el("label", { class: "facet" }, say("least_shared", { n: store.get().shared }), field);
}

/** @param {HTMLElement} container @param {Store} store @param {{ reset: () => void, close: () => void }} act */
export function showFacets(container, store, { reset, close }) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const mark = focused && container.contains(focused)
    ? { facet: focused.closest("[data-facet]")?.getAttribute("data-facet"), value: focused.getAttribute("value"), years: focused.getAttribute("data-years") } : null;
  const top = container.scrollTop;
  container.replaceChildren(...[
    el("div", { class: "row" }, el("h2", {}, say("filters")), button(say("reset"), reset), button("×", close, { class: "close", "aria-label": say("filters_close") })),
    years(store), ...facets.map((facet) => values(store, facet)), shared(store),
  ].filter((part) => part !== null));
  container.scrollTop = top;
  if (!mark?.facet) return;
  const selector = mark.years ? `[data-years="${mark.years}"]` : `[data-facet="${mark.facet}"] input${mark.value && mark.facet !== "shared" ? `[value="${mark.value}"]` : ""}`;
  /** @type {HTMLElement | null} */ (container.querySelector(selector) ?? container.querySelector(`input[data-facet="${mark.facet}"]`))?.focus();
}
