// The drawing: vis-network draws the shapes at the places that Python chose; lines, labels and what
// is selected are drawn here, so that a selection or a filter changes no more than it must.
import { data, network as given, tiesOf } from "./data.js";
import { apart, placed } from "./labels.js";
import { spans } from "./model.js";
import { outline } from "./shapes.js";
import { broken } from "./texts.js";
import { dashed } from "./times.js";
import { shortOf } from "./words.js";

const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
const EASY_REACH = 14;
const [SMALL, NARROW, LARGE] = [11, 12, 16];
const HEADING = 13;
const HEADED = `600 ${HEADING}px ${FACE}`;
// So many names go before those of groups.
const TOP = 25;
// Thickness of lines in five steps: one stroke each, whatever their number.
export const WIDTHS = [0.8, 1.3, 2, 3, 4.5];

/** @typedef {import("./labels.js").Placed} Placed */
/** @typedef {{ x: number, y: number, size: number, shape: string, color: string }} Spot */

/** @param {number} weight */
export const step = (weight) => Math.min(WIDTHS.length - 1, Math.floor(Math.log2(Math.max(weight, 1))));

/** Colours of the page, light or dark. */
function inks() {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const ink = (name) => style.getPropertyValue(name).trim();
  return { ink: ink("--ink"), paper: ink("--paper"), line: ink("--tie"), near: ink("--tie-near"), accent: ink("--accent"), land: ink("--land") };
}

/** The thickness of a flow beside the strongest one, in pixels. @param {number} weight @param {number} most */
export const flowWidth = (weight, most) => 0.8 + 5 * Math.sqrt(weight / most);

/** @param {number[][]} land */
function landPath(land) {
  const path = new Path2D();
  for (const ring of land) {
    let [x, y] = [0, 0];
    for (let place = 0; place < ring.length; place += 2) {
      x += ring[place];
      y += ring[place + 1];
      if (place) path.lineTo(x, y);
      else path.moveTo(x, y);
    }
    path.closePath();
  }
  return path;
}

/** The drawing in its element, and what the page may ask of it. */
export class Drawing {
  /**
   * @param {HTMLElement} container
   * @param {{ onSelect: (id: number | null) => void, onHover: (id: number | null, at?: vis.Point) => void, covered: () => number }} told
   * `covered`: how much of the bottom an open sheet hides
   */
  constructor(container, { onSelect, onHover, covered }) {
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
    /** @type {Placed[]} */
    this.boxes = [];
    /** @type {(Placed & { text: string })[]} the names of groups that are drawn */
    this.named = [];
    /** @type {(import("./labels.js").Box & { x: number, text: string })[]} the names of sectors that are drawn */
    this.sectors = [];
    this.inked = inks();
    /** @type {Path2D | null} */
    this.land = null;
    /** @type {{ left: number, top: number, right: number, bottom: number }[]} */
    this.taken = [];
    // How much of the bottom the legend covers.
    this.below = 0;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {string[][]} */
    this.texts = [];
    /** @type {number[]} the size of the letters of each name */
    this.letters = this.spots.map(() => SMALL);
    this.words();
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
    this.container.addEventListener("pointermove", (event) => this.#point(event));
    this.container.addEventListener("pointerleave", () => this.#hover(null));
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

  /** The land below everything. @param {CanvasRenderingContext2D} ctx */
  #drawLand(ctx) {
    if (!data.map) return;
    const land = this.land ??= landPath(data.map.land);
    ctx.save();
    ctx.scale(data.map.scale, data.map.scale);
    ctx.fillStyle = this.inked.land;
    ctx.fill(land);
    ctx.restore();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {import("./layouts.js").Flow[]} flows */
  #drawFlows(ctx, flows) {
    const { scale } = this.view();
    ctx.save();
    ctx.globalAlpha = 0.6;
    ctx.strokeStyle = this.inked.line;
    for (const { x1, y1, x2, y2, weight } of flows) {
      ctx.lineWidth = flowWidth(weight, flows[0].weight) / scale;
      ctx.beginPath();
      ctx.moveTo(x1, y1);
      ctx.lineTo(x2, y2);
      ctx.stroke();
    }
    ctx.restore();
  }

  /**
   * All lines; in the picture of one, those among the others are faint.
   * @param {CanvasRenderingContext2D} ctx
   */
  #drawTies(ctx) {
    this.inked = inks();
    if (this.layout.kind === "map") this.#drawLand(ctx);
    if (this.layout.flows) return this.#drawFlows(ctx, this.layout.flows);
    if (this.layout.kind !== "partners") return this.#drawLines(ctx, this.lines);
    /** @param {number} tie */
    const own = (tie) => data.ties[tie][0] === data.about || data.ties[tie][1] === data.about;
    ctx.save();
    ctx.globalAlpha = 0.22;
    this.#drawLines(ctx, this.lines.filter(([tie]) => !own(tie)));
    ctx.restore();
    this.#drawLines(ctx, this.lines.filter(([tie]) => own(tie)));
  }

  /**
   * The names of sectors, outside of them.
   * @param {CanvasRenderingContext2D} ctx
   * @returns where they stand
   */
  #drawSectors(ctx, view = this.view()) {
    /** @type {(import("./labels.js").Box & { x: number, text: string })[]} */
    const drawn = [];
    for (const { text, x, y, angle } of this.layout.headings) {
      if (angle === undefined) continue;
      ctx.font = HEADED;
      const wide = this.#width(ctx, text, HEADING) + 4;
      const middle = x * view.scale + view.x + Math.cos(angle) * (16 + wide / 2);
      const top = y * view.scale + view.y + Math.sin(angle) * 16 - 8;
      const box = { left: middle - wide / 2, right: middle + wide / 2, top, bottom: top + 16, x: middle, text };
      if ([...this.taken, ...drawn].some((other) => !apart(box, other))) continue;
      drawn.push(box);
      this.#drawHeading(ctx, text, middle, top);
    }
    return drawn;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} x @param {number} top */
  #drawHeading(ctx, text, x, top) {
    ctx.font = HEADED;
    ctx.globalAlpha = 0.92;
    ctx.strokeStyle = this.inked.paper;
    ctx.lineWidth = 4;
    ctx.strokeText(text, x, top + 1);
    ctx.globalAlpha = 1;
    ctx.fillStyle = this.inked.accent;
    ctx.fillText(text, x, top + 1);
  }

  /** Headings that stand among the shapes, as labels that need room; named by numbers below 0. @param {CanvasRenderingContext2D} ctx */
  #amid(ctx, view = this.view()) {
    ctx.font = HEADED;
    return this.layout.headings.flatMap(({ text, x, y, angle }, place) => (angle === undefined ? [{
      id: -1 - place, x: x * view.scale + view.x, y: y * view.scale + view.y - 8, radius: 0,
      wide: this.#width(ctx, text, HEADING) + 8, high: 18, always: true,
    }] : []));
  }

  /**
   * @param {CanvasRenderingContext2D} ctx in units of the drawing
   * @param {[tie: number, weight: number][]} lines
   */
  #drawLines(ctx, lines, color = inks().line) {
    /** @param {[tie: number, weight: number]} line */
    const over = ([tie]) => dashed(spans[tie], this.lines.length);
    this.#strokeLines(ctx, lines.filter((line) => !over(line)), lines.length, color);
    const past = lines.filter(over);
    if (!past.length) return;
    ctx.save();
    ctx.setLineDash([7 / this.view().scale, 5 / this.view().scale]);
    this.#strokeLines(ctx, past, lines.length, color);
    ctx.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {[tie: number, weight: number][]} lines
   * @param {number} total of all that are drawn
   * @param {string} color
   */
  #strokeLines(ctx, lines, total, color) {
    const thin = Math.min(1, (300 / Math.max(total, 1)) ** 0.3);
    ctx.strokeStyle = color;
    WIDTHS.forEach((width, place) => {
      ctx.lineWidth = width * thin;
      ctx.beginPath();
      for (const [tie, weight] of lines) {
        if (step(weight) !== place) continue;
        const [a, b] = data.ties[tie];
        ctx.moveTo(this.spots[a].x, this.spots[a].y);
        ctx.lineTo(this.spots[b].x, this.spots[b].y);
      }
      ctx.stroke();
    });
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} id @param {{ line: number, ink: string }} look */
  #drawShape(ctx, id, { line, ink }) {
    const { x, y, size, shape, color } = this.spots[id];
    const points = outline(shape, x, y, size);
    ctx.beginPath();
    if (points) points.forEach(([across, down], place) => (place ? ctx.lineTo(across, down) : ctx.moveTo(across, down)));
    else ctx.arc(x, y, size, 0, 2 * Math.PI);
    ctx.closePath();
    ctx.fillStyle = color;
    ctx.strokeStyle = ink;
    ctx.lineWidth = line;
    ctx.fill();
    ctx.stroke();
  }

  /** @returns {Set<number> | null} */
  near() {
    if (this.selected === null || !this.focus) return null;
    return new Set([this.selected, ...tiesOf[this.selected].map(({ other }) => other)]);
  }

  /** @param {CanvasRenderingContext2D} ctx */
  #finish(ctx) {
    const inked = inks();
    const near = this.near();
    if (near) this.#drawNear(ctx, near, inked);
    const { scale } = this.view();
    for (const id of [data.about, this.selected]) {
      if (id === null || id === undefined || !this.left[id]) continue;
      const { x, y, size } = this.spots[id];
      ctx.beginPath();
      ctx.arc(x, y, size * 1.25 + 4 / scale, 0, 2 * Math.PI);
      ctx.strokeStyle = id === this.selected ? inked.ink : inked.accent;
      ctx.lineWidth = 2.5 / scale;
      ctx.stroke();
    }
    this.#drawLabels(ctx, near, inked);
  }

  /**
   * A veil over everything, and the selected node with its partners and lines above it.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Set<number>} near
   * @param {ReturnType<typeof inks>} inked
   */
  #drawNear(ctx, near, inked) {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.globalAlpha = 0.86;
    ctx.fillStyle = inked.paper;
    ctx.fillRect(0, 0, ctx.canvas.clientWidth, ctx.canvas.clientHeight);
    ctx.restore();
    const id = /** @type {number} */ (this.selected);
    const ties = tiesOf[id].filter(({ other }) => this.left[other]);
    this.#drawLines(ctx, ties.map(({ tie }) => [tie, data.ties[tie][2]]), inked.near);
    for (const other of near) {
      if (this.left[other]) this.#drawShape(ctx, other, { line: other === id ? 3 : 1.2, ink: inked.ink });
    }
  }

  /** @param {number} id */
  #letters(id) {
    const sizes = this.spots.map(({ size }) => size);
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    const share = most > least ? (this.spots[id].size - least) / (most - least) : 0.35;
    const large = this.container.clientWidth < 600 ? NARROW : LARGE;
    return Math.round(SMALL + (large - SMALL) * share);
  }

  /**
   * The nodes to label: the selected one and ours first, then by importance; with a selection, its
   * partners only.
   * @param {Set<number> | null} near
   */
  #wanted(near) {
    const first = [this.selected, data.about].filter((id) => id !== null && id !== undefined);
    const rest = this.order.filter((id) => !near || near.has(id));
    return [...new Set([.../** @type {number[]} */ (first), ...rest])].filter((id) => this.left[id]);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} size */
  #width(ctx, text, size) {
    const key = `${size} ${text}`;
    const known = this.widths.get(key) ?? ctx.measureText(text).width;
    this.widths.set(key, known);
    return known;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Set<number> | null} near @param {ReturnType<typeof inks>} inked */
  #drawLabels(ctx, near, inked) {
    const { clientWidth: width, clientHeight: height } = this.container;
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const view = this.view();
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round" });
    this.inked = inked;
    this.sectors = this.#drawSectors(ctx);
    const wanted = this.#wanted(near).map((id) => {
      const size = this.letters[id];
      ctx.font = `${size}px ${FACE}`;
      const wide = Math.max(...this.texts[id].map((line) => this.#width(ctx, line, size))) + 6;
      const always = id === this.selected || id === data.about;
      const { x, y, radius } = this.place(id, view);
      return { id, x, y, radius: always ? radius * 1.25 + 6 : radius, wide, high: (size + 2) * this.texts[id].length, always };
    });
    if (!near) wanted.splice(TOP, 0, ...this.#amid(ctx));
    const boxes = placed(wanted, { width, height, taken: [...this.taken, ...this.sectors], gap: width < 600 ? 1 : 3 });
    this.boxes = boxes.filter(({ id }) => id >= 0);
    this.named = boxes.filter(({ id }) => id < 0).map((box) => ({ ...box, text: this.layout.headings[-1 - box.id].text }));
    for (const { text, x, top } of this.named) this.#drawHeading(ctx, text, x, top);
    for (const box of this.boxes) this.#drawLabel(ctx, box, inked);
    ctx.restore();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed} box @param {ReturnType<typeof inks>} inked */
  #drawLabel(ctx, { id, x, top }, inked) {
    const size = this.letters[id];
    ctx.font = `${id === this.selected || id === data.about ? 600 : 400} ${size}px ${FACE}`;
    this.texts[id].forEach((line, number) => {
      const y = top + number * (size + 2) + 1;
      ctx.globalAlpha = 0.92;
      ctx.strokeStyle = inked.paper;
      ctx.lineWidth = 4;
      ctx.strokeText(line, x, y);
      ctx.globalAlpha = 1;
      ctx.fillStyle = inked.ink;
      ctx.fillText(line, x, y);
    });
  }

  /**
   * Shows some nodes as large as they fit, with room for labels, above what covers the bottom.
   * @param {number[]} ids
   * @param {number} [covered]
   */
  #frame(ids, covered = 0) {
    if (!ids.length) return;
    const sectors = this.framed === "all" ? this.layout.headings.filter(({ angle }) => angle !== undefined) : [];
    /** @param {"x" | "y"} key @param {1 | -1} sign */
    const side = (key, sign) => sign * Math.max(
      ...ids.map((id) => sign * this.spots[id][key] + this.spots[id].size),
      ...sectors.map((heading) => sign * heading[key] + HEADING),
    );
    const [left, right, top, bottom] = [side("x", -1), side("x", 1), side("y", -1), side("y", 1)];
    const { clientWidth: width, clientHeight } = this.container;
    const below = Math.max(covered, this.below);
    const scale = Math.max(0.02, Math.min(
      (width - Math.min(130, width / 5)) / (right - left),
      (clientHeight - below - Math.min(70, clientHeight / 5)) / (bottom - top),
      1.6,
    ));
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 + below / 2 / scale };
    this.net.moveTo({ position, scale });
  }

  /** @param {boolean} [whole] also those who lie far from all others on the map */
  fit(whole = false) {
    this.framed = "all";
    const ids = this.spots.map((_spot, id) => id).filter((id) => this.left[id]);
    this.#frame(this.layout.kind === "map" && !whole ? this.#bulk(ids) : ids);
  }

  /** Ours, and those who are not among the outermost twentieth to any side. @param {number[]} ids */
  #bulk(ids) {
    /** @param {"x" | "y"} axis */
    const inside = (axis) => {
      const sorted = ids.map((id) => this.spots[id][axis]).sort((one, two) => one - two);
      const [low, high] = [0.05, 0.95].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
      return (/** @type {number} */ id) => this.spots[id][axis] >= low && this.spots[id][axis] <= high;
    };
    const [across, down] = [inside("x"), inside("y")];
    return ids.length < 20 ? ids : ids.filter((id) => id === data.about || (across(id) && down(id)));
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
    this.letters = this.spots.map((_spot, id) => this.#letters(id));
    this.words();
  }

  /** How much larger vis-network draws the shape of a node than ours is. @param {number} id */
  #shown(id) {
    return { square: 0.86, diamond: 1.15, triangle: 1.05, triangleDown: 1.05, star: 1.15 }[this.spots[id].shape] ?? 1;
  }

  /** The names in the language of the page. */
  words() {
    this.texts = this.spots.map((_spot, id) => broken(shortOf(id)));
    this.widths.clear();
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
    return this.boxes.map((box) => ({ ...box }));
  }

  redraw() {
    this.net.redraw();
  }
}
