// The panel as a sheet: on a phone it opens over the drawing.
import { $ } from "./elements.js";

// What an open sheet leaves of the height; see assets/page.css.
const LEFT = 0.48;

/** How much of the drawing an open sheet hides on a phone, in pixels. */
export function coveredHeight() {
  const panel = $("panel");
  if (getComputedStyle(panel).position !== "fixed" || !panel.classList.contains("open") || panel.offsetWidth < window.innerWidth) return 0;
  return Math.max(0, $("stage").getBoundingClientRect().bottom - window.innerHeight * LEFT);
}

/** @param {boolean} open */
export function openPanel(open) {
  $("panel").classList.toggle("open", open);
  $("handle").setAttribute("aria-expanded", String(open));
}

/** After a choice made in the panel, by search or by keys, reading goes on at the panel's heading. */
export function focusPanel() {
  $("details").querySelector("h2")?.focus({ preventScroll: true });
}
