// Files made in the browser: nothing leaves the page but what the reader saves.
import { data, large } from "./data.js";
import { el } from "./elements.js";
import { colours, spans } from "./model.js";
import { dashed } from "./times.js";
import { flowWidth, step, WIDTHS } from "./strokes.js";
import { csv, gexf, svgPicture, svgYears } from "./take.js";
import { slug } from "./texts.js";
import { picturedRows } from "./years.js";
import { countriesOf, kindOf, language, nameOf, say, sizeName, t, valueOf } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{ left: boolean[], ties: [tie: number, weight: number][], told: string[] }} Shown */

/** @param {Blob} blob @param {string} ending */
function save(blob, ending) {
  const anchor = el("a", { href: URL.createObjectURL(blob), download: `${slug(say("title"))}.${ending}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/** @param {string} text @param {string} kind @param {string} ending */
const saveText = (text, kind, ending) => save(new Blob([text], { type: `${kind};charset=utf-8` }), ending);

/** @param {Shown} shown @param {State} state */
export function entries({ left }, { size }) {
  const head = [say("rank_column"), say("name_column"), say("type_column"), say("country"), data.sizes.length ? sizeName(size) : "", say("connections"), "id"];
  const rows = data.nodes.map((node, id) => [node.rank, nameOf(id), kindOf(node), countriesOf(node).join(", "), data.sizes.length ? valueOf(node, size) : null, node.degree, node.iri])
    .filter((_row, id) => left[id]);
  return csv([head, ...rows], language());
}

/** @param {Shown} shown */
export function connections({ ties }) {
  const rows = ties.map(([tie, weight]) => [nameOf(data.ties[tie][0]), nameOf(data.ties[tie][1]), weight]);
  return csv([["source", "target", "weight"], ...rows], language());
}

/** @param {Shown} shown */
export function network({ left, ties }) {
  const nodes = data.nodes.map((node, id) => ({ id: node.iri, label: nameOf(id), kind: kindOf(node), country: countriesOf(node).join(", ") }));
  return gexf(nodes.filter((_node, id) => left[id]),
    ties.map(([tie, weight]) => [data.nodes[data.ties[tie][0]].iri, data.nodes[data.ties[tie][1]].iri, weight]));
}

/** Where everything comes from and when it was taken, for the foot of a picture. */
const sources = () => [
  ...data.releases.map(([title, release, licence]) => [t(title), release, licence].filter(Boolean).join(" · ")),
  [data.build ? say("foot_build", { build: data.build }) : "",
    say("taken_on", { date: new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(new Date()) })].filter(Boolean).join(" "),
];

/** Whether a node is in the window. @param {import("./drawing.js").Drawing} drawing @param {number} id @param {import("./canvas.js").View} view */
function seen(drawing, id, view) {
  const { container } = drawing;
  const { x, y, radius } = drawing.place(id, view);
  return x > -radius && y > -radius && x < container.clientWidth + radius && y < container.clientHeight + radius;
}

/** The shapes of a picture: those in the window of a large one, or the groups that it shows from afar. @param {import("./drawing.js").Drawing} drawing @param {boolean[]} left */
function drawnShapes(drawing, left) {
  const view = drawing.view();
  if (drawing.far() && !drawing.near()) {
    return (drawing.layout.discs ?? []).map(({ x, y, radius }) =>
      ({ x: x * view.scale + view.x, y: y * view.scale + view.y, radius: Math.max(2, radius * view.scale), shape: "dot", color: "#b3cede", ring: false }));
  }
  return drawing.spots.map(({ shape, color }, id) => ({ ...drawing.place(id, view), shape, color, ring: id === data.about }))
    .filter((_one, id) => left[id] && (!large || seen(drawing, id, view)));
}

/** @param {import("./drawing.js").Drawing} drawing */
function drawnLines(drawing, view = drawing.view()) {
  const flows = drawing.layout.flows ?? (drawing.far() && !drawing.near() ? drawing.layout.streams : undefined);
  /** @param {number} x @param {number} y */
  const at = (x, y) => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });
  if (flows) {
    return flows.map(({ x1, y1, x2, y2, weight }) => {
      const [one, two] = [at(x1, y1), at(x2, y2)];
      return { x1: one.x, y1: one.y, x2: two.x, y2: two.y, width: flowWidth(weight, flows[0].weight) };
    });
  }
  return drawing.lines.filter(([tie]) => !large || seen(drawing, data.ties[tie][0], view) || seen(drawing, data.ties[tie][1], view)).map(([tie, weight]) => {
    const [one, two] = [drawing.place(data.ties[tie][0], view), drawing.place(data.ties[tie][1], view)];
    const past = dashed(() => spans()[tie], drawing.lines.length);
    return { past, x1: one.x, y1: one.y, x2: two.x, y2: two.y, width: WIDTHS[step(weight)] * Math.min(view.scale, 1) };
  });
}

/** @param {Shown} shown @param {State} state */
function yearsPicture({ told }, state) {
  const { rows, from, to } = picturedRows(state);
  return svgYears({ title: say("title"), notes: told, foot: sources(), rows, from, to });
}

/** @param {import("./drawing.js").Drawing} drawing @param {Shown} shown @param {State} state */
export function picture(drawing, shown, state) {
  if (state.shape === "years") return yearsPicture(shown, state);
  const { left, told } = shown;
  const view = drawing.view();
  return svgPicture({
    title: say("title"),
    notes: told,
    foot: sources(),
    legend: colours(state.colour).legend,
    width: drawing.container.clientWidth,
    height: drawing.container.clientHeight,
    land: drawing.layout.kind === "map" && data.map ? { rings: data.map.land, x: view.x, y: view.y, scale: view.scale * data.map.scale } : null,
    lines: drawnLines(drawing),
    shapes: drawnShapes(drawing, left),
    labels: drawing.lettering.boxes.map(({ id, x, top }) =>
      ({ x, top, size: drawing.lettering.letters[id], lines: drawing.lettering.texts[id], strong: id === data.about })),
    headings: [...drawing.lettering.sectors, ...drawing.lettering.named].map(({ x, top, text }) => ({ x, top, text })),
  });
}

/** The drawing as a picture of twice the size, made from its SVG. @param {string} source */
export function png(source) {
  const image = new Image();
  image.onload = () => {
    const canvas = el("canvas", { width: image.width * 2, height: image.height * 2 });
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => { if (blob) save(blob, "png"); }, "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
}

/**
 * The ways to take something away, by the key of their word.
 * @param {() => { drawing: import("./drawing.js").Drawing, shown: Shown, state: State }} now
 * @returns {Record<string, () => void>}
 */
export const ways = (now) => ({
  take_png: () => { const { drawing, shown, state } = now(); png(picture(drawing, shown, state)); },
  take_svg: () => { const { drawing, shown, state } = now(); saveText(picture(drawing, shown, state), "image/svg+xml", "svg"); },
  take_entries: () => { const { shown, state } = now(); saveText(entries(shown, state), "text/csv", "csv"); },
  take_ties: () => saveText(connections(now().shown), "text/csv", "ties.csv"),
  take_gexf: () => saveText(network(now().shown), "application/xml", "gexf"),
});
