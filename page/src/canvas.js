// What draws shapes: two canvases that fulfil one interface. Up to some thousand shapes vis-network,
// beyond that sigma. All else (names, frames, what is selected) is the same code above either.
import { Flat } from "./flat.js";
import { Large } from "./large.js";

/** @typedef {import("./strokes.js").Spot} Spot */
/** @typedef {import("./strokes.js").Lines} Lines */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ scale: number, x: number, y: number }} View scale: pixels to a unit; x, y: pixels of the drawing's middle */
/**
 * What the drawing lends to its canvas. The contexts are in units of the drawing.
 * @typedef {object} Painter
 * @property {(ctx: CanvasRenderingContext2D) => void} below before the shapes are drawn
 * @property {(ctx: CanvasRenderingContext2D) => void} above when they are
 * @property {() => boolean} bare whether all shapes and lines are left to the painter
 * @property {(at: Point) => void} click
 * @property {() => void} resized
 */
/**
 * What the drawing asks of its canvas.
 * @typedef {object} Canvas
 * @property {boolean} lined whether it draws the lines, so that `below` need not
 * @property {() => View} view what is looked at
 * @property {(to: { position?: Point, scale?: number }) => void} moveTo
 * @property {(spots: Spot[]) => void} move shapes have other places
 * @property {(spots: Spot[]) => void} look shapes have other colours, kinds or sizes
 * @property {(left: boolean[], lines: Lines) => void} keep which shapes and which lines are drawn
 * @property {() => void} redraw
 */

/**
 * The canvas that this page came with; null where the browser cannot draw on it.
 * @param {HTMLElement} container
 * @param {Spot[]} spots
 * @param {Painter} painter
 * @returns {Canvas | null}
 */
export function makeCanvas(container, spots, painter) {
  if (typeof sigma === "undefined") return new Flat(container, spots, painter);
  const able = document.createElement("canvas").getContext("webgl2");
  able?.getExtension("WEBGL_lose_context")?.loseContext();
  return able ? new Large(container, spots, painter) : null;
}
