// Puts the parts together. The address after # names the selected node: it can be sent on, and
// Back returns to the node before.
const $ = (id) => document.getElementById(id);
const byIri = new Map(data.nodes.map((node, id) => [node.iri, id]));
const filter = { hiddenTypes: new Set(), country: "" };
let selected = null;
let keepPlace = false;

const visible = (id) => {
  const node = data.nodes[id];
  if (filter.hiddenTypes.has(node.type)) return false;
  return filter.country === "" || (node.countries ?? []).includes(Number(filter.country));
};

function fromAddress() {
  const raw = location.hash.slice(1);
  try {
    return byIri.get(raw) ?? byIri.get(decodeURIComponent(raw)) ?? null;
  } catch {
    return null; // not a well-formed address: nothing is selected
  }
}

// Select a node, or none. A node chosen in the drawing stays where it is if it can be seen.
function goTo(id, chosenInDrawing = false) {
  keepPlace = chosenInDrawing;
  const hash = id === null ? "" : `#${encodeURIComponent(data.nodes[id].iri)}`;
  if (id !== null && !visible(id)) resetFilter();
  if (location.hash === hash) apply(true);
  else if (hash) location.hash = hash;
  else {
    history.pushState(null, "", location.pathname + location.search);
    apply(false);
  }
}

function apply(open) {
  selected = fromAddress();
  drawing.select(selected);
  list.select(selected);
  $("details").replaceChildren(...(selected === null ? introduction(goTo) : nodeDetails(selected, goTo)));
  $("panel").scrollTop = 0;
  openPanel(open && selected !== null);
  const covered = coveredHeight();
  if (selected !== null && !(keepPlace && drawing.inSight(selected, covered))) drawing.centre(selected, covered);
  keepPlace = false;
}

// How much of the drawing an open sheet hides on a phone, in pixels.
function coveredHeight() {
  if (getComputedStyle($("panel")).position !== "fixed" || !$("panel").classList.contains("open")) return 0;
  return Math.max(0, $("stage").getBoundingClientRect().bottom - window.innerHeight * 0.48);
}

function openPanel(open) {
  $("panel").classList.toggle("open", open);
  $("handle").setAttribute("aria-expanded", String(open));
}

function applyFilter() {
  drawing.show(visible);
  list.show(visible);
  const left = data.nodes.filter((_node, id) => visible(id)).length;
  const all = left === data.nodes.length;
  $("shown").textContent = all ? "" : say("shown", { n: left, total: data.nodes.length });
  $("empty").hidden = left > 0;
  $("empty").firstElementChild.textContent = data.nodes.length ? words.empty_filter : words.empty;
  $("reset").hidden = !data.nodes.length;
}

function resetFilter() {
  filter.hiddenTypes.clear();
  filter.country = "";
  $("country").value = "";
  for (const box of $("legend").querySelectorAll("input")) box.checked = true;
  applyFilter();
}

function makeLegend() {
  data.types.forEach((type, number) => {
    const box = el("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      filter.hiddenTypes[box.checked ? "delete" : "add"](number);
      applyFilter();
    });
    $("legend").append(el("label", {}, box, icon(type), el("span", { class: "name" }, type.label),
      el("span", { class: "count" }, String(type.count))));
  });
}

function makeCountries() {
  const used = data.countries.map((label, number) => el("option", { value: number }, label));
  $("country").append(...used);
  $("country").hidden = !used.length;
  $("country").addEventListener("change", () => {
    filter.country = $("country").value;
    applyFilter();
    drawing.fit();
  });
}

function showList(shown) {
  $("list").hidden = !shown;
  $("stage").hidden = shown;
  $("show-list").setAttribute("aria-pressed", String(shown));
  $("show-map").setAttribute("aria-pressed", String(!shown));
  if (!shown) drawing.redraw();
}

const tip = el("div", { id: "tip", hidden: "" });
$("stage").append(tip);

function hover(id, at) {
  tip.hidden = id === null;
  if (id === null) return;
  const node = data.nodes[id];
  const notes = [typeOf(node).label, ...countriesOf(node)].join(" · ");
  tip.replaceChildren(name(node.label), el("div", { class: "note" }, notes));
  const left = Math.min(at.x + 14, $("stage").clientWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${Math.min(at.y + 14, $("stage").clientHeight - tip.offsetHeight - 8)}px`;
}

const drawing = makeDrawing($("drawing"), (id) => goTo(id, true), hover);
const list = makeList($("list"), goTo);
makeSearch($("search"), $("suggestions"), goTo);
makeLegend();
makeCountries();
$("fit").addEventListener("click", () => { goTo(null); drawing.fit(); });
$("zoom-in").addEventListener("click", () => drawing.zoom(1.4));
$("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.4));
$("reset").addEventListener("click", resetFilter);
$("show-map").addEventListener("click", () => showList(false));
$("show-list").addEventListener("click", () => showList(true));
$("handle").addEventListener("click", () => openPanel(!$("panel").classList.contains("open")));
window.addEventListener("hashchange", () => apply(true));
window.addEventListener("popstate", () => apply(true));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target === document.body) goTo(null);
});
window.addEventListener("beforeprint", () => { $("list").hidden = $("stage").hidden = false; });
window.addEventListener("afterprint", () => showList($("show-list").getAttribute("aria-pressed") === "true"));
applyFilter();
drawing.fit();
apply(true);
// For tests and for the curious: what is drawn, without reaching into vis-network.
window.clustergraph = { data, labels: drawing.labels, place: drawing.place, selected: () => selected };
