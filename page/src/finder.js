// Search as people type: organisations, projects, and names that the graph has but the page has not.
// Arrows and Enter or a click choose.
import { data } from "./data.js";
import { el, icon, name } from "./elements.js";
import * as searched from "./searched.js";
import { fold } from "./texts.js";
import { kindOf, nameOf, say, t, titledIn, titleOf, tongueAway, tongueOf } from "./words.js";

const SUGGESTIONS = 8;
const ELSEWHERE = 3;

/** @typedef {{ what: "node" | "activity" | "elsewhere", at: number }} Found */
/** @typedef {{ node: (id: number) => void, activity: (number: number) => void, elsewhere: (at: number) => void, all: (typed: string) => void }} Act */

/** The field for names and the list below it. */
export class Finder {
  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {Act} act
   */
  constructor(input, list, act) {
    this.input = input;
    this.list = list;
    this.act = act;
    /** @type {(() => void)[]} */
    this.choices = [];
    this.active = 0;
    input.addEventListener("input", () => this.#suggest());
    input.addEventListener("focus", () => this.#suggest());
    input.addEventListener("blur", () => this.#close());
    input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {string} text @returns {{ found: Found[], total: number }} */
  find(text) {
    /** @param {Found["what"]} what @param {number[]} ids */
    const as = (what, ids) => ids.map((at) => ({ what, at }));
    const nodes = as("node", searched.nodes.find(text));
    const activities = as("activity", searched.activities.find(text));
    const room = Math.max(2, SUGGESTIONS - Math.min(nodes.length, SUGGESTIONS));
    const shown = [...nodes.slice(0, SUGGESTIONS - Math.min(2, activities.length)), ...activities.slice(0, room)];
    const away = shown.length < SUGGESTIONS ? as("elsewhere", searched.elsewhere.find(text).slice(0, ELSEWHERE)) : [];
    return { found: [...shown, ...away], total: nodes.length };
  }

  /** @param {number} position */
  #mark(position) {
    this.active = position;
    const items = [...this.list.querySelectorAll("[role=option]")];
    items.forEach((item, number) => item.setAttribute("aria-selected", String(number === position)));
    const item = items[position];
    if (item && this.choices.length) this.input.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {string} text @param {() => void} act */
  #choose(text, act) {
    this.input.value = text;
    this.#close();
    act();
  }

  /** @param {HTMLElement} row @param {() => void} act */
  #option(row, act) {
    row.id = `suggestion-${this.choices.length}`;
    row.setAttribute("role", "option");
    this.choices.push(act);
    // The field would lose the focus, and the list close, before a click arrived.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", act);
    return row;
  }

  /** @param {Found} found */
  #item({ what, at }) {
    if (what === "node") {
      const row = el("li", {}, icon(data.types[data.nodes[at].type]), name(nameOf(at), tongueOf(at)), el("span", { class: "note" }, kindOf(data.nodes[at])));
      return this.#option(row, () => this.#choose(nameOf(at), () => this.act.node(at)));
    }
    if (what === "activity") {
      const activity = data.activities[at];
      const row = el("li", {}, name(titleOf(activity), titledIn(activity)), el("span", { class: "note" }, t(activity.kind)));
      return this.#option(row, () => this.#choose(titleOf(activity), () => this.act.activity(at)));
    }
    const row = el("li", {}, name(data.elsewhere[at], tongueAway(at)), el("span", { class: "note" }, say("elsewhere")));
    return this.#option(row, () => this.#choose(data.elsewhere[at], () => this.act.elsewhere(at)));
  }

  #suggest() {
    const typed = this.input.value;
    if (!fold(typed)) return this.#close();
    const { found, total } = this.find(typed);
    this.choices = [];
    const items = found.map((one) => this.#item(one));
    if (!found.length) items.push(el("li", { class: "none", role: "option", "aria-disabled": "true" }, say("search_none")));
    if (total > SUGGESTIONS) {
      items.push(this.#option(el("li", { class: "all" }, say("search_count", { n: total })), () => this.#choose(typed, () => this.act.all(typed))));
    }
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      if (!this.list.hidden) event.stopPropagation();
      return this.#close();
    }
    if (event.key === "Enter" && this.choices.length && !this.list.hidden) this.choices[this.active]();
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || !this.choices.length) return;
    event.preventDefault();
    if (this.list.hidden) this.#suggest();
    else this.#mark((this.active + step + this.choices.length) % this.choices.length);
  }
}
