// What is drawn below and above the shapes: lines, land and flows; rings, the selected one with its
// partners, and the names that find room.
import { data, tiesOf } from "./data.js";
import { AMONG, drawDiscs, drawFlows, drawLand, drawLines, drawShape, inks } from "./strokes.js";

// Of more names than this only the first are tried.
const NAMES = 160;
// More lines than this are left out while the picture is dragged.
const LIGHT = 4000;
// What is selected is seen from afar, too, in pixels.
const SEEN = 3;
// What is no farther outside of the window, in pixels, may reach into it.
const MARGIN = 12;
// Of a crowd of shapes one in so many pixels stands for all of its group there.
const CLOSE = 6;

/** @typedef {import("./frames.js").Place} Place */

/** Paints around the shapes of a drawing. */
export class Painting {
  /** @param {import("./drawing.js").Drawing} drawing */
  constructor(drawing) {
    this.drawing = drawing;
    this.inked = inks();
  }

  /**
   * All lines; in the picture of one, those among the others are faint.
   * @param {CanvasRenderingContext2D} ctx
   */
  below(ctx) {
    this.inked = inks();
    const { scale } = this.drawing.view();
    const look = { scale, color: this.inked.line, total: this.drawing.lines.length };
    if (this.drawing.layout.kind === "map" && data.map) drawLand(ctx, data.map, this.inked.land);
    if (this.drawing.layout.flows) return drawFlows(ctx, this.drawing.layout.flows, look);
    if (this.drawing.far()) return drawFlows(ctx, this.drawing.layout.streams ?? [], look);
    if (this.drawing.canvas?.lined || (this.drawing.dragged && this.drawing.lines.length > LIGHT)) return;
    if (this.drawing.layout.kind !== "partners") return drawLines(ctx, this.drawing.spots, this.drawing.lines, look);
    /** @param {number} tie */
    const own = (tie) => data.ties[tie][0] === data.about || data.ties[tie][1] === data.about;
    ctx.save();
    ctx.globalAlpha = AMONG;
    drawLines(ctx, this.drawing.spots, this.drawing.lines.filter(([tie]) => !own(tie)), look);
    ctx.restore();
    drawLines(ctx, this.drawing.spots, this.drawing.lines.filter(([tie]) => own(tie)), look);
  }

  /** @param {CanvasRenderingContext2D} ctx */
  above(ctx) {
    const near = this.drawing.near();
    const view = this.drawing.view();
    const far = this.drawing.far() && !near;
    const partners = this.#partners();
    if (view.scale !== this.drawing.scale) this.drawing.onScale(this.drawing.scale = view.scale);
    if (far) drawDiscs(ctx, this.drawing.layout.discs ?? [], { ...this.inked, scale: view.scale });
    if (near) this.#drawNear(ctx, near);
    this.#drawRings(ctx);
    this.drawing.lettering.draw(ctx, {
      place: (id) => this.drawing.place(id, view), wanted: () => (far ? [] : this.#wanted(near, partners)), partners: new Set(partners), selected: this.drawing.selected,
      headings: far ? this.drawing.layout.named ?? [] : this.drawing.layout.headings,
      groups: this.drawing.layout.groups, crowd: this.drawing.canvas?.lined && !near && !far ? this.#crowd(view) : undefined, grouped: !near, taken: this.drawing.taken, view, inked: this.inked,
      moving: this.drawing.dragged && view.scale === this.drawing.lettering.seen?.scale,
    });
  }

  /** Around ours and the selected one. @param {CanvasRenderingContext2D} ctx */
  #drawRings(ctx) {
    const { scale } = this.drawing.view();
    for (const id of [data.about, this.drawing.selected]) {
      if (id === null || id === undefined || !this.drawing.left[id]) continue;
      const { x, y, size } = this.drawing.spots[id];
      ctx.beginPath();
      ctx.arc(x, y, Math.max(size, this.#least()) * 1.25 + 4 / scale, 0, 2 * Math.PI);
      ctx.strokeStyle = id === this.drawing.selected ? this.inked.ink : this.inked.accent;
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
    const id = /** @type {number} */ (this.drawing.selected);
    const inSight = this.#sight();
    const { left, spots } = this.drawing;
    const ties = tiesOf(id).filter(({ other }) => left[other] && inSight(spots[id], spots[other]));
    const { scale } = this.drawing.view();
    const least = this.#least();
    drawLines(ctx, spots, ties.map(({ tie }) => [tie, data.ties[tie][2]]), { scale, color, total: this.drawing.lines.length, least: least / SEEN });
    for (const other of near) {
      const spot = spots[other];
      if (left[other] && inSight(spot, spot)) drawShape(ctx, { ...spot, size: Math.max(spot.size, least) }, { line: (other === id ? 3 : 1.2) * Math.min(1, spot.size / least || 1), ink });
    }
  }

  /** Whether what reaches from one place to another may be in the window: partners are thousands. */
  #sight() {
    const { scale, x, y } = this.drawing.view();
    const { clientWidth: width, clientHeight: height } = this.drawing.container;
    const rim = MARGIN / scale;
    const [left, right, top, bottom] = [-x / scale - rim, (width - x) / scale + rim, -y / scale - rim, (height - y) / scale + rim];
    return (/** @type {Place} */ one, /** @type {Place} */ other) => {
      const reach = 1.5 * Math.max(one.size, other.size);
      return Math.max(one.x, other.x) + reach > left && Math.min(one.x, other.x) - reach < right
        && Math.max(one.y, other.y) + reach > top && Math.min(one.y, other.y) - reach < bottom;
    };
  }

  /** The least radius of what is selected, in units of the drawing: only a large picture is seen from so far. */
  #least() {
    return this.drawing.canvas?.lined ? SEEN / this.drawing.view().scale : 0;
  }

  /** The partners of the one in the middle, in its picture. */
  #partners() {
    return this.drawing.layout.kind === "partners" && data.about !== null ? tiesOf(data.about).map(({ other }) => other) : [];
  }

  /**
   * The nodes to label: the selected one and ours first, in its picture its partners, then by importance; with a selection, its
   * partners only.
   * @param {Set<number> | null} near
   * @param {number[]} close
   */
  #wanted(near, close) {
    const { selected, left, order, canvas } = this.drawing;
    const inFrame = canvas?.lined ? this.#framed() : () => true;
    /** @type {Set<number>} */
    const found = new Set();
    /** @param {number | null} id */
    const add = (id) => { if (id !== null && left[id] && inFrame(id)) found.add(id); };
    [selected, data.about].forEach(add);
    for (const ids of [close, order]) {
      for (const id of ids) {
        // Of tens of thousands the first in the window that may find room are enough.
        if (canvas?.lined && found.size >= NAMES) return [...found];
        if (!near || near.has(id)) add(id);
      }
    }
    return [...found];
  }

  /** What lies in the window, of each group once in so many pixels. @param {import("./canvas.js").View} view */
  #crowd(view) {
    const { left, layout } = this.drawing;
    const inFrame = this.#framed();
    /** @type {Map<string, import("./labels.js").Lying>} */
    const found = new Map();
    left.forEach((one, id) => {
      if (!one || !inFrame(id)) return;
      const { x, y, radius } = this.drawing.place(id, view);
      const group = layout.groups?.[id];
      found.set([Math.round(x / CLOSE), Math.round(y / CLOSE), group].join(), {
        id, radius, group, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius,
      });
    });
    return [...found.values()];
  }

  /** Whether a node is in the window. */
  #framed() {
    const { scale, x, y } = this.drawing.view();
    const { clientWidth: width, clientHeight: height } = this.drawing.container;
    return (/** @type {number} */ id) => {
      const spot = this.drawing.spots[id];
      const [across, down] = [spot.x * scale + x, spot.y * scale + y];
      return across > 0 && across < width && down > 0 && down < height;
    };
  }
}
