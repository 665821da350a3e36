// Saved views as steps: three that every page has, or those that a reader has kept. One row tells where one
// is and leads on; the address holds them, so that a link shows them to others.
import { data } from "./data.js";
import { button, el } from "./elements.js";
import { aboutName } from "./model.js";
import { address, asked, available, initial, remember, setAsStep, store } from "./state.js";
import { nameOf, say } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Kept} Kept */

const GIVEN = 3;
// No more are kept: an address has an end.
const MOST = 12;

/** The views that this page begins with. @returns {Kept[]} */
function given() {
  const first = data.about !== null && available("partners")
    ? { title: say("step_partners", { name: aboutName() }), shape: "partners" } : { title: say("step_network"), shape: "network" };
  const others = [{ title: say("step_map"), shape: "map" }, { title: say("step_years"), shape: "years" }, { title: say("step_list"), shape: "list" }];
  return [first, ...others.filter(({ shape }) => available(/** @type {State["shape"]} */ (shape)))].slice(0, GIVEN)
    .map(({ title, shape }) => ({ title, at: address.written({ ...initial, shape: /** @type {State["shape"]} */ (shape) }) }));
}

/** @param {State} state */
const stepsOf = ({ kept }) => (kept.length ? kept : given());

/** An address that asks for a step and nothing else asks for what that step shows. @param {State} wanted @returns {State} */
export function atStep(wanted) {
  const { step, kept, lang } = wanted;
  const one = step === null ? undefined : stepsOf(wanted)[step];
  const bare = address.written({ ...wanted, kept: [], step: null, lang: initial.lang }) === "";
  return one && bare ? { ...asked(one.at), lang, kept, step } : wanted;
}

/** Shows a step; null: back to the questions. @param {number | null} step */
function goTo(step) {
  const { kept, lang } = store.get();
  setAsStep(step === null ? { step } : { ...asked(stepsOf(store.get())[step]?.at ?? ""), lang, kept, step });
}

/** What a reader sees now becomes the last step. @param {string[]} told what narrows it */
export function keep(told) {
  const state = store.get();
  const title = state.focus && state.selected !== null ? nameOf(state.selected) : told.join("; ") || say(state.shape);
  const at = address.written({ ...state, kept: [], step: null, lang: initial.lang });
  const kept = [...stepsOf(state), { title, at }].slice(-MOST);
  setAsStep({ kept, step: kept.length - 1 });
  /** @type {HTMLElement | null} */ (document.querySelector("#asks input"))?.focus();
}

/** @param {number} step */
function drop(step) {
  const kept = stepsOf(store.get()).filter((_one, place) => place !== step);
  if (kept.length) {
    store.set({ kept });
    return goTo(Math.min(step, kept.length - 1));
  }
  setAsStep({ kept, step: null });
}

/** The title of a step: of one's own it can be written. @param {State} state @param {Kept} one */
function titled({ kept, step }, { title }) {
  if (!kept.length) return el("strong", {}, title);
  const field = el("input", { value: title, "aria-label": say("step_title"), maxlength: 80 });
  field.addEventListener("change", () => {
    store.set({ kept: kept.map((each, place) => (place === step ? { ...each, title: field.value } : each)) });
    remember(false);
  });
  return field;
}

/** The button that begins. */
export const begin = () => button(say("steps_begin", { n: stepsOf(store.get()).length }), () => goTo(0));

/** The row while one goes from step to step; null where one does not. @param {State} state @returns {HTMLElement[] | null} */
export function stepping(state) {
  const steps = stepsOf(state);
  if (state.step === null || !steps[state.step]) return null;
  const { step, kept } = state;
  /** @param {string} word @param {number} to */
  const turn = (word, to) => {
    const made = button(say(word), () => {
      goTo(to);
      // At either end the other button is left.
      for (const one of [`[data-turn="${word}"]`, "[data-turn]"]) {
        const made = /** @type {HTMLElement | null} */ (document.querySelector(`#asks ${one}:enabled`));
        if (made) return made.focus();
      }
    }, { "data-turn": word });
    made.disabled = !steps[to];
    return made;
  };
  return [
    el("span", { class: "note", role: "status" }, say("part", { n: step + 1, total: steps.length })),
    titled(state, steps[step]), turn("step_back", step - 1), turn("step_on", step + 1),
    ...(kept.length ? [button(say("step_drop"), () => drop(step))] : []),
    button(say("steps_end"), () => goTo(null)),
  ];
}
