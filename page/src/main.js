// Puts the parts together: each follows the state, and each changes nothing but the state.
import { addresses } from "./address.js";
import { countriesOf, data, typeOf } from "./data.js";
import { Drawing } from "./drawing.js";
import { $, el, name } from "./elements.js";
import { passes } from "./filters.js";
import { Finder } from "./finder.js";
import { makeCountries, makeLegend } from "./legend.js";
import { makeList } from "./list.js";
import { introduction, nodeDetails } from "./panel.js";
import { makeStore } from "./store.js";
import { say, words } from "./words.js";

const address = addresses(data.nodes);
const NO_FILTER = { hiddenKinds: /** @type {number[]} */ ([]), country: null };
/** @type {import("./types.js").State} */
const initial = { selected: null, shape: "drawing", ...NO_FILTER };
const store = makeStore(initial);
// A node chosen in the drawing stays where it is if it can be seen.
let keepPlace = false;

/** @param {number} id */
const visible = (id) => passes(data.nodes[id], store.get());

/** @param {number | null} id @param {boolean} [chosenInDrawing] */
function goTo(id, chosenInDrawing = false) {
  keepPlace = chosenInDrawing;
  if (id !== null && !visible(id)) store.set(NO_FILTER);
  if (store.get().selected === id) showSelection(true);
  else store.set({ selected: id });
  const hash = address.written(id);
  if (location.hash !== hash) history.pushState(null, "", hash || location.pathname + location.search);
}

function fromAddress() {
  const selected = address.read(location.hash);
  if (selected === store.get().selected) showSelection(true);
  else store.set({ selected });
}

/** @param {boolean} open */
function showSelection(open) {
  const { selected } = store.get();
  $("details").replaceChildren(...(selected === null ? introduction(goTo) : nodeDetails(selected, goTo)));
  $("panel").scrollTop = 0;
  openPanel(open && selected !== null);
  const covered = coveredHeight();
  if (selected !== null && !(keepPlace && drawing.inSight(selected, covered))) drawing.centre(covered);
  keepPlace = false;
}

// How much of the drawing an open sheet hides on a phone, in pixels.
function coveredHeight() {
  if (getComputedStyle($("panel")).position !== "fixed" || !$("panel").classList.contains("open")) return 0;
  return Math.max(0, $("stage").getBoundingClientRect().bottom - window.innerHeight * 0.48);
}

/** @param {boolean} open */
function openPanel(open) {
  $("panel").classList.toggle("open", open);
  $("handle").setAttribute("aria-expanded", String(open));
}

function showFiltered() {
  drawing.show(visible);
  list.show(visible);
  const left = data.nodes.filter((_node, id) => visible(id)).length;
  const all = left === data.nodes.length;
  $("shown").textContent = all ? "" : say("shown", { n: left, total: data.nodes.length });
  $("empty").hidden = left > 0;
  $("empty").firstElementChild.textContent = data.nodes.length ? words.empty_filter : words.empty;
  $("reset").hidden = !data.nodes.length;
}

/** @param {import("./types.js").State} state */
function showShape({ shape }) {
  const listed = shape === "list";
  $("list").hidden = !listed;
  $("stage").hidden = listed;
  $("show-list").setAttribute("aria-pressed", String(listed));
  $("show-map").setAttribute("aria-pressed", String(!listed));
  if (!listed) drawing.redraw();
}

const tip = el("div", { id: "tip", hidden: "" });
$("stage").append(tip);

/** @param {number | null} id @param {{ x: number, y: number }} [at] */
function hover(id, at) {
  tip.hidden = id === null || !at;
  if (id === null || !at) return;
  const node = data.nodes[id];
  const notes = [typeOf(node).label, ...countriesOf(node)].join(" · ");
  tip.replaceChildren(name(node.label), el("div", { class: "note" }, notes));
  const left = Math.min(at.x + 14, $("stage").clientWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.min(at.y + 14, $("stage").clientHeight - tip.offsetHeight - 8)}px`;
}

const drawing = new Drawing($("drawing"), { onSelect: (id) => goTo(id, true), onHover: hover });
const list = makeList($("list"), goTo);
new Finder($("search"), $("suggestions"), goTo);
makeLegend(store);
makeCountries(store);

store.follow(["hiddenKinds", "country"], showFiltered);
store.follow(["country"], () => drawing.fit());
store.follow(["selected"], ({ selected }) => {
  drawing.select(selected);
  list.select(selected);
  showSelection(true);
});
store.follow(["shape"], showShape);

$("fit").addEventListener("click", () => { goTo(null); drawing.fit(); });
$("zoom-in").addEventListener("click", () => drawing.zoom(1.4));
$("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.4));
$("reset").addEventListener("click", () => store.set(NO_FILTER));
$("show-map").addEventListener("click", () => store.set({ shape: "drawing" }));
$("show-list").addEventListener("click", () => store.set({ shape: "list" }));
$("handle").addEventListener("click", () => openPanel(!$("panel").classList.contains("open")));
window.addEventListener("hashchange", fromAddress);
window.addEventListener("popstate", fromAddress);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === document.body) goTo(null);
});
window.addEventListener("beforeprint", () => { $("list").hidden = $("stage").hidden = false; });
window.addEventListener("afterprint", () => showShape(store.get()));
showFiltered();
drawing.fit();
fromAddress();
window.clustergraph = {
  data,
  labels: () => drawing.labels(),
  place: (/** @type {number} */ id) => drawing.place(id),
  selected: () => store.get().selected,
};
