// Land, lines and shapes on a canvas, in units of the drawing. Knows no names and no selection.
import { data } from "./data.js";
import { spans } from "./model.js";
import { outline } from "./shapes.js";
import { dashed } from "./times.js";

/** @typedef {{ x: number, y: number, size: number, shape: string, color: string }} Spot */
/** @typedef {[tie: number, weight: number][]} Lines */

// Thickness of lines in five steps: one stroke each, whatever their number.
export const WIDTHS = [0.8, 1.3, 2, 3, 4.5];

/** How faint lines among the partners of one are. */
export const AMONG = 0.22;

/** @param {number} weight */
export const step = (weight) => Math.min(WIDTHS.length - 1, Math.floor(Math.log2(Math.max(weight, 1))));

/** Colours of the page, light or dark. */
export function inks() {
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

/** @type {Path2D | undefined} */
let path;

/** The land below everything. @param {CanvasRenderingContext2D} ctx @param {import("./types.js").Chart} map @param {string} color */
export function drawLand(ctx, map, color) {
  path ??= landPath(map.land);
  ctx.save();
  ctx.scale(map.scale, map.scale);
  ctx.fillStyle = color;
  ctx.fill(path);
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./layouts.js").Flow[]} flows @param {{ scale: number, color: string }} look */
export function drawFlows(ctx, flows, { scale, color }) {
  ctx.save();
  ctx.globalAlpha = 0.6;
  ctx.strokeStyle = color;
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
 * Lines, dashed where a tie has ended.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Spot[]} spots
 * @param {Lines} lines
 * @param {{ scale: number, color: string, total: number, least?: number }} look total: all that are drawn, near ones and
 * far ones; least: the thickness of the thinnest, in units of the drawing
 */
export function drawLines(ctx, spots, lines, { scale, color, total, least = 0 }) {
  /** @param {Lines[number]} line */
  const over = ([tie]) => dashed(() => spans()[tie], total);
  const thin = Math.min(1, (300 / Math.max(lines.length, 1)) ** 0.3);
  strokeLines(ctx, spots, lines.filter((line) => !over(line)), { thin, least, color });
  const past = lines.filter(over);
  if (!past.length) return;
  ctx.save();
  ctx.setLineDash([7 / scale, 5 / scale]);
  strokeLines(ctx, spots, past, { thin, least, color });
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {Spot[]} spots @param {Lines} lines @param {{ thin: number, least: number, color: string }} look */
function strokeLines(ctx, spots, lines, { thin, least, color }) {
  ctx.strokeStyle = color;
  WIDTHS.forEach((width, place) => {
    ctx.lineWidth = Math.max(width * thin, width * least);
    ctx.beginPath();
    for (const [tie, weight] of lines) {
      if (step(weight) !== place) continue;
      const [a, b] = data.ties[tie];
      ctx.moveTo(spots[a].x, spots[a].y);
      ctx.lineTo(spots[b].x, spots[b].y);
    }
    ctx.stroke();
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {Spot} spot @param {{ line: number, ink: string }} look */
export function drawShape(ctx, { x, y, size, shape, color }, { line, ink }) {
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

/**
 * Groups seen from afar.
 * @param {CanvasRenderingContext2D} ctx
 * @param {import("./afar.js").Disc[]} discs
 * @param {{ scale: number, paper: string, accent: string }} look
 */
export function drawDiscs(ctx, discs, { scale, paper, accent }) {
  ctx.save();
  ctx.lineWidth = 1.5 / scale;
  for (const { x, y, radius } of discs) {
    ctx.beginPath();
    ctx.arc(x, y, Math.max(radius, 2 / scale), 0, 2 * Math.PI);
    ctx.globalAlpha = 1;
    ctx.fillStyle = paper;
    ctx.fill();
    ctx.globalAlpha = 0.3;
    ctx.fillStyle = accent;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = accent;
    ctx.stroke();
  }
  ctx.restore();
}
