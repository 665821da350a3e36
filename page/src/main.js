// Puts the parts together: each follows the state, and each changes nothing but the state.
import { activitiesOf, data, tiesOf } from "./data.js";
import { Drawing } from "./drawing.js";
import { $, button, el, oneStop } from "./elements.js";
import { NO_CHOICE } from "./filters.js";
import { Finder } from "./finder.js";
import { makeGoing, tellElsewhere } from "./going.js";
import { listen } from "./keys.js";
import { showScale } from "./legend.js";
import { List } from "./list.js";
import { makeFacets, makeTake } from "./menus.js";
import { offer } from "./offer.js";
import { questions, showChosen } from "./questions.js";
import { prepare } from "./searched.js";
import { coveredHeight, focusPanel, openPanel } from "./sheet.js";
import { Showing } from "./showing.js";
import { address, asked, CHOICE, initial, opens, remember, SHAPES, store } from "./state.js";
import { atStep, begin, stepping } from "./steps.js";
import { keepClear } from "./taken.js";
import { showWords } from "./telling.js";
import { makeTip } from "./tip.js";
import { languages } from "./words.js";
import { showYears } from "./years.js";

/** @typedef {import("./types.js").State} State */

const { go, last, leave } = makeGoing({ left: (id) => showing.shown.left[id], tell: (open) => tell(open), fit: () => drawing.fit() });
const drawing = new Drawing($("drawing"), {
  onSelect: (id) => go.node(id, true), onHover: makeTip(), covered: coveredHeight,
  onCarried: (any) => { $("back").hidden = !any; }, onScale: showScale,
});
const list = new List($("list"), go);
const facets = makeFacets(store, reset);
const showing = new Showing(drawing, list, () => facets);
const now = () => ({ drawing, list, shown: showing.shown, state: store.get() });
const take = makeTake(now);

/** @param {boolean} open */
const tell = (open) => showing.selection(open, go, last);

function reset() {
  store.set({ ...NO_CHOICE, anew: false, typed: "", way: null });
  remember(false);
}

function fromAddress() {
  const before = store.get();
  const wanted = atStep(asked(location.hash));
  store.set(wanted);
  if (before.selected === wanted.selected && before.activity === wanted.activity) tell(opens(wanted));
}

/** The row below the tools: questions, or the step that one has come to. */
function showAsks() {
  $("asks").replaceChildren(...stepping(store.get()) ?? [...questions(go), begin()]);
  $("asks").classList.toggle("stepping", store.get().step !== null);
  showChosen(store.get());
}

/** @param {State} state */
function showLanguage({ lang }) {
  showWords(lang);
  drawing.lettering.words();
  list.set({});
}

new Finder($("search"), $("suggestions"), {
  node: go.node, activity: go.activity, elsewhere: (at) => tellElsewhere(at, go),
  all: (typed) => store.set({ typed, shape: "list" }),
});
for (const lang of languages) $("languages").append(button(lang.toUpperCase(), () => store.set({ lang }), { lang, "aria-pressed": "false" }));
listen({
  walk: (way) => {
    const id = drawing.pointing.next(way);
    if (id !== null) go.node(id, true);
  },
  read: () => {
    if (store.get().selected === null) return;
    openPanel(true);
    focusPanel();
  },
  leave,
  closes: [["take-menu", () => take.open(false)], ["facets", () => facets.open(false)]],
});

store.follow(["lang"], showLanguage);
store.follow([...CHOICE, "lang"], showChosen);
store.follow(["colour", "size", "lang"], (state) => showing.look(state));
store.follow([...CHOICE, "way", "weak", "among", "sectors", "colour", "size", "lang", "shape", "anew", "moving"], (state) => showing.filtered(state));
store.follow(CHOICE, (state, before) => {
  if (state.way && state.way === before.way) store.set({ way: null });
  if (state.selected !== null && !showing.shown.left[state.selected]) store.set({ selected: data.about, focus: false });
  drawing.fit();
});
store.follow(["selected", "activity", "way", "focus", "size", "lang"], (state, before) => {
  const { selected, focus } = state;
  showing.selected(state, before);
  drawing.select(selected, focus);
  list.set({ selected });
  tell(opens(store.get()));
});
store.follow([...CHOICE, "shape", "rows", "lang", "activity"], ({ shape }) => { if (shape === "years") showYears($("years"), store, go); });
store.follow(["typed"], ({ typed }) => list.set({ typed }));
store.follow(["shape"], (state) => showing.shape(state));
store.follow(["moving"], ({ moving }) => { drawing.movable = moving; });
store.follow(["lang", "step"], showAsks);
// A title that is being written stays under the hands that write it.
store.follow(["kept"], ({ kept, step }, before) => { if (kept.length !== before.kept.length && step === before.step) showAsks(); });
store.follow([...CHOICE, "weak", "among", "sectors", "colour", "size", "lang", "shape", "anew", "rows"], () => remember(false));

$("fit").addEventListener("click", () => { go.node(null); reset(); $("search").value = ""; drawing.fit(true); });
$("anew").addEventListener("click", () => { store.set({ anew: true }); drawing.fit(); $("fit").focus(); });
$("about").addEventListener("click", () => { go.node(null); openPanel(true); focusPanel(); });
$("back").addEventListener("click", () => { drawing.putBack(); showing.arrange(store.get()); $("fit").focus(); });
$("zoom-in").addEventListener("click", () => drawing.zoom(1.4));
$("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.4));
$("reset").addEventListener("click", reset);
for (const [id, shape] of Object.entries(SHAPES)) $(id).addEventListener("click", () => store.set({ shape }));
$("show-partners").hidden = !data.ego.length;
$("show-map").hidden = !data.map;
$("show-years").hidden = !data.dated;
$("search").addEventListener("input", () => { if (store.get().shape === "list") store.set({ typed: $("search").value }); });
$("handle").addEventListener("click", () => openPanel(!$("panel").classList.contains("open")));
window.addEventListener("hashchange", fromAddress);
window.addEventListener("popstate", fromAddress);
window.addEventListener("beforeprint", () => { $("list").hidden = $("stage").hidden = false; list.open(); });
window.addEventListener("afterprint", () => showing.shape(store.get()));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showing.look(store.get()));

if (!drawing.canvas) {
  $("list").before(el("p", { id: "undrawn", class: "note", "data-word": "undrawn" }));
  for (const id of ["show-partners", "show-network", "show-map", "take-png", "take-svg"]) document.getElementById(id)?.toggleAttribute("hidden", true);
  store.set({ shape: "list" });
}
if (data.simple || window.innerWidth < 900 || window.innerHeight < 560) $("legend").removeAttribute("open");
$("stage").hidden = !drawing.canvas;
$("list").hidden = Boolean(drawing.canvas);
showLanguage(initial);
showAsks();
showing.look(initial);
showing.filtered(store.get());
keepClear(drawing);
showing.shape(store.get());
oneStop($("shape"));
oneStop($("asks"));
oneStop($("languages"));
drawing.select(initial.selected, false);
const asking = Boolean(location.hash);
if (asking) fromAddress();
// The picture goes before what the panel tells, which reads far more.
requestAnimationFrame(() => setTimeout(() => {
  if (!asking) tell(opens(store.get()));
  // The first click waits for nothing that can be made before it.
  if (data.nodes.length) [tiesOf(0), activitiesOf(0), address.names];
  setTimeout(prepare, 1000);
  offer(now);
}));
