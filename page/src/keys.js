// What keys do: arrows walk the network, letters search, Escape closes.
import { $ } from "./elements.js";

const WAYS = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

/**
 * @typedef {object} Acts
 * @property {(way: { x: number, y: number }) => void} walk
 * @property {() => void} read goes on in the panel, where something is selected
 * @property {() => void} leave lets the selection go
 * @property {[menu: string, close: () => void][]} closes what is open over the page
 */

/** @param {Acts} acts */
export function listen({ walk, read, leave, closes }) {
  $("drawing").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const way = WAYS[/** @type {keyof typeof WAYS} */ (event.key)];
    if (way) {
      event.preventDefault();
      walk(way);
    } else if (event.key === "Enter") {
      read();
    } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      $("search").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = closes.find(([menu]) => !$(menu).hidden);
    if (open) open[1]();
    else leave();
  });
}
