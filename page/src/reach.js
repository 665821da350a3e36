// How one organisation reaches another: the chains between them, told in words.
import { beyond, chains } from "./chains.js";
import { data, tiesOf } from "./data.js";
import { button, el, name } from "./elements.js";
import { together } from "./model.js";
import { goActivity, goNode, heading } from "./panel.js";
import { findAnybody, nodes } from "./searched.js";
import { count, nameOf, say, t, tongueAway } from "./words.js";

/** @typedef {import("./panel.js").Go} Go */
/** @typedef {import("./types.js").Way} Way */

const [SHARED, OFFERED] = [3, 12];

const steps = () => data.nodes.map((_node, id) => tiesOf(id).map(({ other, tie }) => ({ other, weight: data.ties[tie][2] })));
/** @type {ReturnType<typeof steps> | null} */
let known = null;

/** Who is on the page by number, the others numbered on. @param {number} id */
const nameOfAny = (id) => (id < data.nodes.length ? nameOf(id) : data.elsewhere[id - data.nodes.length]);

/**
 * The shortest chains of a way: at most five on the page, one to somebody elsewhere.
 * @param {Way} way
 * @returns {number[][]}
 */
export function chainsOf({ from, to }) {
  known ??= steps();
  const introduces = (/** @type {number} */ id) => Boolean(data.types[data.nodes[id].type].introduces);
  if (to < data.nodes.length) return chains(known, from, to, { introduces });
  const tail = beyond(data.ways.before, data.nodes.length, to);
  if (!tail.length || tail[0] === from) return tail.length ? [tail] : [];
  return chains(known, from, tail[0], { introduces, most: 1 }).map((ids) => [...ids.slice(0, -1), ...tail]);
}

/** What two who follow each other share, each as something to select where the page has it. @param {number} one @param {number} other @param {Go} go */
function shared(one, other, go) {
  const away = Math.max(one, other) - data.nodes.length;
  if (away >= 0) return [name(t(data.ways.names[data.ways.through[away]]) || say("no_reason"))];
  const common = together(one, other);
  const reasons = tiesOf(one).filter((tie) => tie.other === other).flatMap(({ tie }) => data.ties[tie][3] ?? []);
  const told = common.length ? common.map(({ number }) => goActivity(number, go))
    : reasons.map((number) => name(t(data.reasons[number].label) || t(data.reasons[number].kind)));
  const parts = told.slice(0, SHARED).flatMap((part, place) => (place ? [", ", part] : [part]));
  return told.length > SHARED ? [...parts, ` ${say("and_more", { n: told.length - SHARED })}`] : parts.length ? parts : [say("no_reason")];
}

/** One chain: who, and what joins each to the next. @param {number[]} ids @param {Go} go */
function told(ids, go) {
  const items = ids.flatMap((id, place) => {
    const who = id < data.nodes.length ? goNode(id, go) : el("span", {}, name(nameOfAny(id), tongueAway(id - data.nodes.length)), el("span", { class: "note" }, ` (${say("elsewhere")})`));
    const last = place === 0 ? null : el("li", { class: "joint note" }, ...shared(ids[place - 1], id, go));
    return last ? [last, el("li", {}, who)] : [el("li", {}, who)];
  });
  return el("ol", { class: "chain" }, ...items);
}

/**
 * A field for a name with offers while one types.
 * @param {string} word @param {string} id @param {number | null} chosen @param {(id: number) => void} act @param {boolean} all also who is elsewhere
 */
function picker(word, id, chosen, act, all) {
  /** @param {string} typed */
  const offers = (typed) => (all ? findAnybody(typed) : nodes.find(typed));
  const list = el("datalist", { id: `${id}-names` });
  const field = el("input", { id, list: `${id}-names`, autocomplete: "off", spellcheck: "false" });
  field.value = chosen === null ? "" : nameOfAny(chosen);
  field.addEventListener("input", () => list.replaceChildren(
    ...offers(field.value).slice(0, OFFERED).map((one) => el("option", { value: nameOfAny(one) }))));
  field.addEventListener("change", () => {
    const [best] = offers(field.value);
    if (best !== undefined && best !== chosen) act(best);
  });
  return el("label", { class: "pick" }, el("span", {}, say(word)), field, list);
}

/** @param {Way} way */
function sentence({ from, to }, /** @type {number[][]} */ found) {
  if (from === to) return say("way_same");
  const names = { from: nameOfAny(from), to: nameOfAny(to) };
  if (!found.length) return say("way_none", names);
  const between = found[0].length - 2;
  return between ? count("way_over", between, names) : say("way_direct", names);
}

/** @param {{ from: number, to: number | null }} way @param {Go} go */
export function wayDetails({ from, to }, go) {
  const found = to === null ? [] : chainsOf({ from, to });
  return [
    heading(say("way"), [], null, go),
    el("h2", { dir: "auto", tabindex: -1 }, to === null ? say("way_ask") : say("way_to", { name: nameOfAny(to) })),
    el("div", { class: "picks" },
      picker("way_from", "way-from", from, (one) => go.way(one, to), false),
      picker("way_until", "way-until", to, (one) => go.way(from, one), true)),
    to === null ? null : el("p", { id: "way-told" }, sentence({ from, to }, found)),
    ...found.map((ids) => told(ids, go)),
    to !== null && to < data.nodes.length ? button(say("way_back"), () => go.way(to, from), { class: "more" }) : null,
  ];
}
