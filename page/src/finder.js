// Search by name: arrows and Enter or a click choose.
import { data, typeOf } from "./data.js";
import { el, icon, name } from "./elements.js";
import { keysOf, matches } from "./rank.js";
import { fold } from "./texts.js";
import { words } from "./words.js";

const SUGGESTIONS = 8;

/** The field for names and the list below it. */
export class Finder {
  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {(id: number) => void} onGo
   */
  constructor(input, list, onGo) {
    this.input = input;
    this.list = list;
    this.onGo = onGo;
    this.entries = data.nodes.map(keysOf);
    /** @type {number[]} */
    this.ids = [];
    this.active = 0;
    input.addEventListener("input", () => this.#suggest());
    input.addEventListener("focus", () => this.#suggest());
    input.addEventListener("blur", () => this.#close());
    input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {number} position */
  #mark(position) {
    this.active = position;
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === position)));
    const item = this.list.children[position];
    if (item && this.ids.length) this.input.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} id */
  #choose(id) {
    this.input.value = data.nodes[id].label;
    this.#close();
    this.onGo(id);
  }

  /** @param {number} id @param {number} number */
  #item(id, number) {
    const type = typeOf(data.nodes[id]);
    const row = el("li", { role: "option", id: `suggestion-${number}` }, icon(type),
      name(data.nodes[id].label), el("span", { class: "note" }, type.label));
    // The field would lose the focus, and the list close, before a click arrived.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => this.#choose(id));
    return row;
  }

  #suggest() {
    this.ids = matches(this.entries, this.input.value).slice(0, SUGGESTIONS);
    if (!fold(this.input.value)) return this.#close();
    this.list.replaceChildren(...this.ids.map((id, number) => this.#item(id, number)));
    const none = { class: "none", role: "option", "aria-disabled": "true" };
    if (!this.ids.length) this.list.append(el("li", none, words.search_none));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") return this.#close();
    if (event.key === "Enter" && this.ids.length && !this.list.hidden) this.#choose(this.ids[this.active]);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || !this.ids.length) return;
    event.preventDefault();
    if (this.list.hidden) this.#suggest();
    else this.#mark((this.active + step + this.ids.length) % this.ids.length);
  }
}
