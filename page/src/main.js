// Puts the parts together: each follows the state, and each changes nothing but the state.
import { Addresses } from "./address.js";
import { data, large, tiesOf } from "./data.js";
import { Drawing } from "./drawing.js";
import { $, button, el, name, oneStop } from "./elements.js";
import { ways } from "./files.js";
import { chooses, NO_CHOICE, shownNodes, shownTies } from "./filters.js";
import { Finder } from "./finder.js";
import { introduction } from "./introduction.js";
import { listen } from "./keys.js";
import { layoutOf, sparse } from "./layouts.js";
import { showLegend, showScale } from "./legend.js";
import { List } from "./list.js";
import { makeFacets, makeTake } from "./menus.js";
import { colours, firstColour, spans, valueTexts } from "./model.js";
import { activityDetails, nodeDetails } from "./panel.js";
import { questions, showChosen } from "./questions.js";
import { coveredHeight, focusPanel, openPanel } from "./sheet.js";
import { chainsOf, wayDetails } from "./reach.js";
import { onChains, strongest, tiesOn } from "./lines.js";
import { prepare } from "./searched.js";
import { falling, radii } from "./sizes.js";
import { makeStore } from "./store.js";
import { showCounts, showWords, told } from "./telling.js";
import { dashed } from "./times.js";
import { makeTip } from "./tip.js";
import { count, explained, language, languages, nameOf, say, titleOf, valueOf } from "./words.js";
import { showYears } from "./years.js";

/** @typedef {import("./types.js").State} State */

const LINES = large ? data.nodes.length : 1500;

/** @type {State} */
const initial = {
  selected: data.about, activity: null, focus: false, shape: data.around && data.ego.length ? "partners" : "network", among: true, sectors: "country", colour: firstColour, size: 0, weak: false, anew: false, rows: "organisation",
  lang: data.lang, typed: "", way: null, moving: false, ...NO_CHOICE,
};
const address = new Addresses({ nodes: data.nodes, activities: data.activities, values: valueTexts, elsewhere: data.elsewhere, initial });
const store = makeStore(initial);
// A node chosen in the drawing stays where it is if it can be seen.
let keepPlace = false;
/** @type {HTMLElement | null} */
let cameFrom = null;
/** @type {{ left: boolean[], ties: [tie: number, weight: number][], told: string[], chains?: number[][] }} */
let shown = { left: data.nodes.map(() => true), ties: [], told: [] };

const go = { node: goTo, activity: goToActivity, choose: (/** @type {Partial<State>} */ patch) => store.set({ ...NO_CHOICE, ...patch, way: null }),
  narrow: (/** @type {(state: State) => Partial<State>} */ patch) => store.set({ ...patch(store.get()), way: null }), way: goWay };

/** @param {number | null} id @param {boolean} [chosenInDrawing] */
function goTo(id, chosenInDrawing = false) {
  keepPlace = chosenInDrawing;
  cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
  const hidden = id !== null && !shown.left[id] ? NO_CHOICE : {};
  if (store.get().selected === id && store.get().activity === null && store.get().way === null && store.get().focus === (id !== null)) showSelection(true);
  else store.set({ ...hidden, selected: id, activity: null, way: null, focus: id !== null });
  remember(true);
  if (!chosenInDrawing) focusPanel();
}

/** @param {number} activity */
function goToActivity(activity) {
  store.set({ activity, selected: null, way: null, focus: false });
  remember(true);
  focusPanel();
}

/** How one reaches another; nobody asked for yet: the question. @param {number} from @param {number | null} to */
function goWay(from, to) {
  const drawn = ["partners", "network"].includes(store.get().shape) ? {} : { shape: initial.shape };
  store.set({ ...NO_CHOICE, ...drawn, way: { from, to }, selected: null, activity: null, focus: false });
  openPanel(true);
  drawing.fit();
  remember(true);
  focusPanel();
}

/** The address follows the state; a selection makes a step that Back undoes. @param {boolean} step */
function remember(step) {
  const hash = address.written(store.get());
  // In a frame of a notebook there is no address to change.
  if (location.hash === hash || location.protocol === "about:") return;
  history[step ? "pushState" : "replaceState"](null, "", hash || location.pathname + location.search);
}

/** Whether this page has an arrangement. @param {State["shape"]} shape */
const available = (shape) => !$(`show-${shape}`).hidden;

/** Whether something was asked for that the panel tells. @param {State} state */
const opens = ({ focus, activity, way }) => focus || activity !== null || way !== null;

function fromAddress() {
  const read = address.read(location.hash);
  const asked = {
    ...read,
    shape: available(read.shape) ? read.shape : initial.shape,
    size: data.sizes[read.size] ? read.size : initial.size,
    lang: languages.includes(read.lang) ? read.lang : initial.lang,
  };
  const before = store.get();
  store.set({ ...asked, typed: before.typed });
  if (before.selected === asked.selected && before.activity === asked.activity) showSelection(opens(asked));
}

/** @param {boolean} open */
function showSelection(open) {
  const state = store.get();
  const parts = state.way ? wayDetails(state.way, go) : state.activity !== null ? activityDetails(state.activity, go)
    : state.selected !== null ? nodeDetails(state.selected, state, go) : introduction(state, go);
  $("details").replaceChildren(...parts.filter((part) => part !== null));
  showChosen(state);
  $("panel").scrollTop = 0;
  const subject = state.activity !== null ? titleOf(data.activities[state.activity]) : state.selected !== null ? nameOf(state.selected) : "";
  $("live").textContent = subject && state.selected !== null
    ? explained(subject, count("connections", tiesOf[state.selected].length)) : subject;
  document.title = subject && state.focus ? `${subject} – ${say("title")}` : say("title");
  openPanel(open && (state.selected !== null || state.activity !== null || state.way !== null));
  const covered = coveredHeight();
  if (state.focus && state.selected !== null && !(keepPlace && drawing.inSight(state.selected, covered))) drawing.centre(covered);
  keepPlace = false;
}

/** @param {number} tie */
const touches = (tie) => data.ties[tie][0] === data.about || data.ties[tie][1] === data.about;

function showFiltered() {
  const state = store.get();
  const found = state.way && state.way.to !== null ? chainsOf(/** @type {import("./types.js").Way} */ (state.way)) : [];
  const chains = found.map((ids) => ids.filter((id) => id < data.nodes.length));
  const left = chains.length ? onChains(data.nodes.length, chains) : shownNodes(data, state);
  const ties = chains.length ? tiesOn(data.ties, chains) : shownTies(data, state, left);
  const whole = !chooses(state);
  const lines = chains.length ? ties : state.shape === "partners" && !state.among ? ties.filter(([tie]) => touches(tie)) : state.weak ? ties
    : whole ? data.lines.map((tie) => /** @type {[number, number]} */ ([tie, data.ties[tie][2]]))
    : strongest(data.ties, ties, LINES, data.about);
  shown = { left, ties, told: told(state), chains };
  drawing.show(left, lines);
  list.set({ left });
  const number = left.filter(Boolean).length;
  showCounts(state, number, ties.length);
  $("anew").hidden = state.anew || state.shape === "map" || chains.length > 0 || !sparse(left);
  drawn.weaker = ties.length - lines.length;
  const tied = new Set(ties.flatMap(([tie]) => [data.ties[tie][0], data.ties[tie][1]]));
  drawn.alone = left.filter((one, id) => one && !tied.has(id)).length;
  drawn.left = left;
  drawn.past = state.shape !== "map" && lines.some(([tie]) => dashed(spans[tie], lines.length));
  showLegend(store, drawn);
  showScale(drawing.scale);
  arrange(state);
  facets.refresh();
}

const drawn = { radii: /** @type {number[]} */ ([]), values: /** @type {(number | null)[]} */ ([]), weaker: 0, alone: 0, past: false, left: shown.left };

/** Everything at its place in the arrangement that is shown. @param {State} state */
function arrange(state) {
  if (state.shape === "list" || state.shape === "years") return;
  if (drawing.arrange(layoutOf(state, shown, drawn.radii))) drawing.refit();
  $("back").hidden = !drawing.carried.size;
}

/** @param {State} state */
function showLook(state) {
  drawn.values = data.nodes.map((node) => (data.sizes.length ? valueOf(node, state.size) : null));
  drawn.radii = radii(drawn.values);
  const { entry, legend } = colours(state.colour);
  drawing.look(entry.map((place) => legend[place]), drawn.radii, falling(drawn.values));
  list.set({ size: state.size });
}

/** @type {Record<string, State["shape"]>} */
const SHAPES = { "show-partners": "partners", "show-network": "network", "show-map": "map", "show-years": "years", "show-list": "list" };

/** @param {State} state */
function showShape({ shape }) {
  const table = shape === "list" || shape === "years";
  $("list").hidden = shape !== "list";
  $("years").hidden = shape !== "years";
  $("stage").hidden = table;
  for (const [id, one] of Object.entries(SHAPES)) $(id).setAttribute("aria-pressed", String(one === shape));
  if (shape === "list") return list.open();
  if (shape === "years") return;
  drawing.refit();
}

/** @param {State} state */
function showLanguage({ lang }) {
  showWords(lang);
  drawing.lettering.words();
  list.set({});
  $("asks").replaceChildren(...questions(go));
}

function reset() {
  store.set({ ...NO_CHOICE, anew: false, typed: "", way: null });
  remember(false);
}

/** @param {number} at the number of somebody whom the graph has and the page has not */
function tellElsewhere(at) {
  const missing = data.elsewhere[at];
  const { about } = data;
  const ask = about === null || data.ways.before[at] < 0 ? []
    : [button(say("ask_way", { from: nameOf(about), name: missing }), () => goWay(about, data.nodes.length + at), { class: "go ask" })];
  $("details").replaceChildren(el("h2", { tabindex: -1 }, name(missing)), el("p", {}, say("elsewhere_hint", { name: missing, n: data.nodes.length })), ...ask);
  openPanel(true);
  focusPanel();
}

const drawing = new Drawing($("drawing"), { onSelect: (id) => goTo(id, true), onHover: makeTip(), covered: coveredHeight, onCarried: (any) => { $("back").hidden = !any; }, onScale: showScale });
const list = new List($("list"), go);
new Finder($("search"), $("suggestions"), {
  node: goTo,
  activity: goToActivity,
  elsewhere: tellElsewhere,
  all: (typed) => store.set({ typed, shape: "list" }),
});
for (const lang of languages) $("languages").append(button(lang.toUpperCase(), () => store.set({ lang }), { lang, "aria-pressed": "false" }));
const facets = makeFacets(store, reset);
const take = makeTake(() => ({ drawing, shown, state: store.get() }));
listen({
  walk: (way) => {
    const id = drawing.next(way);
    if (id !== null) goTo(id, true);
  },
  read: () => {
    if (store.get().selected === null) return;
    openPanel(true);
    focusPanel();
  },
  leave: () => {
    const back = cameFrom;
    goTo(null);
    (back?.isConnected && back !== document.body ? back : $("drawing")).focus();
  },
  closes: [["take-menu", () => take.open(false)], ["facets", () => facets.open(false)]],
});

/** @type {(keyof State)[]} */
const CHOICE = ["hidden", "only", "years", "shared"];
store.follow(["lang"], showLanguage);
store.follow([...CHOICE, "lang"], showChosen);
store.follow(["colour", "size", "lang"], showLook);
store.follow([...CHOICE, "way", "weak", "among", "sectors", "colour", "size", "lang", "shape", "anew", "moving"], showFiltered);
store.follow(CHOICE, (state, before) => {
  if (state.way && state.way === before.way) store.set({ way: null });
  if (state.selected !== null && !shown.left[state.selected]) store.set({ selected: data.about, focus: false });
  drawing.fit();
});
store.follow(["selected", "activity", "way", "focus", "size", "lang"], ({ selected, focus }) => {
  drawing.select(selected, focus);
  list.set({ selected });
  showSelection(opens(store.get()));
});
store.follow([...CHOICE, "shape", "rows", "lang", "activity"], ({ shape }) => { if (shape === "years") showYears($("years"), store, go); });
store.follow(["typed"], ({ typed }) => list.set({ typed }));
store.follow(["shape"], showShape);
store.follow(["moving"], ({ moving }) => { drawing.movable = moving; });
store.follow([...CHOICE, "weak", "among", "sectors", "colour", "size", "lang", "shape", "anew", "rows"], () => remember(false));

$("fit").addEventListener("click", () => { goTo(null); reset(); $("search").value = ""; drawing.fit(true); });
$("anew").addEventListener("click", () => { store.set({ anew: true }); drawing.fit(); $("fit").focus(); });
$("about").addEventListener("click", () => { goTo(null); openPanel(true); focusPanel(); });
$("back").addEventListener("click", () => { drawing.putBack(); arrange(store.get()); $("fit").focus(); });
$("zoom-in").addEventListener("click", () => drawing.zoom(1.4));
$("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.4));
$("reset").addEventListener("click", reset);
for (const [id, shape] of Object.entries(SHAPES)) $(id).addEventListener("click", () => store.set({ shape }));
$("show-partners").hidden = !data.ego.length;
$("show-map").hidden = !data.map;
$("show-years").hidden = !data.activities.some(({ first, last }) => first !== undefined || last !== undefined);
$("search").addEventListener("input", () => { if (store.get().shape === "list") store.set({ typed: $("search").value }); });
$("handle").addEventListener("click", () => openPanel(!$("panel").classList.contains("open")));
$("legend").addEventListener("toggle", fold);
window.addEventListener("hashchange", fromAddress);
window.addEventListener("popstate", fromAddress);
window.addEventListener("beforeprint", () => { $("list").hidden = $("stage").hidden = false; list.open(); });
window.addEventListener("afterprint", () => showShape(store.get()));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showLook(store.get()));

// Labels keep clear of what lies over the drawing.
function fold() {
  const frame = $("drawing").getBoundingClientRect();
  drawing.taken = ["legend", "zoom", "anew", "shown"].map((id) => $(id).getBoundingClientRect()).map(({ left, top, right, bottom }) =>
    ({ left: left - frame.left, top: top - frame.top, right: right - frame.left, bottom: bottom - frame.top }));
  const [legend] = drawing.taken;
  const below = Math.min(frame.height / 3, legend.right - legend.left > frame.width / 2 ? frame.height - legend.top : 0);
  if (Math.abs(below - drawing.below) > 1) {
    drawing.below = below;
    drawing.refit();
  } else {
    drawing.redraw();
  }
}

if (!drawing.canvas) {
  $("list").before(el("p", { id: "undrawn", class: "note", "data-word": "undrawn" }));
  for (const id of ["show-partners", "show-network", "show-map", "take-png", "take-svg"]) document.getElementById(id)?.toggleAttribute("hidden", true);
  store.set({ shape: "list" });
}
if (data.simple || window.innerWidth < 900 || window.innerHeight < 560) $("legend").removeAttribute("open");
$("stage").hidden = !drawing.canvas;
$("list").hidden = Boolean(drawing.canvas);
showLanguage(initial);
showLook(initial);
showFiltered();
fold();
showShape(store.get());
new ResizeObserver(fold).observe($("legend"));
oneStop($("shape"));
oneStop($("asks"));
oneStop($("languages"));
drawing.select(initial.selected, false);
showSelection(false);
if (location.hash) fromAddress();
prepare();
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
  selected: () => store.get().selected,
  state: () => store.get(),
  left: () => shown.left,
  ties: () => shown.ties,
  told: () => shown.told,
  files: ways(() => ({ drawing, shown, state: store.get() })),
  language,
};
