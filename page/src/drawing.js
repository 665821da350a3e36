// The drawing: a canvas draws the shapes at the places that Python chose; names and what is selected
// are drawn here, so that a selection or a filter changes no more than it must.
import { makeCanvas } from "./canvas.js";
import { carry } from "./carry.js";
import { data, network as given, tiesOf } from "./data.js";
import { bulk, framed, stretch } from "./frames.js";
import { Lettering } from "./lettering.js";
import { drawDiscs, drawFlows, drawLand, drawLines, drawShape, inks } from "./strokes.js";

const EASY_REACH = 14;
// How far outside of a sector its name may reach.
const HEADED = 13;
// Of more names than this only the first are tried.
const NAMES = 160;
// More lines than this are left out while the picture is dragged.
const LIGHT = 4000;
// What is selected is seen from afar, too, in pixels.
const SEEN = 3;
// The largest group fills so much of the window before its members are drawn.
const OPEN = 0.5;

/** @typedef {import("./strokes.js").Spot} Spot */

/** The drawing in its element, and what the page may ask of it. */
export class Drawing {
  /**
   * @param {HTMLElement} container
   * @param {{ onSelect: (id: number | null) => void, onHover: (id: number | null, at?: vis.Point) => void, covered: () => number, onCarried: (any: boolean) => void, onScale: (scale: number) => void }} told
   * `covered`: how much of the bottom an open sheet hides; `onCarried`: whether shapes were moved by hand; `onScale`: how
   * large a unit is drawn from now on
   */
  constructor(container, { onSelect, onHover, covered, onCarried, onScale }) {
    this.onCarried = onCarried;
    this.onScale = onScale;
    this.scale = 0;
    // Whether a plain drag moves a shape.
    this.movable = false;
    // Whether the pointer drags the picture, or a shape.
    this.dragged = false;
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
    /** @type {import("./canvas.js").Canvas | null} */
    this.canvas = null;
    this.#start();
  }

  /**
   * @param {import("./layouts.js").Layout} layout
   * @returns {boolean} whether anything moved
   */
  arrange(layout) {
    // Python drew for a wide screen: on an upright one the network is laid on its side, as tall as there is room.
    const { clientWidth: width, clientHeight: height } = this.container;
    const upright = layout.kind === "network" && height > 1.25 * width;
    // Groups stay round.
    const taller = upright && !layout.discs ? stretch(layout.places, height / width) : 1;
    /** @param {{ x: number, y: number }} at */
    const turned = ({ x, y }) => (upright ? { x: y, y: Math.round(x * taller) } : { x, y });
    /** @template {{ x: number, y: number }} One @param {One[]} all */
    const each = (all) => all.map((one) => ({ ...one, ...turned(one) }));
    this.layout = {
      ...layout, headings: each(layout.headings), discs: layout.discs && each(layout.discs), named: layout.named && each(layout.named),
      streams: upright ? layout.streams?.map(({ x1, y1, x2, y2, weight }) => ({ x1: y1, y1: x1, x2: y2, y2: x2, weight })) : layout.streams,
    };
    const places = layout.places.map(([x, y]) => turned({ x, y }));
    this.#keep();
    // What was moved by hand stays there as long as nothing else moves.
    if (this.base.some(({ x, y }, id) => x !== places[id].x || y !== places[id].y)) this.carried.clear();
    this.base = [...places];
    for (const [id, at] of this.carried) places[id] = at;
    const moved = this.spots.some(({ x, y }, id) => x !== places[id].x || y !== places[id].y);
    if (!moved) return false;
    this.spots.forEach((spot, id) => Object.assign(spot, places[id]));
    this.canvas?.move(this.spots);
    return true;
  }

  #start() {
    this.canvas = makeCanvas(this.container, this.spots, {
      below: (ctx) => this.#drawTies(ctx),
      above: (ctx) => this.#finish(ctx),
      bare: () => this.far(),
      click: (at) => this.#click(at),
      resized: () => this.refit(),
    });
    carry(this.container, {
      wanted: () => this.movable,
      at: (point) => (this.layout.kind === "map" || this.far() ? null : this.#at(point, 2)),
      move: (id, point) => this.#carry(id, point),
      choose: (id) => this.onSelect(id),
    });
    this.container.addEventListener("pointermove", (event) => this.#point(event));
    this.container.addEventListener("pointerleave", () => this.#hover(null));
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => this.#let());
  }

  /** The end of a drag: names are placed anew. */
  #let() {
    if (!this.dragged) return;
    this.dragged = false;
    this.redraw();
  }

  /** @param {number} id @param {import("./canvas.js").Point} point of the screen */
  #carry(id, point) {
    const { scale, x, y } = this.view();
    const at = { x: (point.x - x) / scale, y: (point.y - y) / scale };
    this.#hover(null);
    this.carried.set(id, at);
    Object.assign(this.spots[id], at);
    this.canvas?.move(this.spots);
    this.onCarried(true);
  }

  /** Everything that was moved by hand back to its place. */
  putBack() {
    this.carried.clear();
    this.onCarried(false);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (event.buttons) {
      this.dragged = true;
      return this.#hover(null);
    }
    const frame = this.container.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const near = this.far() ? this.near() ?? new Set() : null;
    const id = this.#at(at, 2, (one) => near?.has(one) ?? true);
    if (id !== this.hovered) this.#hover(id, at);
  }

  /** @param {number | null} id @param {vis.Point} [at] */
  #hover(id, at) {
    if (id === this.hovered && id === null) return;
    this.hovered = id;
    this.container.style.cursor = id === null ? "" : "pointer";
    this.onHover(id, at);
  }

  /** @returns {import("./canvas.js").View} */
  view() {
    return this.canvas?.view() ?? { scale: 1, x: 0, y: 0 };
  }

  /** Whether so much is in sight that those who stand together are drawn as one disc. */
  far() {
    const [largest, ...others] = this.layout.discs ?? [];
    const { clientWidth: width, clientHeight: height } = this.container;
    return others.length > 0 && 2 * largest.radius * this.view().scale < OPEN * Math.min(width, height);
  }

  /** A click at a point of the screen. @param {import("./canvas.js").Point} at */
  #click(at) {
    if (!this.far()) return this.onSelect(this.#at(at, EASY_REACH));
    const near = this.near();
    const id = near ? this.#at(at, EASY_REACH, (one) => near.has(one)) : null;
    if (id !== null) return this.onSelect(id);
    const { scale, x, y } = this.view();
    const disc = this.layout.discs?.find((one) => Math.hypot(one.x * scale + x - at.x, one.y * scale + y - at.y) < Math.max(one.radius * scale, EASY_REACH));
    if (!disc || near) return this.onSelect(null);
    this.framed = "some";
    const square = [-1, 1].map((sign) => ({ x: disc.x + sign * disc.radius, y: disc.y + sign * disc.radius, size: 0 }));
    const { clientWidth: width, clientHeight: height } = this.container;
    this.canvas?.moveTo(framed(square, { width, height, below: this.below }));
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
   * @param {(id: number) => boolean} [among]
   */
  #at(point, reach, among = () => true) {
    const view = this.view();
    /** @type {{ id: number | null, far: number }} */
    let best = { id: null, far: reach };
    this.spots.forEach((_spot, id) => {
      if (!this.left[id] || !among(id)) return;
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
    if (this.far()) return drawFlows(ctx, this.layout.streams ?? [], look);
    if (this.canvas?.lined || (this.dragged && this.lines.length > LIGHT)) return;
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
    const view = this.view();
    const far = this.far() && !near;
    if (view.scale !== this.scale) this.onScale(this.scale = view.scale);
    if (far) drawDiscs(ctx, this.layout.discs ?? [], { ...this.inked, scale: view.scale });
    if (near) this.#drawNear(ctx, near);
    this.#drawRings(ctx);
    this.lettering.draw(ctx, {
      place: (id) => this.place(id, view), wanted: () => (far ? [] : this.#wanted(near)), selected: this.selected,
      headings: far ? this.layout.named ?? [] : this.layout.headings,
      grouped: !near, taken: this.taken, view, inked: this.inked,
      moving: this.dragged && view.scale === this.lettering.seen?.scale,
    });
  }

  /** Around ours and the selected one. @param {CanvasRenderingContext2D} ctx */
  #drawRings(ctx) {
    const { scale } = this.view();
    for (const id of [data.about, this.selected]) {
      if (id === null || id === undefined || !this.left[id]) continue;
      const { x, y, size } = this.spots[id];
      ctx.beginPath();
      ctx.arc(x, y, Math.max(size, this.#least()) * 1.25 + 4 / scale, 0, 2 * Math.PI);
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
    const { scale } = this.view();
    const least = this.#least();
    drawLines(ctx, this.spots, ties.map(({ tie }) => [tie, data.ties[tie][2]]), { scale, color, total: this.lines.length, least: least / SEEN });
    for (const other of near) {
      const spot = this.spots[other];
      if (this.left[other]) drawShape(ctx, { ...spot, size: Math.max(spot.size, least) }, { line: (other === id ? 3 : 1.2) * Math.min(1, spot.size / least || 1), ink });
    }
  }

  /** The least radius of what is selected, in units of the drawing: only a large picture is seen from so far. */
  #least() {
    return this.canvas?.lined ? SEEN / this.view().scale : 0;
  }

  /**
   * The nodes to label: the selected one and ours first, in its picture its partners, then by importance; with a selection, its
   * partners only.
   * @param {Set<number> | null} near
   */
  #wanted(near) {
    const first = [this.selected, data.about].filter((id) => id !== null && id !== undefined);
    const close = this.layout.kind === "partners" && data.about !== null ? tiesOf[data.about].map(({ other }) => other) : [];
    const rest = [...close, ...this.order].filter((id) => this.left[id] && (!near || near.has(id)));
    const found = [...new Set([.../** @type {number[]} */ (first).filter((id) => this.left[id]), ...rest])];
    return this.canvas?.lined ? this.#inFrame(found) : found;
  }

  /** The first of those in the window that find room for their names, at the most. @param {number[]} ids */
  #inFrame(ids) {
    const view = this.view();
    const { clientWidth: width, clientHeight: height } = this.container;
    const found = [];
    for (const id of ids) {
      const { x, y } = this.place(id, view);
      if (x > 0 && x < width && y > 0 && y < height) found.push(id);
      if (found.length >= NAMES) break;
    }
    return found;
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
    this.canvas?.moveTo(framed(ids.map((id) => this.spots[id]), window, sectors.map(({ x, y }) => ({ x, y, size: HEADED }))));
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
    else if (this.framed !== "some") this.fit();
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
    this.canvas?.moveTo({ scale: this.view().scale * factor });
  }

  #keep() {
    this.canvas?.keep(this.left, this.layout.flows ? [] : this.lines);
  }

  /**
   * What is left by the filters, and the lines to draw.
   * @param {boolean[]} left
   * @param {[tie: number, weight: number][]} lines
   */
  show(left, lines) {
    this.left = left;
    this.lines = lines;
    this.#keep();
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
    this.canvas?.look(this.spots);
    this.lettering.resize(radii);
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
    this.canvas?.redraw();
  }
}
