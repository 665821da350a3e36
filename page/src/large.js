// The canvas of sigma, for tens of thousands of shapes in WebGL 2. Sigma keeps the camera, its
// gestures and the layers; shapes and lines are drawn by programs of our own in its layer of nodes.
// While the picture moves, lines are left out, and of very many shapes the smaller.
import { data } from "./data.js";
import { channels, Shapes, STRIDE, Strokes } from "./programs.js";
import { inks, step, WIDTHS } from "./strokes.js";

/** @typedef {import("./canvas.js").Canvas} Canvas */
/** @typedef {import("./canvas.js").Spot} Spot */
/** @typedef {import("./canvas.js").Lines} Lines */

// Half the width of the square that the camera shows at its ratio 1, in units of the drawing.
const HALF = 10_000;
// The picture stands still after so many milliseconds without a movement.
const STILL = 140;
// So many shapes are drawn while the picture moves.
const MOVING = 1000;
// So many times as long as the window has pixels are all lines together: more of them hide each other, and are drawn nearer.
const INK = 2;
// So many pixels to a unit at least and at most.
const [LEAST, MOST] = [0.004, 6];

/** @param {HTMLElement} container @param {number} level */
function plane(container, level) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("style", `position:absolute;inset:0;width:100%;height:100%;pointer-events:none;z-index:${level}`);
  container.append(canvas);
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** @implements {Canvas} */
export class Large {
  /** @param {HTMLElement} container @param {Spot[]} spots @param {import("./canvas.js").Painter} painter */
  constructor(container, spots, painter) {
    this.lined = true;
    this.container = container;
    this.painter = painter;
    this.spots = spots;
    /** @type {boolean[]} */
    this.left = spots.map(() => true);
    /** @type {Lines} */
    this.lines = [];
    this.drawn = "";
    /** @type {number | undefined} */
    this.next = undefined;
    this.moving = false;
    this.stale = { shapes: true, lines: true };
    // What lies over the drawing stays above its planes.
    container.style.isolation = "isolate";
    this.below = plane(container, 0);
    const stage = document.createElement("div");
    stage.setAttribute("style", "position:absolute;inset:0;z-index:1");
    container.append(stage);
    this.above = plane(container, 2);
    this.#start(stage);
    this.moveTo({ position: { x: 0, y: 0 }, scale: 0.05 });
  }

  /** @param {HTMLElement} stage */
  #start(stage) {
    // Sigma renders nothing, not even layers, where there is no node.
    const graph = new sigma.Graph();
    graph.addNode("", { x: 0, y: 0, size: 0 });
    this.sigma = new sigma.Sigma(graph, stage, { settings: {
      allowInvalidContainer: true, enableCameraRotation: false, renderLabels: false, stagePadding: 0, inertiaDuration: 0, doubleClickTimeout: 0,
    } });
    this.sigma.setCustomBBox({ x: [-HALF, HALF], y: [-HALF, HALF] });
    this.sigma.refresh();
    this.sigma.addCustomLayerProgram("shapes", "nodes", (/** @type {WebGL2RenderingContext} */ gl) => {
      this.shapes = new Shapes(gl);
      this.strokes = new Strokes(gl);
      return { render: () => this.#render(), kill() {} };
    });
    this.sigma.on("clickStage", (/** @type {any} */ { event }) => this.painter.click({ x: event.x, y: event.y }));
    this.sigma.on("doubleClickStage", (/** @type {any} */ { preventSigmaDefault }) => preventSigmaDefault());
    this.sigma.on("afterRender", () => this.#paint());
    this.sigma.on("resize", () => setTimeout(() => this.#resized()));
    this.camera.on("updated", () => this.#moved());
  }

  get camera() {
    return this.sigma.getCamera();
  }

  #resized() {
    const whole = this.view().scale * this.camera.getState().ratio;
    if (whole > 0) this.sigma.setSettings({ minCameraRatio: whole / MOST, maxCameraRatio: whole / LEAST });
    this.painter.resized();
  }

  #moved() {
    this.moving = true;
    clearTimeout(this.still);
    this.still = setTimeout(() => {
      this.moving = false;
      this.sigma.scheduleRender();
    }, STILL);
  }

  view() {
    const cameraState = this.camera.getState();
    const middle = this.sigma.graphToViewport({ x: 0, y: 0 }, { cameraState });
    const right = this.sigma.graphToViewport({ x: HALF, y: 0 }, { cameraState });
    return { scale: (right.x - middle.x) / HALF, x: middle.x, y: middle.y };
  }

  /** @param {{ position?: import("./canvas.js").Point, scale?: number }} to */
  moveTo({ position, scale }) {
    const state = this.camera.getState();
    const now = this.view().scale;
    const wanted = Math.min(MOST, Math.max(LEAST, scale ?? now));
    const at = position ? this.sigma.graphToFramedGraph({ x: position.x, y: -position.y }) : state;
    this.camera.setState({ x: at.x, y: at.y, ratio: now > 0 ? (state.ratio * now) / wanted : state.ratio });
    // Seen at once: nobody watches the way there.
    clearTimeout(this.still);
    this.moving = false;
  }

  /** @param {Spot[]} spots */
  move(spots) {
    this.spots = spots;
    this.stale = { shapes: true, lines: true };
    this.redraw();
  }

  /** @param {Spot[]} spots */
  look(spots) {
    this.spots = spots;
    this.stale.shapes = true;
    this.redraw();
  }

  /** @param {boolean[]} left @param {Lines} lines */
  keep(left, lines) {
    this.left = left;
    this.lines = lines;
    this.stale = { shapes: true, lines: true };
    this.redraw();
  }

  /** What lies over the shapes is drawn anew, the shapes themselves only if they or the camera changed. */
  redraw() {
    const { scale, x, y } = this.view();
    const key = [scale, x, y, this.painter.bare()].join();
    if (key !== this.drawn || this.stale.shapes || this.stale.lines) return this.sigma.scheduleRender();
    this.next ??= requestAnimationFrame(() => {
      this.next = undefined;
      this.#paint();
    });
  }

  #fill() {
    if (this.stale.shapes) this.shapes?.set(this.spots, this.left);
    if (this.stale.lines) this.strokes?.set(this.#ends());
    this.stale = { shapes: false, lines: false };
  }

  /** The strongest last; of equal ones those that a hash of their numbers mixes: no corner has more of them. */
  #ends() {
    const values = new Float32Array(this.lines.length * STRIDE);
    const mixed = this.lines.map(([tie]) => Math.imul(tie + 1, 0x9e3779b1) >>> 0);
    const order = this.lines.map((_line, place) => place).sort((one, two) => this.lines[one][1] - this.lines[two][1] || mixed[one] - mixed[two]);
    order.map((number) => this.lines[number]).forEach(([tie, weight], place) => {
      const [one, other] = [this.spots[data.ties[tie][0]], this.spots[data.ties[tie][1]]];
      values.set([one.x, one.y, other.x, other.y, WIDTHS[step(weight)]], place * STRIDE);
    });
    return values;
  }

  /** How many pixels of lines are drawn: all where the reader asked for all. @param {{ width: number, height: number }} window */
  #ink({ width, height }) {
    return this.lines.length > data.lines.length ? Infinity : INK * width * height;
  }

  #render() {
    const view = this.view();
    const bare = this.painter.bare();
    this.drawn = this.moving ? "" : [view.scale, view.x, view.y, bare].join();
    if (bare) return;
    this.#fill();
    const { line, ink } = inks();
    const window = this.sigma.getDimensions();
    const many = Math.min(1, (3000 / Math.max(this.lines.length, 1)) ** 0.3);
    if (!this.moving) this.strokes?.draw(view, window, { ink: channels(line, 0.35 * many + 0.1), thin: many, most: this.#ink(window) });
    this.shapes?.draw(view, window, { ink: channels(ink), most: this.moving ? MOVING : Infinity });
  }

  #paint() {
    const view = this.view();
    for (const [ctx, act] of /** @type {const} */ ([[this.below, this.painter.below], [this.above, this.painter.above]])) {
      const ratio = window.devicePixelRatio;
      const [width, height] = [this.container.clientWidth, this.container.clientHeight].map((size) => Math.round(size * ratio));
      if (ctx.canvas.width !== width || ctx.canvas.height !== height) Object.assign(ctx.canvas, { width, height });
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, width, height);
      ctx.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
      act(ctx);
    }
  }
}
