// What can be searched: the entries of the page, their activities, and names that the graph has but the
// page has not. Their names are put in order while nothing else is to be done, or when one searches first.
import { data } from "./data.js";
import { inOrder, keysOf, Names } from "./rank.js";

// So many entries at once leave time for what a reader does meanwhile.
const PART = 200;

/** The names of entries, which take a while to put in order. */
class Searched {
  /** @param {() => number} count @param {(at: number) => import("./rank.js").Key[]} keys of an entry */
  constructor(count, keys) {
    this.count = count;
    this.keys = keys;
    /** @type {import("./rank.js").Key[][]} */
    this.begun = [];
    /** @type {Names | null} */
    this.made = null;
  }

  get total() {
    return this.count();
  }

  /** Goes on with some entries; whether all are done. */
  goOn() {
    if (this.made) return true;
    const until = Math.min(this.total, this.begun.length + PART);
    while (this.begun.length < until) this.begun.push(this.keys(this.begun.length));
    if (until < this.total) return false;
    this.made = new Names(this.begun);
    this.begun = [];
    return true;
  }

  /** What those that match are worth. @param {string} typed */
  worths(typed) {
    while (!this.made) this.goOn();
    return this.made.find(typed);
  }

  /** The numbers of those that match, the best first. @param {string} typed */
  find(typed) {
    return inOrder(this.worths(typed));
  }
}

export const nodes = new Searched(() => data.nodes.length, (at) => {
  const { label, short, iri } = data.nodes[at];
  const { names } = data.details[at];
  return keysOf([label].flat(), [...(short ? [short].flat() : []), ...(names ?? []), iri]);
});
export const activities = new Searched(() => data.activities.length, (at) => {
  const { label, title, names } = data.activities[at];
  return keysOf([label ?? "", title ?? ""].flat(), names);
});
export const elsewhere = new Searched(() => data.elsewhere.length, (at) => keysOf([data.elsewhere[at]]));

/** Who matches, the best first; those elsewhere are numbered on after the nodes. @param {string} typed */
export const findAnybody = (typed) =>
  inOrder(new Map([...nodes.worths(typed), ...[...elsewhere.worths(typed)].map(([at, worth]) => /** @type {[number, number]} */ ([nodes.total + at, worth]))]));

/** Puts all names in order while nothing else is to be done. */
export function prepare() {
  const when = window.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 50));
  when((deadline) => {
    const all = [nodes, activities, elsewhere];
    while (!all.every((each) => each.goOn())) if (!(deadline?.timeRemaining() > 5)) return prepare();
  });
}
