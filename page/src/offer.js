// What a page that embeds this one, and a test, may ask it.
import { data } from "./data.js";
import { ways } from "./files.js";
import { language } from "./words.js";

/** @param {() => { drawing: import("./drawing.js").Drawing, list: import("./list.js").List, shown: import("./showing.js").Shown, state: import("./types.js").State }} now */
export function offer(now) {
  const { drawing } = now();
  window.clustergraph = {
    data,
    labels: () => drawing.labels(),
    place: (/** @type {number} */ id) => drawing.place(id),
    view: () => drawing.view(),
    headings: () => drawing.lettering.named,
    sectors: () => drawing.lettering.sectors,
    flows: () => drawing.layout.flows ?? [],
    at: (/** @type {number} */ id) => drawing.spots[id],
    lines: () => drawing.lines.length,
    far: () => drawing.far(),
    discs: () => drawing.layout.discs ?? [],
    moving: () => Boolean(drawing.canvas && "moving" in drawing.canvas && drawing.canvas.moving),
    selected: () => now().state.selected,
    state: () => now().state,
    left: () => now().shown.left,
    ties: () => now().shown.ties,
    told: () => now().shown.told,
    files: ways(now),
    language,
  };
}
