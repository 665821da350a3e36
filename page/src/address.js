// The part of the address after #: it holds what a reader has chosen, so that it can be sent on.
// `o=mecatech&y=2015-2020&c=belgium` names entries by the end of their IRI and values by their English
// names; a bare IRI, name or end of an IRI is understood too.
import { once } from "./once.js";
import { fold, slug } from "./texts.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Text} Text */
/** @typedef {{ iri: string, label: Text }} Entry */
/** @typedef {{ nodes: Entry[], activities: { label?: Text, title?: Text }[], values: Record<string, Text[]>, elsewhere?: string[], initial: State }} Page */

// The title of a view that was kept is no longer.
const TITLE = 80;

const FACETS = { c: "country", p: "programme", t: "topic", r: "role", g: "community" };
/** @param {Text} [text] */
const english = (text = "") => (typeof text === "string" ? text : text[0]);

/**
 * The shortest end of each IRI that no other entry has.
 * @param {Entry[]} entries
 * @returns {string[]}
 */
export function shortNames(entries) {
  /** @param {string} iri @param {number} parts */
  const end = (iri, parts) => iri.split(/[/#:]/).filter(Boolean).slice(-parts).join("/");
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { iri } of entries) counts.set(end(iri, 1), (counts.get(end(iri, 1)) ?? 0) + 1);
  return entries.map(({ iri }) => [1, 2].map((parts) => end(iri, parts))
    .find((name, depth) => name && (depth ? !counts.has(name) : counts.get(name) === 1)) ?? iri);
}

/**
 * Names of values that no other value has: the second "robots" is "robots-2".
 * @param {Text[]} values
 */
function slugs(values) {
  /** @type {Map<string, number>} */
  const met = new Map();
  return values.map((value) => {
    const name = slug(english(value));
    met.set(name, (met.get(name) ?? 0) + 1);
    return met.get(name) === 1 ? name : `${name}-${met.get(name)}`;
  });
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // not a well-formed address: nothing is meant
  }
}

/** @param {Entry[]} entries @param {string[]} names */
function finder(entries, names) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  // Later ones win: what names an entry exactly goes before its label.
  for (let id = entries.length - 1; id >= 0; id -= 1) {
    for (const label of [entries[id].label].flat()) numbers.set(fold(label), id);
  }
  names.forEach((name, id) => numbers.set(name, id));
  entries.forEach(({ iri }, id) => numbers.set(iri, id));
  return (/** @type {string} */ text) => numbers.get(text) ?? numbers.get(fold(text)) ?? null;
}

/**
 * What a part of an address asks for, but for what it names by numbers.
 * @param {Map<string, string>} given
 * @returns {Partial<State>}
 */
function plain(given) {
  /** @type {Partial<State>} */
  const found = {};
  const years = /^(\d{4})-(\d{4})$/.exec(given.get("y") ?? "");
  if (years && Number(years[1]) <= Number(years[2])) found.years = [Number(years[1]), Number(years[2])];
  if (/^[1-9]\d{0,5}$/.test(given.get("n") ?? "")) found.shared = Number(given.get("n"));
  if (/^\d$/.test(given.get("s") ?? "")) found.size = Number(given.get("s"));
  if (given.get("w") === "1") found.weak = true;
  if (given.get("z") === "1") found.anew = true;
  if (given.get("m") === "0") found.among = false;
  const sectors = ["programme", "kind", "community"].find((one) => one === given.get("e"));
  if (sectors) found.sectors = /** @type {State["sectors"]} */ (sectors);
  const shape = ["network", "partners", "map", "years", "list"].find((one) => one === given.get("v"));
  if (shape) found.shape = /** @type {State["shape"]} */ (shape);
  const rows = ["organisation", "country", "programme"].find((one) => one === given.get("b"));
  if (rows) found.rows = /** @type {State["rows"]} */ (rows);
  if (given.get("x")) found.kept = readKept(given.get("x") ?? "");
  if (/^[1-9]\d?$/.test(given.get("i") ?? "")) found.step = Number(given.get("i")) - 1;
  if (/^[a-z]{2}$/.test(given.get("l") ?? "")) found.lang = given.get("l");
  return found;
}

/** Views that were kept, each as its title and its address. @param {import("./types.js").Kept[]} kept */
const written = (kept) => kept.map(({ title, at }) => `${encodeURIComponent(title)}/${encodeURIComponent(at)}`).join(",");

/** @param {string} text @returns {import("./types.js").Kept[]} */
const readKept = (text) => text.split(",").map((part) => decoded(part).split("/").map(decoded)).filter((each) => each.length === 2 && each[0])
  .map(([title, at]) => ({ title: title.slice(0, TITLE), at }));

/** @param {string} hash */
const given = (hash) => new Map(hash.split("&").map((part) => /** @type {[string, string]} */ (
  [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)])));

/** Writes and reads addresses of a page. */
export class Addresses {
  /** @param {Page} page */
  constructor(page) {
    const { nodes, values, initial } = page;
    this.page = page;
    this.initial = initial;
    // Made when an address needs them: most pages are opened without one.
    this.shortNames = once(() => shortNames(nodes));
    this.find = once(() => finder(nodes, this.names));
    this.activityNames = once(() => slugs(page.activities.map(({ label, title }) => label ?? title ?? "")));
    this.valueNames = once(() => Object.fromEntries(Object.entries(values).map(([facet, list]) => [facet, slugs(list)])));
  }

  get names() {
    return this.shortNames();
  }

  /** @param {string} facet @param {string} text */
  #numbers(facet, text) {
    const names = this.valueNames()[facet] ?? [];
    return text.split(",").map((name) => names.indexOf(decoded(name))).filter((place) => place >= 0);
  }

  /** @param {string} facet @param {number[]} [chosen] */
  #names(facet, chosen = []) {
    return chosen.map((value) => this.valueNames()[facet][value]).join(",");
  }

  /** Those whom the graph has and the page has not: read when an address needs them, as they are many. */
  get elsewhere() {
    return this.page.elsewhere ?? [];
  }

  /** Both ends of a way; somebody elsewhere by the name, after a tilde. @param {NonNullable<State["way"]>} way */
  #way({ from, to }) {
    const ends = to === null ? [] : [this.names[to] ?? `~${slug(this.elsewhere[to - this.names.length])}`];
    return [this.names[from], ...ends].join(",");
  }

  /** @param {string} text @returns {State["way"]} */
  #readWay(text) {
    const [from, to] = text.split(",").map(decoded);
    const start = this.find()(from);
    if (start === null) return null;
    const here = to && !to.startsWith("~") ? this.find()(to) : null;
    const away = to && here === null ? this.elsewhere.findIndex((name) => slug(name) === to.replace(/^~/, "")) : -1;
    return { from: start, to: away >= 0 ? this.names.length + away : here };
  }

  /** @param {State} state @returns {[string, string][]} */
  #parts(state) {
    const { initial } = this;
    return [
      ["o", state.selected === null || !state.focus ? "" : this.names[state.selected]],
      ["a", state.activity === null ? "" : this.activityNames()[state.activity]],
      ["h", state.way ? this.#way(state.way) : ""],
      ["k", this.#names("kind", state.hidden)],
      .../** @type {[string, string][]} */ (Object.entries(FACETS).map(([key, facet]) =>
        [key, this.#names(facet, state.only[/** @type {import("./types.js").FacetId} */ (facet)])])),
      ["y", state.years ? state.years.join("-") : ""],
      ["n", state.shared > 1 ? String(state.shared) : ""],
      ["col", state.colour === initial.colour ? "" : state.colour],
      ["s", state.size === initial.size ? "" : String(state.size)],
      ["w", state.weak ? "1" : ""],
      ["z", state.anew ? "1" : ""],
      ["m", state.among ? "" : "0"],
      ["e", state.sectors === initial.sectors ? "" : state.sectors],
      ["b", state.rows === initial.rows ? "" : state.rows],
      ["v", state.shape === initial.shape ? "" : state.shape],
      ["x", written(state.kept)],
      ["i", state.step === null ? "" : String(state.step + 1)],
      ["l", state.lang === initial.lang ? "" : state.lang],
    ];
  }

  /** @param {Map<string, string>} told @returns {Partial<State>} */
  #named(told) {
    /** @type {Partial<State>} */
    const found = { only: {}, hidden: this.#numbers("kind", told.get("k") ?? "") };
    const selected = told.has("o") ? this.find()(decoded(told.get("o") ?? "")) : null;
    if (selected !== null) Object.assign(found, { selected, focus: true });
    const activity = told.get("a") ? this.activityNames().indexOf(decoded(told.get("a") ?? "")) : -1;
    if (activity >= 0) Object.assign(found, { activity, selected: null });
    const way = told.has("h") ? this.#readWay(told.get("h") ?? "") : null;
    if (way) Object.assign(found, { way, selected: null, activity: null, focus: false });
    for (const [key, facet] of Object.entries(FACETS)) {
      const chosen = this.#numbers(facet, told.get(key) ?? "");
      if (chosen.length) Object.assign(found.only ?? {}, { [facet]: chosen });
    }
    const colour = told.get("col") ?? "";
    if (Object.hasOwn(this.valueNames(), colour)) found.colour = /** @type {State["colour"]} */ (colour);
    return found;
  }

  /** @param {string} hash @returns {State} */
  read(hash) {
    const raw = hash.replace(/^#/, "");
    if (!/^(?:\w{1,3}=[^=]*)(?:&|$)/.test(raw)) {
      const selected = raw ? this.find()(raw) ?? this.find()(decoded(raw)) : null;
      return selected === null ? this.initial : { ...this.initial, selected, focus: true };
    }
    const told = given(raw);
    return { ...this.initial, ...plain(told), ...this.#named(told) };
  }

  /** @param {State} state */
  written(state) {
    const told = this.#parts(state).filter(([, value]) => value)
      .map(([key, value]) => `${key}=${value.split(",").map(encodeURIComponent).join(",")}`);
    return told.length ? `#${told.join("&")}` : "";
  }
}
