// What the pointer is on and what it does there: names, selects, opens a group, moves a shape.
import { carry } from "./carry.js";
import { framed } from "./frames.js";

const EASY_REACH = 14;

/** The pointer over a drawing. */
export class Pointing {
  /**
   * @param {import("./drawing.js").Drawing} drawing
   * @param {{ onSelect: (id: number | null) => void, onHover: (id: number | null, at?: vis.Point) => void }} told
   */
  constructor(drawing, { onSelect, onHover }) {
    this.drawing = drawing;
    this.onSelect = onSelect;
    this.onHover = onHover;
    /** @type {number | null} */
    this.hovered = null;
  }

  /** Begins to listen, when there is something to point at. */
  listen() {
    const { container } = this.drawing;
    carry(container, {
      wanted: () => this.drawing.movable,
      at: (point) => (this.drawing.layout.kind === "map" || this.drawing.far() ? null : this.#at(point, 2)),
      move: (id, point) => this.#carry(id, point),
      choose: (id) => this.onSelect(id),
    });
    container.addEventListener("pointermove", (event) => this.#point(event));
    container.addEventListener("pointerleave", () => this.#hover(null));
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => this.#let());
  }

  /** The end of a drag: names are placed anew. */
  #let() {
    if (!this.drawing.dragged) return;
    this.drawing.dragged = false;
    this.drawing.redraw();
  }

  /** @param {number} id @param {import("./canvas.js").Point} point of the screen */
  #carry(id, point) {
    const { scale, x, y } = this.drawing.view();
    const at = { x: (point.x - x) / scale, y: (point.y - y) / scale };
    this.#hover(null);
    this.drawing.carried.set(id, at);
    Object.assign(this.drawing.spots[id], at);
    this.drawing.canvas?.move(this.drawing.spots);
    this.drawing.onCarried(true);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (event.buttons) {
      this.drawing.dragged = true;
      return this.#hover(null);
    }
    const frame = this.drawing.container.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const near = this.drawing.far() ? this.drawing.near() ?? new Set() : null;
    const id = this.#at(at, 2, (one) => near?.has(one) ?? true);
    if (id !== this.hovered) this.#hover(id, at);
  }

  /** @param {number | null} id @param {vis.Point} [at] */
  #hover(id, at) {
    if (id === this.hovered && id === null) return;
    this.hovered = id;
    this.drawing.container.style.cursor = id === null ? "" : "pointer";
    this.onHover(id, at);
  }

  /** A click at a point of the screen. @param {import("./canvas.js").Point} at */
  click(at) {
    if (!this.drawing.far()) return this.onSelect(this.#at(at, EASY_REACH));
    const near = this.drawing.near();
    const id = near ? this.#at(at, EASY_REACH, (one) => near.has(one)) : null;
    if (id !== null) return this.onSelect(id);
    const { scale, x, y } = this.drawing.view();
    const disc = this.drawing.layout.discs?.find((one) => Math.hypot(one.x * scale + x - at.x, one.y * scale + y - at.y) < Math.max(one.radius * scale, EASY_REACH));
    if (!disc || near) return this.onSelect(null);
    this.drawing.framed = "some";
    const square = [-1, 1].map((sign) => ({ x: disc.x + sign * disc.radius, y: disc.y + sign * disc.radius, size: 0 }));
    const { clientWidth: width, clientHeight: height } = this.drawing.container;
    this.drawing.canvas?.moveTo(framed(square, { width, height, below: this.drawing.below }));
  }

  /**
   * The node at a point: the one hit, else the nearest within reach.
   * @param {vis.Point} point
   * @param {number} reach
   * @param {(id: number) => boolean} [among]
   */
  #at(point, reach, among = () => true) {
    const { scale, x, y } = this.drawing.view();
    /** @type {{ id: number | null, far: number }} */
    const best = { id: null, far: reach };
    this.drawing.spots.forEach((spot, id) => {
      if (!this.drawing.left[id] || !among(id)) return;
      const far = Math.hypot(spot.x * scale + x - point.x, spot.y * scale + y - point.y) - spot.size * scale;
      if (far < best.far) Object.assign(best, { id, far });
    });
    return best.id;
  }

  /**
   * The nearest node in a direction, from the selected one or from the middle.
   * @param {{ x: number, y: number }} way
   */
  next(way) {
    const from = this.drawing.selected === null ? { x: 0, y: 0 } : this.drawing.spots[this.drawing.selected];
    /** @type {{ id: number | null, cost: number }} */
    let best = { id: null, cost: Infinity };
    this.drawing.spots.forEach(({ x, y }, id) => {
      if (id === this.drawing.selected || !this.drawing.left[id]) return;
      const along = (x - from.x) * way.x + (y - from.y) * way.y;
      const aside = Math.abs((x - from.x) * way.y - (y - from.y) * way.x);
      const cost = along + 2 * aside;
      if (along > 0 && aside <= along && cost < best.cost) best = { id, cost };
    });
    return best.id;
  }
}
