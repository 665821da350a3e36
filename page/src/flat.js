// The canvas of vis-network, for up to some thousand shapes. Lines are the painter's.
import { network as given } from "./data.js";
import { inks } from "./strokes.js";

/** @typedef {import("./canvas.js").Canvas} Canvas */
/** @typedef {import("./canvas.js").Spot} Spot */

// How much larger vis-network draws a shape than ours is.
/** @type {Record<string, number>} */
const DRAWN = { square: 0.86, diamond: 1.15, triangle: 1.05, triangleDown: 1.05, star: 1.15 };

/** @implements {Canvas} */
export class Flat {
  /** @param {HTMLElement} container @param {Spot[]} spots @param {import("./canvas.js").Painter} painter */
  constructor(container, spots, { below, above, click, resized }) {
    this.lined = false;
    // The first picture is drawn once, when all is at its place.
    this.begun = false;
    requestAnimationFrame(() => { this.begun = true; });
    /** @type {boolean[]} */
    this.left = spots.map(() => true);
    this.spots = spots;
    this.border = "";
    this.make = () => {
      this.border = inks().ink;
      /** @type {vis.DataSet<any>} */
      this.nodes = new vis.DataSet(spots.map(({ x, y }, id) => ({ id, x, y, ...this.#look(id) })));
      this.shown = new vis.DataView(this.nodes, { filter: ({ id }) => this.left[id] });
      const network = new vis.Network(container, { nodes: this.shown, edges: new vis.DataSet([]) }, given.options);
      network.on("beforeDrawing", below);
      network.on("afterDrawing", above);
      network.on("click", ({ pointer }) => click(pointer.DOM));
      network.on("resize", () => setTimeout(resized));
      return network;
    };
    /** @type {vis.Network | null} */
    this.made = null;
  }

  /** Made when it is first looked at: shapes have their places and colours then, which it would have to change. */
  get network() {
    this.made ??= this.make();
    return this.made;
  }

  view() {
    const { x, y } = this.network.canvasToDOM({ x: 0, y: 0 });
    return { scale: this.network.getScale(), x, y };
  }

  /** @param {{ position?: import("./canvas.js").Point, scale?: number }} to */
  moveTo(to) {
    this.network.moveTo(to);
  }

  /** @param {number} id */
  #look(id) {
    const { color, shape, size } = this.spots[id];
    return { shape, size: size * (DRAWN[shape] ?? 1), color: { background: color, border: this.border } };
  }

  /** @param {Spot[]} spots */
  move(spots) {
    this.nodes?.update(spots.map(({ x, y }, id) => ({ id, x, y })));
  }

  look() {
    this.border = inks().ink;
    this.nodes?.update(this.spots.map((_spot, id) => ({ id, ...this.#look(id) })));
  }

  /** @param {boolean[]} left */
  keep(left) {
    const changed = left.some((one, id) => one !== this.left[id]);
    this.left = left;
    if (changed) this.shown?.refresh();
  }

  redraw() {
    if (this.begun) this.network.redraw();
  }
}
