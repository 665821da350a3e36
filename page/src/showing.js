// What is on the screen, as it follows from the state: the panel, what is left by the filters, colours and
// sizes, the arrangement, the language.
import { data, large, tiesOf } from "./data.js";
import { $ } from "./elements.js";
import { chooses, shownNodes, shownTies } from "./filters.js";
import { introduction } from "./introduction.js";
import { layoutOf, sparse } from "./layouts.js";
import { showLegend, showScale } from "./legend.js";
import { onChains, strongest, tiesOn } from "./lines.js";
import { colours, spans } from "./model.js";
import { activityDetails, nodeDetails } from "./panel.js";
import { showChosen } from "./questions.js";
import { chainsOf, wayDetails } from "./reach.js";
import { coveredHeight, openPanel } from "./sheet.js";
import { falling, radii } from "./sizes.js";
import { once } from "./once.js";
import { SHAPES, store } from "./state.js";
import { showCounts, told } from "./telling.js";
import { dashed } from "./times.js";
import { count, explained, nameOf, say, titleOf, valueOf } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{ left: boolean[], ties: [tie: number, weight: number][], told: string[], chains?: number[][] }} Shown */

// More lines than this are drawn of a large picture only.
const LINES = large ? data.nodes.length : 1500;

/** @param {number} tie */
const touches = (tie) => data.ties[tie][0] === data.about || data.ties[tie][1] === data.about;

/** What the panel tells, and of what. @param {State} state @param {import("./panel.js").Go} go */
function details(state, go) {
  const { way, activity, selected } = state;
  if (way) return { parts: wayDetails(way, go), subject: "" };
  if (activity !== null) return { parts: activityDetails(activity, go), subject: titleOf(data.activities[activity]) };
  if (selected !== null) return { parts: nodeDetails(selected, state, go), subject: nameOf(selected) };
  return { parts: introduction(state, go), subject: "" };
}

/** What is left, and the ties between: all that the filters leave, or the chains to somebody. @param {State} state @returns {Shown} */
function leftBy(state) {
  const found = state.way && state.way.to !== null ? chainsOf(/** @type {import("./types.js").Way} */ (state.way)) : [];
  const chains = found.map((ids) => ids.filter((id) => id < data.nodes.length));
  const left = chains.length ? onChains(data.nodes.length, chains) : shownNodes(data, state);
  return { left, ties: chains.length ? tiesOn(data.ties, chains) : shownTies(data, state, left), told: told(state), chains };
}

/** The lines to draw of these ties. @param {State} state @param {Shown} shown */
function linesOf(state, { ties, chains }) {
  if (chains?.length) return ties;
  if (state.shape === "partners" && !state.among) return ties.filter(([tie]) => touches(tie));
  if (state.weak) return ties;
  if (!chooses(state)) return data.lines.map((tie) => /** @type {[number, number]} */ ([tie, data.ties[tie][2]]));
  return strongest(data.ties, ties, LINES, data.about);
}

/** Who has one of these ties. @param {Iterable<[tie: number, weight: number]>} ties */
function tiedBy(ties) {
  const tied = data.nodes.map(() => false);
  for (const [tie] of ties) tied[data.ties[tie][0]] = tied[data.ties[tie][1]] = true;
  return tied;
}

/** Whom nothing ties to anybody on the page, unless that is all: in rows beside a network they would make it small. */
const apart = once(() => {
  const tied = tiedBy(data.ties.map((_tie, number) => [number, 0]));
  return tied.map((one) => !one && tied.some(Boolean));
});

/** Keeps the screen as the state is. */
export class Showing {
  /**
   * @param {import("./drawing.js").Drawing} drawing
   * @param {import("./list.js").List} list
   * @param {() => { refresh: () => void }} facets
   */
  constructor(drawing, list, facets) {
    this.drawing = drawing;
    this.list = list;
    this.facets = facets;
    /** @type {Shown} */
    this.shown = { left: data.nodes.map(() => true), ties: [], told: [] };
    this.drawn = { radii: /** @type {number[]} */ ([]), values: /** @type {(number | null)[]} */ ([]), weaker: 0, alone: 0, past: false, left: this.shown.left };
  }

  /** The panel: what is selected. @param {boolean} open @param {import("./panel.js").Go} go @param {{ inDrawing: boolean }} last */
  selection(open, go, last) {
    const state = store.get();
    const { parts, subject } = details(state, go);
    $("details").replaceChildren(...parts.filter((part) => part !== null));
    showChosen(state);
    $("panel").scrollTop = 0;
    $("live").textContent = subject && state.activity === null && state.selected !== null
      ? explained(subject, count("connections", tiesOf(state.selected).length)) : subject;
    document.title = subject && state.focus ? `${subject} – ${say("title")}` : say("title");
    openPanel(open && (state.selected !== null || state.activity !== null || state.way !== null));
    const covered = coveredHeight();
    if (state.focus && state.selected !== null && !(last.inDrawing && this.drawing.inSight(state.selected, covered))) this.drawing.centre(covered);
    last.inDrawing = false;
  }

  /** What the filters leave. @param {State} state */
  filtered(state) {
    const { drawing, drawn } = this;
    this.shown = leftBy(state);
    const { left, ties, chains } = this.shown;
    const lines = linesOf(state, this.shown);
    drawing.show(this.#seen(state), lines);
    this.list.set({ left });
    showCounts(state, left.filter(Boolean).length, ties.length);
    $("anew").hidden = state.anew || state.shape === "map" || Boolean(chains?.length) || !sparse(left);
    const tied = tiedBy(ties);
    Object.assign(drawn, {
      left,
      weaker: ties.length - lines.length,
      alone: left.filter((one, id) => one && !tied[id]).length,
      past: state.shape !== "map" && lines.some(([tie]) => dashed(() => spans()[tie], lines.length)),
    });
    showLegend(store, drawn, () => this.#listApart());
    showScale(drawing.scale);
    this.arrange(state);
    this.facets().refresh();
  }

  /** What is drawn of what is left: in a network whom nothing ties is counted and listed. @param {State} state */
  #seen({ shape, selected }) {
    const { left, chains } = this.shown;
    if (shape === "map" || chains?.length) return left;
    return left.map((one, id) => one && (!apart()[id] || id === selected || id === data.about));
  }

  /** Of whom nothing ties the selected one only is drawn. @param {State} state @param {State} before */
  selected(state, before) {
    const changed = [state.selected, before.selected].some((id) => id !== null && apart()[id]);
    if (changed) this.drawing.show(this.#seen(state), this.drawing.lines);
  }

  /** The list, with those first who have the fewest connections. */
  #listApart() {
    this.list.sort("ties");
    store.set({ shape: "list" });
  }

  /** Everything at its place in the arrangement that is shown. @param {State} state */
  arrange(state) {
    if (state.shape === "list" || state.shape === "years") return;
    if (this.drawing.arrange(layoutOf(state, this.shown, this.drawn.radii))) this.drawing.refit();
    $("back").hidden = !this.drawing.carried.size;
  }

  /** Colours, shapes and sizes. @param {State} state */
  look(state) {
    this.drawn.values = data.nodes.map((node) => (data.sizes.length ? valueOf(node, state.size) : null));
    this.drawn.radii = radii(this.drawn.values);
    const { entry, legend } = colours(state.colour);
    this.drawing.look(entry.map((place) => legend[place]), this.drawn.radii, falling(this.drawn.values));
    this.list.set({ size: state.size });
  }

  /** @param {State} state */
  shape({ shape }) {
    const table = shape === "list" || shape === "years";
    $("list").hidden = shape !== "list";
    $("years").hidden = shape !== "years";
    $("stage").hidden = table;
    for (const [id, one] of Object.entries(SHAPES)) $(id).setAttribute("aria-pressed", String(one === shape));
    if (shape === "list") return this.list.open();
    if (shape === "years") return;
    this.drawing.refit();
  }
}
