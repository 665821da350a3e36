// The same entries as a table, for those who read rather than look, and for paper.
import { data, tiesOf } from "./data.js";
import { button, el, icon } from "./elements.js";
import { goNode } from "./panel.js";
import { nodes } from "./searched.js";
import { ordered } from "./sorting.js";
import { countriesOf, kindOf, language, nameOf, number, say, score, sizeName, valueOf } from "./words.js";

// A browser needs seconds for a longer list, which nobody reads at once.
const [MANY, PART] = [2000, 500];

/** @typedef {{ key: string, title: () => string, look: string, cell: (id: number) => string | number | undefined, falling?: boolean }} Column */

/** @param {number} size @returns {Column[]} */
const columns = (size) => [
  { key: "rank", title: () => say("rank_column"), look: "number", cell: (id) => data.nodes[id].rank },
  { key: "name", title: () => say("name_column"), look: "", cell: nameOf },
  { key: "kind", title: () => say("type_column"), look: "optional", cell: (id) => kindOf(data.nodes[id]) },
  ...(data.countries.length ? [{ key: "country", title: () => say("country"), look: "optional",
    cell: (/** @type {number} */ id) => countriesOf(data.nodes[id]).join(", ") || undefined }] : []),
  ...(data.sizes.length ? [{ key: "size", title: () => sizeName(size), look: "number", falling: true,
    cell: (/** @type {number} */ id) => valueOf(data.nodes[id], size) ?? undefined }] : []),
  { key: "ties", title: () => say("connections"), look: "number optional", falling: true, cell: (id) => tiesOf(id).length },
];

/** The table, its order and what it shows. */
export class List {
  /** @param {HTMLElement} container @param {import("./panel.js").Go} go */
  constructor(container, go) {
    this.container = container;
    this.go = go;
    this.sorted = { key: "rank", falling: false };
    this.size = 0;
    /** @type {boolean[]} */
    this.left = data.nodes.map(() => true);
    this.typed = "";
    /** @type {number | null} */
    this.selected = null;
    this.stale = true;
  }

  /** @param {Column} column */
  #head({ key, title, look, falling = false }) {
    const current = this.sorted.key === key;
    const sort = current ? (this.sorted.falling ? "descending" : "ascending") : null;
    const act = () => {
      this.sorted = { key, falling: current ? !this.sorted.falling : falling };
      this.draw();
      /** @type {HTMLElement | null} */ (this.container.querySelector(`th[data-key="${key}"] button`))?.focus();
    };
    return el("th", { scope: "col", class: look || null, "aria-sort": sort, "data-key": key }, button(title(), act));
  }

  /** @param {Column} column @param {number} id */
  #cell({ key, look, cell }, id) {
    const value = cell(id);
    const shown = key === "name" ? el("div", { class: "neighbour" }, icon(data.types[data.nodes[id].type]), goNode(id, this.go))
      : key === "kind" ? el("span", { class: "kind" }, String(value))
      : key === "size" ? score(/** @type {number | undefined} */ (value))
      : typeof value === "number" ? number(value)
      : value ?? "–";
    return el("td", { class: look || null }, shown);
  }

  /** Sorts by a column, the least first. @param {string} key */
  sort(key) {
    this.sorted = { key, falling: false };
    this.stale = true;
  }

  /** The entries that are left, in the order of the table. */
  rows() {
    const all = columns(this.size);
    const by = all.find(({ key }) => key === this.sorted.key) ?? all[0];
    const found = this.typed ? new Set(nodes.find(this.typed)) : null;
    return ordered(data.nodes.map((_node, id) => by.cell(id)), this.sorted.falling, language())
      .filter((id) => this.left[id] && (!found || found.has(id)));
  }

  draw() {
    this.stale = false;
    const all = columns(this.size);
    const ids = this.rows();
    /** @param {number} id */
    const row = (id) => el("tr", { "aria-current": id === this.selected ? "true" : null, "data-id": id }, ...all.map((column) => this.#cell(column, id)));
    const first = ids.length > MANY ? PART : ids.length;
    const body = el("tbody", {}, ...ids.slice(0, first).map(row));
    this.container.replaceChildren(el("table", {}, el("caption", {}, say("list_caption")),
      el("thead", {}, el("tr", {}, ...all.map((column) => this.#head(column)))), body));
    if (first < ids.length) this.container.append(this.#more(body, ids, row));
  }

  /** The rest of a long list, part by part. @param {HTMLElement} body @param {number[]} ids @param {(id: number) => HTMLElement} row */
  #more(body, ids, row) {
    const more = button("", () => {
      body.append(...ids.slice(body.children.length, body.children.length + PART).map(row));
      told();
    }, { class: "more" });
    const told = () => {
      more.textContent = say("rows_more", { n: ids.length - body.children.length });
      more.hidden = body.children.length >= ids.length;
    };
    told();
    return more;
  }

  /** Only the rows of the one that was selected and of the one that is: hundreds take longer than a click may. */
  #mark() {
    this.container.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
    if (this.selected !== null) this.container.querySelector(`tr[data-id="${this.selected}"]`)?.setAttribute("aria-current", "true");
  }

  /** @param {Partial<Pick<List, "left" | "typed" | "size" | "selected">>} change */
  set(change) {
    Object.assign(this, change);
    if (!this.stale && Object.keys(change).join() === "selected") return this.#mark();
    this.stale = true;
    if (!this.container.hidden) this.draw();
  }

  open() {
    if (this.stale) this.draw();
  }
}
