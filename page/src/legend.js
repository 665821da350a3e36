// The legend: what colours, shapes, sizes and lines mean; its entries filter at the same time.
import { data, large } from "./data.js";
import { $, button, el, icon, svg } from "./elements.js";
import { colours, facets, sectorings } from "./model.js";
import { number, say, score, sizeName } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./store.js").Store<State>} Store */

/** @param {string} label @param {[value: string, text: string][]} options @param {string} chosen @param {(value: string) => void} act */
function choice(label, options, chosen, act) {
  const field = el("select", {}, ...options.map(([value, text]) => {
    const option = el("option", { value }, text);
    option.selected = value === chosen;
    return option;
  }));
  field.addEventListener("change", () => act(field.value));
  return el("label", { class: "choice" }, el("span", {}, label), field);
}

/** @param {string} text @param {boolean} on @param {(on: boolean) => void} act @param {string} [id] */
function toggle(text, on, act, id) {
  const box = el("input", { type: "checkbox" });
  box.checked = on;
  box.addEventListener("change", () => act(box.checked));
  return el("label", { class: "choice" }, box, el("span", { id }, text));
}

/** @param {Store} store @param {ReturnType<typeof colours>["legend"][number]} entry @param {number} left */
function item(store, { name, color, shape, count, value }, left) {
  const { colour, hidden, only } = store.get();
  const box = el("input", { type: "checkbox" });
  const facet = colour === "kind" ? null : colour;
  box.checked = facet ? value === null || !only[facet]?.length || Boolean(only[facet]?.includes(value)) : !hidden.includes(Number(value));
  box.disabled = value === null;
  box.addEventListener("change", () => {
    const number = Number(value);
    if (!facet) {
      const others = hidden.filter((kind) => kind !== number);
      return store.set({ hidden: box.checked ? others : [...others, number] });
    }
    const chosen = only[facet] ?? [];
    store.set({ only: { ...only, [facet]: chosen.includes(number) ? chosen.filter((one) => one !== number) : [...chosen, number] } });
  });
  return el("label", { class: "entry" }, box, icon({ shape, color }), el("span", { class: "name" }, name),
    el("span", { class: "count" }, left === count ? number(count) : say("part", { n: left, total: count })));
}

// No circle of the scale is larger, in pixels.
const CIRCLE = 16;

/** Three circles and what their sizes stand for, as large as such discs are drawn now. @param {number[]} radii @param {(number | null)[]} values */
function scale(radii, values) {
  const known = values.map((value, id) => ({ value, radius: radii[id] })).filter(({ value }) => value !== null)
    .sort((one, two) => Number(one.value) - Number(two.value));
  if (!known.length) return null;
  const shown = [known[0], known[Math.floor(known.length * 0.9)], known[known.length - 1]]
    .filter((one, place, all) => all.findIndex(({ value }) => value === one.value) === place);
  const most = shown.reduce((one, { radius }) => Math.max(one, radius), 0);
  return el("div", { class: "scale", "data-most": most }, ...shown.map(({ value, radius }) => {
    const far = Math.max(1, (radius * CIRCLE) / most);
    const circle = svg("circle", { cx: far + 1, cy: far + 1, r: far, fill: "none", stroke: "currentColor", "data-radius": radius });
    return el("span", {}, svg("svg", { width: 2 * far + 2, height: 2 * far + 2, "aria-hidden": "true" }, circle), score(value));
  }));
}

/** The circles of the scale as large as such discs are drawn now, or all smaller where those are too large. @param {number} zoom */
export function showScale(zoom) {
  for (const scale of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#legend .scale"))) {
    const shown = Math.min(zoom, CIRCLE / Number(scale.dataset.most));
    for (const circle of scale.querySelectorAll("circle")) circle.setAttribute("r", Math.max(1, Number(circle.dataset.radius) * shown).toFixed(1));
  }
}

/**
 * @param {Store} store
 * @param {{ radii: number[], values: (number | null)[], weaker: number, alone: number, past: boolean, left: boolean[] }} drawn
 * @param {() => void} listApart lists those without connection
 */
export function showLegend(store, { radii, values, weaker, alone, past, left }, listApart) {
  const state = store.get();
  const { legend, entry } = colours(state.colour);
  const counts = legend.map((_one, place) => entry.filter((of, id) => of === place && left[id]).length);
  /** @type {[string, string][]} */
  const options = [["kind", say("kind")], ...facets.map((facet) => /** @type {[string, string]} */ ([facet, say(facet)]))];
  const sizes = data.sizes.map((_size, place) => /** @type {[string, string]} */ ([String(place), sizeName(place)]));
  const switched = state.weak ? say("weaker_drawn") : say("weaker", { n: weaker });
  $("legend-body").replaceChildren(...[
    choice(say("colour"), options, state.colour, (value) => store.set({ colour: /** @type {State["colour"]} */ (value) })),
    el("div", { class: "entries" }, ...legend.map((one, place) => item(store, one, counts[place]))),
    sizes.length ? choice(say("size"), sizes, String(state.size), (value) => store.set({ size: Number(value) })) : null,
    sizes.length ? scale(radii, values) : null,
    el("p", { class: "note" }, say(state.shape === "partners" ? "nearer" : state.shape === "map" ? "flows" : "thickness")),
    state.shape === "partners" && sectorings().length > 1 ? choice(say("sectors"), sectorings().map((one) => [one, say(one)]), state.sectors,
      (value) => store.set({ sectors: /** @type {State["sectors"]} */ (value) })) : null,
    state.shape === "partners" ? toggle(say("among"), state.among, (among) => store.set({ among })) : null,
    (weaker || state.weak) && state.shape !== "map" && (state.shape !== "partners" || state.among) ? toggle(switched, state.weak, (weak) => store.set({ weak }), "weaker") : null,
    state.shape === "map" ? null : toggle(say("moving"), state.moving, (moving) => store.set({ moving }), "moving"),
    large && state.shape !== "partners" ? el("p", { class: "note" }, say("from_afar")) : null,
    past ? el("p", { class: "note", id: "ended" }, say("ended")) : null,
    alone ? el("p", { class: "note", id: "alone" }, button(say("alone", { n: alone }), listApart, { class: "go" })) : null,
  ].filter((part) => part !== null));
  $("legend-title").textContent = say("legend");
}
