// The drawing: a canvas draws the shapes at the places that Python chose; what is painted around them and
// what the pointer does stand beside, so that a selection or a filter changes no more than it must.
import { makeCanvas } from "./canvas.js";
import { data, network as given, tiesOf } from "./data.js";
import { alongside, bulk, framed, upright } from "./frames.js";
import { Lettering } from "./lettering.js";
import { Painting } from "./painting.js";
import { Pointing } from "./pointing.js";

// How far outside of a sector its name may reach.
const HEADED = 13;
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
    this.focus = false;
    /** @type {Set<number> | null} the selected one and its partners, where all others fade */
    this.close = null;
    /** @type {boolean[]} */
    this.left = data.nodes.map(() => true);
    /** @type {[tie: number, weight: number][]} */
    this.lines = [];
    /** @type {number[]} */
    this.order = data.nodes.map((_node, id) => id);
    /** @type {{ left: number, top: number, right: number, bottom: number }[]} */
    this.taken = [];
    // How much of the bottom the legend covers.
    this.below = 0;
    this.lettering = new Lettering(container);
    this.painting = new Painting(this);
    this.pointing = new Pointing(this, { onSelect, onHover });
    /** @type {import("./canvas.js").Canvas | null} */
    this.canvas = null;
    this.#start();
  }

  /**
   * @param {import("./layouts.js").Layout} layout
   * @returns {boolean} whether anything moved
   */
  arrange(layout) {
    const { clientWidth: width, clientHeight: height } = this.container;
    const { turned, layout: shown } = upright(layout, { width, height });
    this.layout = shown;
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
      below: (ctx) => this.painting.below(ctx),
      above: (ctx) => this.painting.above(ctx),
      bare: () => this.far(),
      click: (at) => this.pointing.click(at),
      resized: () => this.refit(),
    });
    this.pointing.listen();
  }

  /** Everything that was moved by hand back to its place. */
  putBack() {
    this.carried.clear();
    this.onCarried(false);
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

  /**
   * Where a node is on the screen now, in CSS pixels, and how large.
   * @param {number} id
   */
  place(id, view = this.view()) {
    const { x, y, size } = this.spots[id];
    return { x: x * view.scale + view.x, y: y * view.scale + view.y, radius: size * view.scale };
  }

  /** @returns {Set<number> | null} */
  near() {
    return this.close;
  }

  /**
   * Shows some nodes as large as they fit, with room for labels, above what covers the bottom.
   * @param {number[]} ids
   * @param {number} [covered]
   * @param {import("./frames.js").Place[]} [more] what else is to be seen
   */
  #frame(ids, covered = 0, more = []) {
    if (!ids.length) return;
    const sectors = this.framed === "all" ? this.layout.headings.filter(({ angle }) => angle !== undefined) : [];
    const { clientWidth: width, clientHeight: height } = this.container;
    const window = { width, height, below: Math.max(covered, this.below) };
    this.canvas?.moveTo(framed([...ids.map((id) => this.spots[id]), ...more], window, sectors.map(({ x, y }) => ({ x, y, size: HEADED }))));
  }

  /** @param {boolean} [whole] also those who lie far from all others on the map */
  fit(whole = false) {
    this.framed = "all";
    const ids = this.spots.map((_spot, id) => id).filter((id) => this.left[id]);
    if (this.layout.kind !== "map" || whole) return this.#frame(ids);
    const shown = bulk(this.spots, ids, data.about);
    const ends = (this.layout.flows ?? []).flatMap(({ x1, y1, x2, y2 }) => [{ x: x1, y: y1 }, { x: x2, y: y2 }]);
    this.#frame(shown, 0, alongside(shown.map((id) => this.spots[id]), ends));
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
    this.close = id === null || !focus ? null : new Set([id, ...tiesOf(id).map(({ other }) => other)]);
    this.redraw();
  }

  /**
   * The selected node and its neighbours in sight.
   * @param {number} covered
   */
  centre(covered) {
    this.framed = "near";
    const near = this.selected === null ? [] : [this.selected, ...tiesOf(this.selected).map(({ other }) => other)];
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

  labels() {
    return this.lettering.boxes.map((box) => ({ ...box }));
  }

  redraw() {
    this.canvas?.redraw();
  }
}
