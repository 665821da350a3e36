// The only maker of elements. Texts go in as text nodes: no name can become markup.

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
 */
export const name = (text) => el("bdi", {}, text);

/**
 * A web address that opens on click only, and only if it is one.
 * @param {string} url
 * @param {string} text
 */
export function link(url, text) {
  if (!/^https?:\/\//i.test(url)) return name(text);
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, name(text));
}

/**
 * @param {number} count
 * @param {number} radius
 * @param {number} turn
 * @param {number} [inner]
 */
const corners = (count, radius, turn, inner = radius) =>
  Array.from({ length: count }, (_, step) => {
    const angle = turn + (2 * Math.PI * step) / count;
    const far = step % 2 ? inner : radius;
    return `${(8 + far * Math.cos(angle)).toFixed(2)},${(8 + far * Math.sin(angle)).toFixed(2)}`;
  }).join(" ");

const UP = -Math.PI / 2;
/** @type {Record<string, string>} */
const OUTLINES = {
  square: corners(4, 8, UP / 2),
  diamond: corners(4, 7.2, UP),
  triangle: corners(3, 7.6, UP),
  triangleDown: corners(3, 7.6, -UP),
  hexagon: corners(6, 7, 0),
  star: corners(10, 7.6, UP, 3.2),
};

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
  const look = { fill: color, stroke: "#16212c", "stroke-opacity": "0.55" };
  const drawn = shape === "dot"
    ? svg("circle", { cx: 8, cy: 8, r: 6.2, ...look })
    : svg("polygon", { points: OUTLINES[shape], ...look });
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn);
}
