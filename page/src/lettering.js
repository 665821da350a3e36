// Names on the canvas, in pixels of the screen: those of shapes, of sectors and of communities.
import { data } from "./data.js";
import { apart, placed } from "./labels.js";
import { broken } from "./texts.js";
import { shortOf } from "./words.js";

const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
const [SMALL, NARROW, LARGE] = [11, 11, 16];
const HEADING = 13;
const HEADED = `600 ${HEADING}px ${FACE}`;
// So many names go before those of groups.
const TOP = 25;
// In a picture of more shapes than this so many names may stand over shapes.
const [CROWD, COVERING] = [1000, 21];
// Of a crowd so many names in the window are tried: of those that count less hardly one finds room, and each takes its time.
const TRIED = 400;

/** @typedef {import("./labels.js").Box} Box */
/** @typedef {import("./labels.js").Placed} Placed */
/** @typedef {{ scale: number, x: number, y: number }} View */
/** @typedef {ReturnType<typeof import("./strokes.js").inks>} Inks */
/**
 * What is to be named: places on the screen, which nodes in which order, the selected one, headings, where
 * no name may stand.
 * @typedef {object} Scene
 * @property {(id: number) => { x: number, y: number, radius: number }} place
 * @property {() => number[]} wanted
 * @property {number | null} selected
 * @property {import("./layouts.js").Heading[]} headings
 * @property {(number | undefined)[]} [groups] which of them each node belongs to
 * @property {Set<number>} partners those of the one in the middle, of which no name is missing
 * @property {boolean} grouped whether the names of groups are wanted
 * @property {Box[]} taken
 * @property {View} view
 * @property {Inks} inked
 * @property {import("./labels.js").Lying[]} [crowd] all shapes in the window, where `wanted` leaves out most
 * @property {boolean} moving whether the picture is moved just now: names keep their places beside their shapes
 */

/** The names of a drawing, and where they stand now. */
export class Lettering {
  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
    /** @type {Placed[]} */
    this.boxes = [];
    /** @type {(Placed & { text: string })[]} the names of groups that are drawn */
    this.named = [];
    /** @type {(Box & { x: number, text: string })[]} the names of sectors that are drawn */
    this.sectors = [];
    /** @type {View | null} what was looked at when they were placed */
    this.seen = null;
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** @type {string[][]} */
    this.texts = [];
    /** @type {number[]} the size of the letters of each name */
    this.letters = [];
  }

  /** The names in the language of the page. */
  words() {
    this.texts = data.nodes.map((_node, id) => broken(shortOf(id)));
    this.widths.clear();
  }

  /** Larger letters for larger shapes. @param {number[]} sizes */
  resize(sizes) {
    const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
    const large = this.container.clientWidth < 600 ? NARROW : LARGE;
    this.letters = sizes.map((size) => Math.round(SMALL + (large - SMALL) * (most > least ? (size - least) / (most - least) : 0.35)));
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} size */
  #width(ctx, text, size) {
    const key = `${size} ${text}`;
    const known = this.widths.get(key) ?? ctx.measureText(text).width;
    this.widths.set(key, known);
    return known;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
  draw(ctx, scene) {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round" });
    this.sectors = this.#drawSectors(ctx, scene);
    if (scene.moving && this.seen) this.#shift(scene.view, this.seen);
    else this.#place(ctx, scene);
    this.seen = scene.view;
    for (const { text, x, top } of this.named) this.#drawHeading(ctx, { text, x, top }, scene.inked);
    for (const box of this.boxes) this.#drawLabel(ctx, box, scene);
    ctx.restore();
  }

  /** Where all names find room. @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
  #place(ctx, scene) {
    const { clientWidth: width, clientHeight: height } = this.container;
    let tried = 0;
    const ids = scene.wanted();
    // So many small shapes leave no gap for the most important names.
    const [most, last] = ids.length > CROWD ? [COVERING, TRIED] : [0, ids.length];
    /** @type {import("./labels.js").Wanted[]} */
    const wanted = ids.map((id, place) => {
      const at = { ...scene.place(id), group: scene.groups?.[id] };
      tried += Number(at.x > 0 && at.x < width && at.y > 0 && at.y < height);
      return tried > last ? { id, ...at, wide: 0, high: 0, always: false } : { ...at, ...this.#wanted(ctx, id, scene), covers: place < most, pushes: place < TOP, lastly: place < TOP && scene.partners.has(id) };
    });
    if (scene.grouped) wanted.splice(TOP, 0, ...this.#amid(ctx, scene));
    const boxes = placed(wanted, { width, height, taken: [...scene.taken, ...this.sectors], gap: width < 600 ? 1 : 3, crowd: scene.crowd });
    this.boxes = boxes.filter(({ id }) => id >= 0);
    this.named = boxes.filter(({ id }) => id < 0).map((box) => ({ ...box, text: scene.headings[-1 - box.id].text }));
  }

  /** All names moved with the picture. @param {View} view @param {View} seen */
  #shift(view, seen) {
    const [across, down] = [view.x - seen.x, view.y - seen.y];
    for (const box of [...this.boxes, ...this.named]) {
      box.x += across;
      box.left += across;
      box.right += across;
      box.top += down;
      box.bottom += down;
    }
  }

  /** @param {CanvasRenderingContext2D} ctx @param {number} id @param {Scene} scene */
  #wanted(ctx, id, { place, selected }) {
    const size = this.letters[id];
    ctx.font = `${size}px ${FACE}`;
    const wide = Math.max(...this.texts[id].map((line) => this.#width(ctx, line, size))) + 6;
    const always = id === selected || id === data.about;
    const { x, y, radius } = place(id);
    return { id, x, y, radius: always ? radius * 1.25 + 6 : radius, wide, high: (size + 2) * this.texts[id].length, always };
  }

  /** The names of sectors, outside of them. @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
  #drawSectors(ctx, { headings, view, taken, inked }) {
    /** @type {(Box & { x: number, text: string })[]} */
    const drawn = [];
    ctx.font = HEADED;
    for (const { text, x, y, angle } of headings) {
      if (angle === undefined) continue;
      const wide = this.#width(ctx, text, HEADING) + 4;
      // A name at the rim of the window moves in rather than being cut.
      const rim = Math.max(wide / 2, this.container.clientWidth - wide / 2);
      const middle = Math.max(wide / 2, Math.min(rim, x * view.scale + view.x + Math.cos(angle) * (16 + wide / 2)));
      const top = y * view.scale + view.y + Math.sin(angle) * 16 - 8;
      const box = { left: middle - wide / 2, right: middle + wide / 2, top, bottom: top + 16, x: middle, text };
      if ([...taken, ...drawn].some((other) => !apart(box, other))) continue;
      drawn.push(box);
      this.#drawHeading(ctx, box, inked);
    }
    return drawn;
  }

  /** Headings that stand among the shapes, as labels that need room; named by numbers below 0. @param {CanvasRenderingContext2D} ctx @param {Scene} scene */
  #amid(ctx, { headings, view }) {
    ctx.font = HEADED;
    return headings.flatMap(({ text, x, y, angle, group }, place) => (angle === undefined ? [{
      id: -1 - place, x: x * view.scale + view.x, y: y * view.scale + view.y - 8, radius: 0,
      wide: this.#width(ctx, text, HEADING) + 8, high: 18, always: true, ...(group === undefined ? {} : { heads: true, group }),
    }] : []));
  }

  /** @param {CanvasRenderingContext2D} ctx @param {{ text: string, x: number, top: number }} heading @param {Inks} inked */
  #drawHeading(ctx, { text, x, top }, inked) {
    ctx.font = HEADED;
    write(ctx, { text, x, y: top + 1 }, inked.paper, inked.accent);
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Placed} box @param {Scene} scene */
  #drawLabel(ctx, { id, x, top }, { selected, inked }) {
    const size = this.letters[id];
    ctx.font = `${id === selected || id === data.about ? 600 : 400} ${size}px ${FACE}`;
    this.texts[id].forEach((text, number) => write(ctx, { text, x, y: top + number * (size + 2) + 1 }, inked.paper, inked.ink));
  }
}

/** Letters with a rim of paper, so that lines below do not run through them. @param {CanvasRenderingContext2D} ctx @param {{ text: string, x: number, y: number }} at @param {string} paper @param {string} ink */
function write(ctx, { text, x, y }, paper, ink) {
  ctx.globalAlpha = 0.92;
  ctx.strokeStyle = paper;
  ctx.lineWidth = 4;
  ctx.strokeText(text, x, y);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}
