// The only maker of elements. Texts go in as text nodes: no name can become markup.
import { outline } from "./shapes.js";

/** @typedef {globalThis.Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== null) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * The element of the page with this id.
 * @param {string} id
 * @returns {any}
 */
export const $ = (id) => document.getElementById(id);

/**
 * A name from the graph, written in its own direction.
 * @param {string} text
 * @param {string | null} [lang] where it is not that of the page
 */
export const name = (text, lang = null) => el("bdi", { lang }, text);

/**
 * A web address that opens on click only, and only if it is one.
 * @param {string} url
 * @param {string} text
 * @param {string | null} [lang] where it is not that of the page
 */
export function link(url, text, lang = null) {
  if (!/^https?:\/\//i.test(url)) return name(text, lang);
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, name(text, lang));
}

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {...globalThis.Node} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * The shape of a kind of node as a small picture; it repeats what the text beside it says.
 * @param {{ shape: string, color: string }} look
 */
export function icon({ shape, color }) {
  const look = { fill: color, stroke: "currentColor", "stroke-opacity": "0.6" };
  const points = outline(shape, 8, 8, 6)?.map((point) => point.map((part) => part.toFixed(2)).join(",")).join(" ");
  const drawn = points ? svg("polygon", { points, ...look }) : svg("circle", { cx: 8, cy: 8, r: 6.2, ...look });
  return svg("svg", { class: "icon", viewBox: "-1 -1 18 18", "aria-hidden": "true" }, drawn);
}

/**
 * A group of buttons is one stop of the Tab key; arrows lead from button to button.
 * @param {HTMLElement} group
 */
export function oneStop(group) {
  const buttons = () => /** @type {HTMLElement[]} */ ([...group.children]).filter((one) => !one.hidden)
    .map((one) => one.querySelector("select") ?? one).filter((one) => one.matches("button, select, input"));
  const mark = () => {
    const pressed = buttons().find((one) => one.getAttribute("aria-pressed") === "true") ?? buttons()[0];
    for (const one of buttons()) one.tabIndex = one === pressed || one instanceof HTMLInputElement ? 0 : -1;
  };
  group.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const at = buttons().indexOf(/** @type {HTMLElement} */ (document.activeElement));
    // In a field of letters arrows go from letter to letter.
    if (!step || at < 0 || document.activeElement instanceof HTMLInputElement) return;
    // A field would take another value.
    event.preventDefault();
    buttons()[(at + step + buttons().length) % buttons().length].focus();
  });
  mark();
  new MutationObserver(mark).observe(group, { attributes: true, attributeFilter: ["aria-pressed", "hidden"], childList: true, subtree: true });
}

/**
 * A button that says what it does.
 * @param {string} text
 * @param {() => void} onclick
 * @param {Record<string, any>} [attributes]
 */
export const button = (text, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, text);
