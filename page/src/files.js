// Files made in the browser: nothing leaves the page but what the reader saves.
import { data, large, tiesOf } from "./data.js";
import { el } from "./elements.js";
import { colours, spans } from "./model.js";
import { dashed } from "./times.js";
import { AMONG, flowWidth, step, WIDTHS } from "./strokes.js";
import { csv, gexf, svgPicture, svgYears } from "./take.js";
import { capital, slug } from "./texts.js";
import { picturedRows } from "./years.js";
import { countriesOf, kindOf, language, nameOf, say, sizeName, t, valueOf } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{ left: boolean[], ties: [tie: number, weight: number][], told: string[] }} Shown */

// What is left of what fades behind a selection.
const VEILED = 0.14;
// So much stays free below.
const RIM = 16;
// The colour of the lines of the selected one, on white paper.
const NEAR = "#44525f";

/** @param {Blob} blob @param {string} ending */
function save(blob, ending) {
  const anchor = el("a", { href: URL.createObjectURL(blob), download: `${slug(say("title"))}.${ending}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/** @param {string} text @param {string} kind @param {string} ending */
const saveText = (text, kind, ending) => save(new Blob([text], { type: `${kind};charset=utf-8` }), ending);

/** The rows of the list, in its order where it is shown. @param {Shown} shown @param {State} state @param {() => number[]} listed */
export function entries({ left }, { size, shape }, listed) {
  const head = [say("rank_column"), say("name_column"), say("type_column"), say("country"), data.sizes.length ? sizeName(size) : "", say("connections"), "id"].map(capital);
  const ids = shape === "list" ? listed() : data.nodes.map((_node, id) => id).filter((id) => left[id]);
  const rows = ids.map((id) => {
    const node = data.nodes[id];
    return [node.rank, nameOf(id), kindOf(node), countriesOf(node).join(", "), data.sizes.length ? valueOf(node, size) : null, tiesOf(id).length, node.iri];
  });
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
  const near = drawing.near();
  if (drawing.far() && !near) {
    return (drawing.layout.discs ?? []).map(({ x, y, radius }) =>
      ({ x: x * view.scale + view.x, y: y * view.scale + view.y, radius: Math.max(2, radius * view.scale), shape: "dot", color: "#b3cede", ring: false }));
  }
  return drawing.spots.map(({ shape, color }, id) => ({ ...drawing.place(id, view), shape, color, ring: id === data.about || (id === drawing.selected && drawing.focus), faint: near && !near.has(id) ? VEILED : 1 }))
    .filter((_one, id) => left[id] && (!large || seen(drawing, id, view)));
}

/** The lines to the partners of the selected one, where all else fades. @param {import("./drawing.js").Drawing} drawing @returns {import("./take.js").Line[]} */
function nearLines(drawing, view = drawing.view()) {
  const { selected, left } = drawing;
  if (!drawing.near() || selected === null) return [];
  return tiesOf(selected).filter(({ other }) => left[other]).map(({ other, tie }) => {
    const [one, two] = [drawing.place(selected, view), drawing.place(other, view)];
    return { x1: one.x, y1: one.y, x2: two.x, y2: two.y, width: WIDTHS[step(data.ties[tie][2])] * Math.min(view.scale, 1), color: NEAR };
  });
}

/** @param {import("./drawing.js").Drawing} drawing @returns {import("./take.js").Line[]} */
function drawnLines(drawing, view = drawing.view()) {
  const veil = drawing.near() ? VEILED : 1;
  const flows = drawing.layout.flows ?? (drawing.far() && !drawing.near() ? drawing.layout.streams : undefined);
  /** @param {number} x @param {number} y */
  const at = (x, y) => ({ x: x * view.scale + view.x, y: y * view.scale + view.y });
  if (flows) {
    return flows.map(({ x1, y1, x2, y2, weight }) => {
      const [one, two] = [at(x1, y1), at(x2, y2)];
      return { x1: one.x, y1: one.y, x2: two.x, y2: two.y, width: flowWidth(weight, flows[0].weight), faint: veil };
    });
  }
  return drawing.lines.filter(([tie]) => !large || seen(drawing, data.ties[tie][0], view) || seen(drawing, data.ties[tie][1], view)).map(([tie, weight]) => {
    const [one, two] = [drawing.place(data.ties[tie][0], view), drawing.place(data.ties[tie][1], view)];
    const past = dashed(() => spans()[tie], drawing.lines.length);
    // As on the page, the lines among the partners of one stand behind its own.
    const among = drawing.layout.kind === "partners" && !data.ties[tie].slice(0, 2).includes(Number(data.about));
    return { past, faint: veil * (among ? AMONG : 1), x1: one.x, y1: one.y, x2: two.x, y2: two.y, width: WIDTHS[step(weight)] * Math.min(view.scale, 1) };
  });
}

/** @param {Shown} shown @param {State} state */
function yearsPicture({ told }, state) {
  const { rows, from, to } = picturedRows(state);
  return svgYears({ title: say("title"), notes: told, foot: sources(), rows, from, to });
}

/** How high a picture is of what reaches so far down. @param {number} most @param {number[]} bottoms */
const lowest = (most, bottoms) => Math.min(most, Math.round(bottoms.reduce((low, one) => Math.max(low, one), 0) + RIM));

/** @param {import("./drawing.js").Drawing} drawing @param {Shown} shown @param {State} state */
export function picture(drawing, shown, state) {
  if (state.shape === "years") return yearsPicture(shown, state);
  const { told } = shown;
  const view = drawing.view();
  const shapes = drawnShapes(drawing, drawing.left);
  const { boxes, sectors, named } = drawing.lettering;
  return svgPicture({
    title: say("title"),
    notes: told,
    foot: sources(),
    legend: colours(state.colour).legend.map((one) => ({ ...one, name: capital(one.name) })),
    width: drawing.container.clientWidth,
    // What the legend covers on the page is empty, but for the land.
    height: drawing.layout.kind === "map" ? drawing.container.clientHeight
      : lowest(drawing.container.clientHeight, [...shapes.map(({ y, radius }) => y + radius), ...[...boxes, ...sectors, ...named].map(({ bottom }) => bottom)]),
    land: drawing.layout.kind === "map" && data.map ? { rings: data.map.land, x: view.x, y: view.y, scale: view.scale * data.map.scale } : null,
    lines: [...drawnLines(drawing), ...nearLines(drawing)],
    shapes,
    labels: boxes.map(({ id, x, top }) =>
      ({ x, top, size: drawing.lettering.letters[id], lines: drawing.lettering.texts[id], strong: id === data.about })),
    headings: [...sectors, ...named].map(({ x, top, text }) => ({ x, top, text })),
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
 * @param {() => { drawing: import("./drawing.js").Drawing, list: import("./list.js").List, shown: Shown, state: State }} now
 * @returns {Record<string, () => void>}
 */
export const ways = (now) => ({
  take_png: () => { const { drawing, shown, state } = now(); png(picture(drawing, shown, state)); },
  take_svg: () => { const { drawing, shown, state } = now(); saveText(picture(drawing, shown, state), "image/svg+xml", "svg"); },
  take_entries: () => { const { shown, state, list } = now(); saveText(entries(shown, state, () => list.rows()), "text/csv", "csv"); },
  take_ties: () => saveText(connections(now().shown), "text/csv", "ties.csv"),
  take_gexf: () => saveText(network(now().shown), "application/xml", "gexf"),
});
