// The only maker of elements. Texts go in as text nodes: no name can become markup.
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

// A name from the graph, written in its own direction.
const name = (text, tag = "bdi") => el(tag, tag === "bdi" ? {} : { dir: "auto" }, text);

// A web address that opens on click only, and only if it is one.
function link(url, text) {
  if (!/^https?:\/\//i.test(url)) return name(text);
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, name(text));
}

const corners = (count, radius, turn, inner = radius) =>
  Array.from({ length: count }, (_, step) => {
    const angle = turn + (2 * Math.PI * step) / count;
    const far = step % 2 ? inner : radius;
    return `${(8 + far * Math.cos(angle)).toFixed(2)},${(8 + far * Math.sin(angle)).toFixed(2)}`;
  }).join(" ");

const UP = -Math.PI / 2;
const OUTLINES = {
  square: corners(4, 8, UP / 2),
  diamond: corners(4, 7.2, UP),
  triangle: corners(3, 7.6, UP),
  triangleDown: corners(3, 7.6, -UP),
  hexagon: corners(6, 7, 0),
  star: corners(10, 7.6, UP, 3.2),
};

// The shape of a kind of node as a small picture; it repeats what the text beside it says.
function icon(type) {
  const make = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const picture = make("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" });
  const look = { fill: type.color, stroke: "#16212c", "stroke-opacity": "0.55" };
  picture.append(
    type.shape === "dot"
      ? make("circle", { cx: 8, cy: 8, r: 6.2, ...look })
      : make("polygon", { points: OUTLINES[type.shape], ...look }),
  );
  return picture;
}
