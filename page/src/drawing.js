// The drawing: vis-network draws shapes and lines at the places that Python chose; the labels are
// drawn here, the most central first, and none over another.
import { data, network as given, tiesOf } from "./data.js";
import { placed } from "./labels.js";

const LABEL_FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
const LINE_HEIGHT = 15;
const FAINT = 0.16;
const NEAR_LINE = "#5b6b7b";
const EASY_REACH = 14;

/** @typedef {{ id: number, x: number, y: number, size: number }} Drawn */
/** @typedef {import("./labels.js").Placed} Placed */

/** The drawing in its element, and what the page may ask of it. */
export class Drawing {
  /**
   * @param {HTMLElement} container
   * @param {{ onSelect: (id: number | null) => void, onHover: (id: number | null, at?: vis.Point) => void }} told
   */
  constructor(container, { onSelect, onHover }) {
    this.container = container;
    // Python drew for a wide screen: on an upright one the drawing is laid on its side.
    if (container.clientHeight > 1.25 * container.clientWidth) {
      for (const node of given.nodes) [node.x, node.y] = [node.y, node.x];
    }
    /** @type {number | null} */
    this.selected = null;
    /** @type {number | null} */
    this.hovered = null;
    /** @type {(id: number) => boolean} */
    this.visible = () => true;
    /** @type {Placed[]} */
    this.boxes = [];
    /** @type {Map<string, number>} */
    this.widths = new Map();
    this.onSelect = onSelect;
    this.onHover = onHover;
    /** @type {vis.DataSet<any>} */
    this.nodes = new vis.DataSet(given.nodes.map((node) => ({ ...node, label: undefined })));
    /** @type {vis.DataSet<any>} */
    this.edges = new vis.DataSet(given.edges.map((edge, id) => ({ ...edge, id })));
    this.shown = new vis.DataView(this.nodes, { filter: (node) => this.visible(node.id) });
    this.network = new vis.Network(container, { nodes: this.shown, edges: this.edges }, given.options);
    this.#listen();
  }

  #listen() {
    this.network.on("afterDrawing", (ctx) => this.#drawLabels(ctx));
    this.network.on("click", (event) => this.onSelect(this.#touched(event)));
    this.network.on("hoverNode", ({ node, pointer }) => this.#hover(node, pointer.DOM));
    this.network.on("blurNode", () => this.#hover(null));
    this.network.on("dragEnd", ({ nodes }) => this.#moved(nodes));
    this.network.on("resize", () => setTimeout(() => this.fit()));
  }

  /** @param {number | null} id @param {vis.Point} [at] */
  #hover(id, at) {
    this.hovered = id;
    this.container.style.cursor = id === null ? "" : "pointer";
    this.onHover(id, at);
  }

  /** @param {number[]} ids */
  #moved(ids) {
    for (const [id, { x, y }] of Object.entries(this.network.getPositions(ids))) {
      this.nodes.update({ id: Number(id), x, y });
    }
  }

  #near() {
    if (this.selected === null) return null;
    return new Set([this.selected, ...tiesOf[this.selected].map(({ other }) => other)]);
  }

  #ids() {
    return data.nodes.map((_node, id) => id).filter((id) => this.visible(id));
  }

  /**
   * Where a node is on the screen now, in CSS pixels, and how large.
   * @param {number} id
   */
  place(id) {
    const node = this.nodes.get(id);
    const { x, y } = this.network.canvasToDOM({ x: node.x, y: node.y });
    return { x, y, radius: node.size * this.network.getScale() };
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text */
  #width(ctx, text) {
    const known = this.widths.get(text) ?? ctx.measureText(text).width;
    this.widths.set(text, known);
    return known;
  }

  // Selected and pointed-at nodes first, then by centrality; with a selection, its neighbours only.
  #wanted() {
    const close = this.#near();
    const first = /** @type {number[]} */ ([this.selected, this.hovered].filter((id) => id !== null));
    const rest = data.nodes.map((_node, id) => id).filter((id) => !close || close.has(id));
    return [...new Set([...first, ...rest])].filter((id) => this.visible(id));
  }

  /** @param {CanvasRenderingContext2D} ctx */
  #drawLabels(ctx) {
    const { clientWidth: width, clientHeight: height } = this.container;
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    // Only the few that matter most at this size may hide another shape behind their label.
    const many = Math.ceil((width * height) / 90_000);
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(ctx, { font: LABEL_FONT, textAlign: "center", textBaseline: "top", lineJoin: "round" });
    const wanted = this.#wanted().map((id, position) => {
      const { lines } = data.nodes[id];
      const wide = Math.max(...lines.map((line) => this.#width(ctx, line))) + 6;
      const always = position < many || id === this.hovered || id === this.selected;
      return { id, ...this.place(id), wide, high: LINE_HEIGHT * lines.length, always };
    });
    this.boxes = placed(wanted, { width, height });
    for (const box of this.boxes) this.#drawLabel(ctx, box);
    ctx.restore();
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed} box */
  #drawLabel(ctx, { id, x, top }) {
    ctx.font = id === this.selected ? `600 ${LABEL_FONT}` : LABEL_FONT;
    data.nodes[id].lines.forEach((line, number) => {
      const y = top + number * LINE_HEIGHT + 1;
      ctx.strokeStyle = "rgba(255,255,255,0.92)";
      ctx.lineWidth = 4;
      ctx.strokeText(line, x, y);
      ctx.fillStyle = "#16212c";
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
    const found = /** @type {Drawn[]} */ (this.nodes.get(ids));
    /** @param {"x" | "y"} key @param {1 | -1} sign */
    const side = (key, sign) => sign * Math.max(...found.map((node) => sign * node[key] + node.size));
    const [left, right, top, bottom] = [side("x", -1), side("x", 1), side("y", -1), side("y", 1)];
    const { clientWidth: width, clientHeight } = this.container;
    const scale = Math.max(0.02, Math.min(
      (width - Math.min(130, width / 5)) / (right - left),
      (clientHeight - covered - 90) / (bottom - top),
      1.6,
    ));
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (covered / 2 + 12) / scale };
    this.network.moveTo({ position, scale });
  }

  fit() {
    this.#frame(this.#ids());
  }

  /**
   * The selected node and its neighbours bright, the rest faint.
   * @param {number | null} id
   */
  select(id) {
    this.selected = id;
    const close = this.#near();
    this.nodes.update(this.nodes.getIds().map((node) => ({
      id: node,
      opacity: !close || close.has(node) ? 1 : FAINT,
      borderWidth: node === id ? 4 : 1.5,
    })));
    // Lines of others would cross over those that matter now: they are not drawn at all.
    this.edges.update(data.ties.map(([a, b], tie) => {
      const color = close ? NEAR_LINE : given.options.edges.color.color;
      return { id: tie, hidden: Boolean(close) && a !== id && b !== id, color: { color, hover: color, inherit: false } };
    }));
  }

  /**
   * The selected node and its neighbours in sight.
   * @param {number} covered
   */
  centre(covered) {
    this.#frame([...this.#near() ?? []].filter((id) => this.visible(id)), covered);
  }

  /**
   * Whether a node stands where it can be seen well.
   * @param {number} id
   * @param {number} covered
   */
  inSight(id, covered) {
    const { x, y } = this.place(id);
    const margin = 40;
    return x > margin && x < this.container.clientWidth - margin
      && y > margin && y < this.container.clientHeight - covered - margin;
  }

  /**
   * The node under a finger: the one hit, else the nearest within reach of a fingertip.
   * @param {{ pointer: { DOM: vis.Point } }} event
   */
  #touched({ pointer }) {
    const hit = this.network.getNodeAt(pointer.DOM);
    if (hit !== undefined) return hit;
    /** @type {{ id: number | null, far: number }} */
    let best = { id: null, far: EASY_REACH };
    for (const id of this.#ids()) {
      const { x, y, radius } = this.place(id);
      const far = Math.hypot(x - pointer.DOM.x, y - pointer.DOM.y) - radius;
      if (far < best.far) best = { id, far };
    }
    return best.id;
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor });
  }

  /** @param {(id: number) => boolean} visible */
  show(visible) {
    this.visible = visible;
    this.shown.refresh();
  }

  labels() {
    return this.boxes.map((box) => ({ ...box }));
  }

  redraw() {
    this.network.redraw();
  }
}
