// Where a reader goes: to an entry, an activity, the way to somebody, or a narrower page.
import { data } from "./data.js";
import { $, button, el, name } from "./elements.js";
import { NO_CHOICE } from "./filters.js";
import { focusPanel, openPanel } from "./sheet.js";
import { initial, remember, store } from "./state.js";
import { nameOf, say, tongueAway } from "./words.js";

/** @typedef {import("./types.js").State} State */

/**
 * @param {object} screen
 * @param {(id: number) => boolean} screen.left whether a node is shown
 * @param {(open: boolean) => void} screen.tell tells once more what is selected
 * @param {() => void} screen.fit
 */
export function makeGoing({ left, tell, fit }) {
  // A node chosen in the drawing stays where it is if it can be seen.
  const last = { inDrawing: false, from: /** @type {HTMLElement | null} */ (null) };

  /** @param {number | null} id @param {boolean} [chosenInDrawing] */
  function node(id, chosenInDrawing = false) {
    last.inDrawing = chosenInDrawing;
    last.from = /** @type {HTMLElement | null} */ (document.activeElement);
    const { selected, activity: told, way: asked, focus } = store.get();
    const hidden = id !== null && !left(id) ? NO_CHOICE : {};
    if (selected === id && told === null && asked === null && focus === (id !== null)) tell(true);
    else store.set({ ...hidden, selected: id, activity: null, way: null, focus: id !== null });
    remember(true);
    if (!chosenInDrawing) focusPanel();
  }

  /** @param {number} number */
  function activity(number) {
    store.set({ activity: number, selected: null, way: null, focus: false });
    remember(true);
    focusPanel();
  }

  /** How one reaches another; nobody asked for yet: the question. @param {number} from @param {number | null} to */
  function way(from, to) {
    const drawn = ["partners", "network"].includes(store.get().shape) ? {} : { shape: initial.shape };
    store.set({ ...NO_CHOICE, ...drawn, way: { from, to }, selected: null, activity: null, focus: false });
    openPanel(true);
    fit();
    remember(true);
    focusPanel();
  }

  /** Lets the selection go, and the focus back to where it came from. */
  function leave() {
    const back = last.from;
    node(null);
    (back?.isConnected && back !== document.body ? back : $("drawing")).focus();
  }

  const go = {
    node, activity, way,
    choose: (/** @type {Partial<State>} */ patch) => store.set({ ...NO_CHOICE, ...patch, way: null }),
    narrow: (/** @type {(state: State) => Partial<State>} */ patch) => store.set({ ...patch(store.get()), way: null }),
  };
  return { go, last, leave };
}

/** Somebody whom the graph has and the page has not. @param {number} at its number among those @param {import("./panel.js").Go} go */
export function tellElsewhere(at, go) {
  const missing = data.elsewhere[at];
  const { about } = data;
  const ask = about === null || data.ways.before[at] < 0 ? []
    : [button(say("ask_way", { from: nameOf(about), name: missing }), () => go.way(about, data.nodes.length + at), { class: "go ask" })];
  $("details").replaceChildren(el("h2", { tabindex: -1 }, name(missing, tongueAway(at))), el("p", {}, say("elsewhere_hint", { name: missing, n: data.nodes.length })), ...ask);
  openPanel(true);
  focusPanel();
}
