// Everything that a reader can change, as it is when the page opens, and the address that keeps it.
import { Addresses } from "./address.js";
import { data } from "./data.js";
import { $ } from "./elements.js";
import { NO_CHOICE } from "./filters.js";
import { firstColour, valueTexts } from "./model.js";
import { makeStore } from "./store.js";
import { languages } from "./words.js";

/** @typedef {import("./types.js").State} State */

/** @type {State} */
export const initial = {
  selected: data.about, activity: null, focus: false, shape: data.around && data.ego.length ? "partners" : "network", among: true,
  sectors: "country", colour: firstColour, size: 0, weak: false, anew: false, rows: "organisation", lang: data.lang, typed: "",
  way: null, moving: false, kept: [], step: null, ...NO_CHOICE,
};
export const store = makeStore(initial);
export const address = new Addresses({
  nodes: data.nodes, values: valueTexts, initial,
  get activities() { return data.activities; },
  get elsewhere() { return data.elsewhere; },
});

/** What narrows the page. @type {(keyof State)[]} */
export const CHOICE = ["hidden", "only", "years", "shared"];
/** @type {Record<string, State["shape"]>} */
export const SHAPES = { "show-partners": "partners", "show-network": "network", "show-map": "map", "show-years": "years", "show-list": "list" };

/** Whether this page has an arrangement. @param {State["shape"]} shape */
export const available = (shape) => !$(`show-${shape}`).hidden;

/** Whether something was asked for that the panel tells. @param {State} state */
export const opens = ({ focus, activity, way }) => focus || activity !== null || way !== null;

/** The address follows the state; a selection makes a step that Back undoes. @param {boolean} step */
export function remember(step) {
  const hash = address.written(store.get());
  // In a frame of a notebook there is no address to change.
  if (location.hash === hash || location.protocol === "about:") return;
  history[step ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
}

/** A change of more than a selection makes a step that Back undoes. @param {Partial<State>} patch */
export function setAsStep(patch) {
  // Followers replace the address while the state changes.
  if (location.protocol !== "about:") history.pushState(null, "", location.href);
  store.set(patch);
  remember(false);
}

/** What an address asks for, as far as this page has it. @param {string} hash @returns {State} */
export function asked(hash) {
  const read = address.read(hash);
  return {
    ...read,
    shape: available(read.shape) ? read.shape : initial.shape,
    size: data.sizes[read.size] ? read.size : initial.size,
    lang: languages.includes(read.lang) ? read.lang : initial.lang,
    typed: store.get().typed,
  };
}
