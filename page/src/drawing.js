// The drawing: vis-network draws the shapes at the places that Python chose; lines, labels and what
// is selected are drawn here, so that a selection or a filter changes no more than it must.
import { data, network as given, tiesOf } from "./data.js";
import { carry } from "./carry.js";
import { bulk, framed } from "./frames.js";
import { Lettering } from "./lettering.js";
import { drawFlows, drawLand, drawLines, drawShape, inks } from "./strokes.js";

const EASY_REACH = 14;
// How far outside of a sector its name may reach.
const HEADED = 13;

/** @typedef {import("./strokes.js").Spot} Spot */

/** The drawing in its element, and what the page may ask of it. */
export class Drawing {
  /**
   * @param {HTMLElement} container
   * @param {{ onSelect: (id: number | null) => void, onHover: (id: number | null, at?: vis.Point) => void, covered: () => number, onCarried: (any: boolean) => void }} told
   * `covered`: how much of the bottom an open sheet hides; `onCarried`: whether shapes were moved by hand
   */
  constructor(container, { onSelect, onHover, covered, onCarried }) {
    this.onCarried = onCarried;
    // Whether a plain drag moves a shape.
    this.movable = false;
    /** @type {Map<number, { x: number, y: number }>} what was moved by hand */
    this.carried = new Map();
    /** @type {{ x: number, y: number }[]} where all stand but for that */
    this.base = [];
    this.hides = covered;
    this.container = container;
    /** @type {Spot[]} */
    this.spots = given.nodes.map(({ size, shape }) => ({ x: 0, y: 0, size, shape, color: "#888888" }));
    /** @type {import("./layouts.js").Layout} */
    this.layout = { kind: "network", places: this.spots.map(() => [0, 0]), headings: [] };
    /** @type {number | null} */
    this.selected = null;
    /** @type {number | null} */
    this.hovered = null;
    this.focus = false;
    /** @type {boolean[]} */
    this.left = data.nodes.map(() => true);
    /** @type {[tie: number, weight: number][]} */
    this.lines = [];
    /** @type {number[]} */
    this.order = data.nodes.map((_node, id) => id);
    this.inked = inks();
    /** @type {{ left: number, top: number, right: number, bottom: number }[]} */
    this.taken = [];
    // How much of the bottom the legend covers.
    this.below = 0;
    this.lettering = new Lettering(container);
    this.lettering.resize(this.spots.map(({ size }) => size));
    this.onSelect = onSelect;
    this.onHover = onHover;
    this.#start();
  }

  /**
   * @param {import("./layouts.js").Layout} layout
   * @returns {boolean} whether anything moved
   */
  arrange(layout) {
    // Python drew for a wide screen: on an upright one the network is laid on its side.
    const upright = layout.kind === "network" && this.container.clientHeight > 1.25 * this.container.clientWidth;
    /** @param {{ x: number, y: number }} at */
    const turned = ({ x, y }) => (upright ? { x: y, y: x } : { x, y });
    this.layout = { ...layout, headings: layout.headings.map((heading) => ({ ...heading, ...turned(heading) })) };
    const places = layout.places.map(([x, y]) => turned({ x, y }));
    // What was moved by hand stays there as long as nothing else moves.
    if (this.base.some(({ x, y }, id) => x !== places[id].x || y !== places[id].y)) this.carried.clear();
    this.base = [...places];
    for (const [id, at] of this.carried) places[id] = at;
    const moved = this.spots.some(({ x, y }, id) => x !== places[id].x || y !== places[id].y);
    if (!moved) return false;
    this.spots.forEach((spot, id) => Object.assign(spot, places[id]));
    this.nodes?.update(this.spots.map(({ x, y }, id) => ({ id, x, y })));
    return true;
  }

  #start() {
    const drawn = this.spots.map(({ x, y, size, shape }, id) => ({ id, x, y, size, shape }));
    /** @type {vis.DataSet<any>} */
    this.nodes = new vis.DataSet(drawn);
    this.shown = new vis.DataView(this.nodes, { filter: ({ id }) => this.left[id] });
    this.network = new vis.Network(this.container, { nodes: this.shown, edges: new vis.DataSet([]) }, given.options);
    this.network.on("beforeDrawing", (ctx) => this.#drawTies(ctx));
    this.network.on("afterDrawing", (ctx) => this.#finish(ctx));
    this.network.on("click", ({ pointer }) => this.onSelect(this.#at(pointer.DOM, EASY_REACH)));
    this.network.on("resize", () => setTimeout(() => this.refit()));
    carry(this.container, {
      wanted: () => this.movable,
      at: (point) => (this.layout.kind === "map" ? null : this.#at(point, 2)),
      move: (id, point) => this.#carry(id, this.net.DOMtoCanvas(point)),
      choose: (id) => this.onSelect(id),
    });
    this.container.addEventListener("pointermove", (event) => this.#point(event));
    this.container.addEventListener("pointerleave", () => this.#hover(null));
  }

  /** @param {number} id @param {vis.Point} at */
  #carry(id, at) {
    this.#hover(null);
    this.carried.set(id, at);
    Object.assign(this.spots[id], at);
    this.nodes?.update({ id, ...at });
    this.onCarried(true);
  }

  /** Everything that was moved by hand back to its place. */
  putBack() {
    this.carried.clear();
    this.onCarried(false);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (event.buttons) return this.#hover(null);
    const frame = this.container.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const id = this.#at(at, 2);
    if (id !== this.hovered) this.#hover(id, at);
  }

  /** @param {number | null} id @param {vis.Point} [at] */
  #hover(id, at) {
    this.hovered = id;
    this.container.style.cursor = id === null ? "" : "pointer";
    this.onHover(id, at);
  }

  /** @returns {{ scale: number, x: number, y: number }} */
  view() {
    const { x, y } = this.net.canvasToDOM({ x: 0, y: 0 });
    return { scale: this.net.getScale(), x, y };
  }

  get net() {
    return /** @type {vis.Network} */ (this.network);
  }

  /**
   * Where a node is on the screen now, in CSS pixels, and how large.
   * @param {number} id
   */
  place(id, view = this.view()) {
    const { x, y, size } = this.spots[id];
    return { x: x * view.scale + view.x, y: y * view.scale + view.y, radius: size * view.scale };
  }

  /**
   * The node at a point: the one hit, else the nearest within reach.
   * @param {vis.Point} point
   * @param {number} reach
   */
  #at(point, reach) {
    const view = this.view();
    /** @type {{ id: number | null, far: number }} */
    let best = { id: null, far: reach };
    this.spots.forEach((_spot, id) => {
      if (!this.left[id]) return;
      const { x, y, radius } = this.place(id, view);
      const far = Math.hypot(x - point.x, y - point.y) - radius;
      if (far < best.far) best = { id, far };
    });
    return best.id;
  }

  /**
   * All lines; in the picture of one, those among the others are faint.
   * @param {CanvasRenderingContext2D} ctx
   */
  #drawTies(ctx) {
    this.inked = inks();
    const { scale } = this.view();
    const look = { scale, color: this.inked.line, total: this.lines.length };
    if (this.layout.kind === "map" && data.map) drawLand(ctx, data.map, this.inked.land);
    if (this.layout.flows) return drawFlows(ctx, this.layout.flows, look);
    if (this.layout.kind !== "partners") return drawLines(ctx, this.spots, this.lines, look);
    /** @param {number} tie */
    const own = (tie) => data.ties[tie][0] === data.about || data.ties[tie][1] === data.about;
    ctx.save();
    ctx.globalAlpha = 0.22;
    drawLines(ctx, this.spots, this.lines.filter(([tie]) => !own(tie)), look);
    ctx.restore();
    drawLines(ctx, this.spots, this.lines.filter(([tie]) => own(tie)), look);
  }

  /** @returns {Set<number> | null} */
  near() {
    if (this.selected === null || !this.focus) return null;
    return new Set([this.selected, ...tiesOf[this.selected].map(({ other }) => other)]);
  }

  /** @param {CanvasRenderingContext2D} ctx */
  #finish(ctx) {
    const near = this.near();
    if (near) this.#drawNear(ctx, near);
    this.#drawRings(ctx);
    const view = this.view();
    this.lettering.draw(ctx, {
      place: (id) => this.place(id, view), wanted: this.#wanted(near), selected: this.selected, headings: this.layout.headings,
      grouped: !near, taken: this.taken, view, inked: this.inked,
    });
  }

  /** Around ours and the selected one. @param {CanvasRenderingContext2D} ctx */
  #drawRings(ctx) {
    const { scale } = this.view();
    for (const id of [data.about, this.selected]) {
      if (id === null || id === undefined || !this.left[id]) continue;
      const { x, y, size } = this.spots[id];
      ctx.beginPath();
      ctx.arc(x, y, size * 1.25 + 4 / scale, 0, 2 * Math.PI);
      ctx.strokeStyle = id === this.selected ? this.inked.ink : this.inked.accent;
      ctx.lineWidth = 2.5 / scale;
      ctx.stroke();
    }
  }

  /**
   * A veil over everything, and the selected node with its partners and lines above it.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Set<number>} near
   */
  #drawNear(ctx, near) {
    const { ink, paper, near: color } = this.inked;
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = paper;
    ctx.fillRect(0, 0, ctx.canvas.clientWidth, ctx.canvas.clientHeight);
    ctx.restore();
    const id = /** @type {number} */ (this.selected);
    const ties = tiesOf[id].filter(({ other }) => this.left[other]);
    drawLines(ctx, this.spots, ties.map(({ tie }) => [tie, data.ties[tie][2]]), { scale: this.view().scale, color, total: this.lines.length });
    for (const other of near) {
      if (this.left[other]) drawShape(ctx, this.spots[other], { line: other === id ? 3 : 1.2, ink });
    }
  }

  /**
   * The nodes to label: the selected one and ours first, in its picture its partners, then by importance; with a selection, its
   * partners only.
   * @param {Set<number> | null} near
   */
  #wanted(near) {
    const first = [this.selected, data.about].filter((id) => id !== null && id !== undefined);
    const close = this.layout.kind === "partners" && data.about !== null ? tiesOf[data.about].map(({ other }) => other) : [];
    const rest = [...close, ...this.order].filter((id) => !near || near.has(id));
    return [...new Set([.../** @type {number[]} */ (first), ...rest])].filter((id) => this.left[id]);
  }

  /**
   * Shows some nodes as large as they fit, with room for labels, above what covers the bottom.
   * @param {number[]} ids
   * @param {number} [covered]
   */
  #frame(ids, covered = 0) {
    if (!ids.length) return;
    const sectors = this.framed === "all" ? this.layout.headings.filter(({ angle }) => angle !== undefined) : [];
    const { clientWidth: width, clientHeight: height } = this.container;
    const window = { width, height, below: Math.max(covered, this.below) };
    this.net.moveTo(framed(ids.map((id) => this.spots[id]), window, sectors.map(({ x, y }) => ({ x, y, size: HEADED }))));
  }

  /** @param {boolean} [whole] also those who lie far from all others on the map */
  fit(whole = false) {
    this.framed = "all";
    const ids = this.spots.map((_spot, id) => id).filter((id) => this.left[id]);
    this.#frame(this.layout.kind === "map" && !whole ? bulk(this.spots, ids, data.about) : ids);
  }

  /** After a change of the window: what was framed is framed again. */
  refit() {
    if (this.framed === "near" && this.selected !== null) this.centre(this.hides());
    else this.fit();
  }

  /**
   * @param {number | null} id
   * @param {boolean} focus whether all but its partners fade
   */
  select(id, focus) {
    this.selected = id;
    this.focus = focus;
    this.redraw();
  }

  /**
   * The selected node and its neighbours in sight.
   * @param {number} covered
   */
  centre(covered) {
    this.framed = "near";
    const near = this.selected === null ? [] : [this.selected, ...tiesOf[this.selected].map(({ other }) => other)];
    this.#frame(near.filter((id) => this.left[id]), covered);
  }

  /**
   * Whether a node stands where it can be seen well.
   * @param {number} id
   * @param {number} covered
   */
  inSight(id, covered) {
    const { x, y } = this.place(id);
    const margin = 30;
    return x > margin && x < this.container.clientWidth - margin
      && y > margin && y < this.container.clientHeight - covered - margin;
  }

  /** @param {number} factor */
  zoom(factor) {
    this.net.moveTo({ scale: this.net.getScale() * factor });
  }

  /**
   * What is left by the filters, and the lines to draw.
   * @param {boolean[]} left
   * @param {[tie: number, weight: number][]} lines
   */
  show(left, lines) {
    const changed = left.some((one, id) => one !== this.left[id]);
    this.left = left;
    this.lines = lines;
    if (changed) this.shown?.refresh();
    this.redraw();
  }

  /**
   * Colours, shapes and sizes, in the order of the nodes; `order`: the most important first.
   * @param {{ color: string, shape: string }[]} looks
   * @param {number[]} radii
   * @param {number[]} order
   */
  look(looks, radii, order) {
    this.order = order;
    this.spots.forEach((spot, id) => Object.assign(spot, { color: looks[id].color, shape: looks[id].shape, size: radii[id] }));
    const ink = inks().ink;
    this.nodes?.update(this.spots.map(({ color, shape, size }, id) =>
      ({ id, shape, size: size * this.#shown(id), color: { background: color, border: ink } })));
    this.lettering.resize(radii);
  }

  /** How much larger vis-network draws the shape of a node than ours is. @param {number} id */
  #shown(id) {
    return { square: 0.86, diamond: 1.15, triangle: 1.05, triangleDown: 1.05, star: 1.15 }[this.spots[id].shape] ?? 1;
  }

  /**
   * The nearest node in a direction, from the selected one or from the middle.
   * @param {{ x: number, y: number }} way
   */
  next(way) {
    const from = this.selected === null ? { x: 0, y: 0 } : this.spots[this.selected];
    /** @type {{ id: number | null, cost: number }} */
    let best = { id: null, cost: Infinity };
    this.spots.forEach(({ x, y }, id) => {
      if (id === this.selected || !this.left[id]) return;
      const along = (x - from.x) * way.x + (y - from.y) * way.y;
      const aside = Math.abs((x - from.x) * way.y - (y - from.y) * way.x);
      const cost = along + 2 * aside;
      if (along > 0 && aside <= along && cost < best.cost) best = { id, cost };
    });
    return best.id;
  }

  labels() {
    return this.lettering.boxes.map((box) => ({ ...box }));
  }

  redraw() {
    this.net.redraw();
  }
}
