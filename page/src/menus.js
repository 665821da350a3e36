// What opens over the page: the filters, and the ways to take something away.
import { $, button } from "./elements.js";
import { showFacets } from "./facets.js";
import { ways } from "./files.js";
import { keep } from "./steps.js";
import { say } from "./words.js";

/** @typedef {import("./store.js").Store<import("./types.js").State>} Store */

/** @param {Store} store @param {() => void} reset */
export function makeFacets(store, reset) {
  const show = () => showFacets($("facets"), store, { reset, close: () => open(false) });
  /** @param {boolean} on */
  function open(on) {
    $("facets").hidden = !on;
    $("filters").setAttribute("aria-expanded", String(on));
    if (on) show();
    else $("filters").focus();
  }
  $("filters").addEventListener("click", () => open($("facets").hidden));
  return { open, refresh: () => { if (!$("facets").hidden) show(); } };
}

/** @param {Parameters<typeof ways>[0]} now what is on the screen when something is taken */
export function makeTake(now) {
  /** @param {boolean} on */
  function open(on) {
    $("take-menu").hidden = !on;
    $("take").setAttribute("aria-expanded", String(on));
  }
  const acts = { ...ways(now), take_link: copyLink, take_step: () => keep(now().shown.told) };
  $("take-menu").append(...Object.entries(acts).map(([word, act]) =>
    button(say(word), () => { open(false); act(); }, { "data-word": word })));
  $("take").addEventListener("click", () => open($("take-menu").hidden));
  return { open };
}

function copyLink() {
  const ask = () => window.prompt(say("take_link"), location.href);
  if (!navigator.clipboard) return ask();
  navigator.clipboard.writeText(location.href).then(() => { $("live").textContent = say("link_copied"); $("take").focus(); }, ask);
}
