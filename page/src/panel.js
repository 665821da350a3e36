// The panel: the story of what is selected.
import { activitiesOf, data, tiesOf } from "./data.js";
import { button, el, icon, link, name } from "./elements.js";
import { aboutName, together } from "./model.js";
import { count, countriesOf, euros, kindOf, nameOf, say, score, sizeName, t, titledIn, titleOf, tongueOf, valueOf, year } from "./words.js";

/** @typedef {import("./types.js").Citation} Citation */
/** @typedef {import("./types.js").State} State */
/** @typedef {{ node: (id: number | null) => void, activity: (number: number) => void, choose: (patch: Partial<State>) => void, narrow: (patch: (state: State) => Partial<State>) => void, way: (from: number, to: number | null) => void }} Go */
/** @typedef {HTMLElement | null} Part */

const ACTIVITIES = 8;
const PARTNERS = 8;
const CHIPS = 6;

/** @param {number} id @param {Go} go @param {string} [text] */
export const goNode = (id, go, text = nameOf(id)) =>
  el("button", { type: "button", class: "go", onclick: () => go.node(id) }, name(text, text === nameOf(id) ? tongueOf(id) : null));

/** @param {number} number @param {Go} go */
export const goActivity = (number, go) =>
  el("button", { type: "button", class: "go", onclick: () => go.activity(number) }, name(titleOf(data.activities[number]), titledIn(data.activities[number])));

/**
 * The first items, and a button that shows all of them.
 * @param {"ol" | "ul"} tag
 * @param {(() => HTMLElement)[]} items
 * @param {number} shown
 * @param {string} look
 */
export function shortened(tag, items, shown, look = "") {
  const list = el(tag, { class: look || null }, ...items.slice(0, shown).map((make) => make()));
  if (items.length <= shown) return [list];
  const more = button(say("show_more", { n: items.length }), () => {
    list.append(...items.slice(shown).map((make) => make()));
    more.remove();
    /** @type {HTMLElement | null | undefined} */ (list.children[shown]?.querySelector("button"))?.focus();
  }, { class: "more" });
  return [list, more];
}

/**
 * Where in a document: "paragraph 3, 5, 8", "row 12 of organization.csv".
 * @param {string[]} places
 */
function joined(places) {
  const parts = places.map((text) => /^(paragraph) (\d+)$/.exec(text));
  if (parts.every(Boolean)) return `${say("paragraph")} ${parts.map((part) => part?.[2]).join(", ")}`;
  return places.map((text) => {
    const row = /^([^:\s]+):(\d+)$/.exec(text);
    return row ? say("row_of", { file: row[1], row: row[2] }) : text;
  }).join(", ");
}

/** @param {Citation} citation */
function cited([number, places]) {
  const { title, url, tongue } = data.documents[number];
  const lang = t(tongue) || null;
  const shown = url ? link(url, t(title), lang) : name(t(title), lang);
  return el("li", {}, shown, places.length ? `, ${joined(places)}` : "");
}

/**
 * Where this comes from, one line a document, folded.
 * @param {(Citation[] | undefined)[]} cited_
 */
function origin(cited_) {
  /** @type {Map<number, Set<string>>} */
  const places = new Map();
  for (const [document, found] of cited_.flatMap((sources) => sources ?? [])) {
    places.set(document, new Set([...places.get(document) ?? [], ...found]));
  }
  if (!places.size) return null;
  const lines = [...places].map(([document, found]) => cited([document, [...found].slice(0, 12)]));
  return el("details", { class: "origin" }, el("summary", {}, say("origin")), el("ul", {}, ...lines));
}

/** @param {import("./types.js").Value} value @param {Go} go */
function factValue(value, go) {
  const text = t(value.text);
  const shown = value.node !== undefined ? goNode(value.node, go, text)
    : value.url ? link(value.url, text.replace(/^https?:\/\//, "").replace(/\/$/, ""))
    : name(text, t(value.tongue) || null);
  return el("dd", {}, shown, value.note ? el("span", { class: "note" }, ` (${t(value.note)})`) : null);
}

/** @param {import("./types.js").Fact[]} facts @param {Go} go */
function factList(facts, go) {
  const list = el("dl");
  for (const fact of facts) {
    list.append(el("dt", {}, t(fact.name)), ...fact.values.map((value) => factValue(value, go)));
    if (fact.more) list.append(el("dd", { class: "note" }, say("more", { n: fact.more })));
  }
  return list;
}

/** @param {string} kind @param {string[]} where @param {HTMLElement | SVGElement | null} picture @param {Go} go */
export function heading(kind, where, picture, go) {
  const told = el("span", {}, el("span", { class: "kind" }, kind), where.length ? ` · ${where.join(", ")}` : "");
  return el("div", { class: "top" }, picture, told,
    button("×", () => go.node(null), { class: "close", "aria-label": say("close") }));
}

/** What a node is to the organisation in the middle. @param {number} id */
function standing(id) {
  const node = data.nodes[id];
  const shown = tiesOf(id).length;
  const partners = shown === node.degree ? count("standing", shown) : say("standing_page", { n: node.degree, shown });
  if (data.about === null || !data.activities.length) return partners;
  if (id === data.about) return data.around ? partners : `${say("us")} ${partners}`;
  const common = together(id, data.about);
  if (!common.length) return `${say("not_with_us", { name: aboutName() })} ${partners}`;
  const first = common.map(({ activity }) => activity.first ?? activity.last ?? Infinity).reduce((a, b) => Math.min(a, b));
  const since = Number.isFinite(first) ? say("with_us_since", { year: year(first) }) : ".";
  return `${count("with_us", common.length, { name: aboutName() })}${since} ${partners}`;
}

/** @param {import("./types.js").Part} part */
const partNote = ([, roles, gross, net]) =>
  [...(roles ?? []).map((role) => t(data.roles[role])), amount("gross", gross), amount("net", net)].filter(Boolean).join(", ");

/** @param {"gross" | "net"} which @param {number | null | undefined} value */
const amount = (which, value) => (typeof value === "number" ? say(which, { money: euros(value) }) : "");

/** @param {import("./types.js").Activity} activity */
const activityNote = (activity) =>
  [t(activity.kind), t(activity.period), ...(activity.programmes ?? []).map((group) => t(data.groups[group]))]
    .filter(Boolean).join(" · ");

/** One project or event: what, when, in which role, with whom. @param {{ number: number, part: import("./types.js").Part }} one @param {Go} go */
function activityItem({ number, part }, go) {
  const activity = data.activities[number];
  const others = activity.parts.filter(([id]) => id !== part[0]);
  const first = [...others].sort(([one], [two]) => Number(two === data.about) - Number(one === data.about) || one - two).slice(0, CHIPS);
  const chips = first.map(([id]) => goNode(id, go));
  const rest = activity.members - 1 - first.length;
  if (rest > 0) chips.push(el("button", { type: "button", class: "go", onclick: () => go.activity(number) }, `+${rest}`));
  const own = partNote(part);
  return el("li", {},
    el("div", { class: "activity" }, goActivity(number, go)),
    activity.title ? el("div", { class: "long" }, name(t(activity.title), t(activity.spoken) || null)) : null,
    el("div", { class: "note" }, activityNote(activity)),
    own ? el("div", { class: "note" }, own) : null,
    chips.length ? el("div", { class: "chips" }, ...chips) : null);
}

/** @param {number} number @param {Go} go */
function reasonItem(number, go) {
  const reason = data.reasons[number];
  const text = t(reason.label) || t(reason.kind);
  const label = reason.node === undefined ? name(text, reason.label ? t(reason.tongue) || null : null) : goNode(reason.node, go, text);
  const notes = [reason.label ? t(reason.kind) : "", t(reason.period)].filter(Boolean).join(", ");
  return el("li", { class: "reason" }, label, notes ? el("span", { class: "note" }, ` (${notes})`) : null);
}

/** A partner, and where nothing else tells it, why. @param {{ other: number, tie: number }} tie @param {Go} go */
function tieItem({ other, tie }, go) {
  const [, , weight, reasons] = data.ties[tie];
  const told = reasons ? el("ul", {}, ...reasons.slice(0, CHIPS).map((number) => reasonItem(number, go)),
    reasons.length > CHIPS ? el("li", { class: "note" }, say("more", { n: reasons.length - CHIPS })) : null) : null;
  const note = data.activities.length ? el("span", { class: "note" }, score(weight)) : null;
  return el("li", {}, el("div", { class: "neighbour" }, icon(data.types[data.nodes[other].type]), goNode(other, go), note),
    told ?? (data.activities.length ? null : el("ul", {}, el("li", { class: "note" }, say("no_reason")))));
}

/** @param {number} id @param {Go} go */
function story(id, go) {
  const own = activitiesOf(id);
  if (!own.length) return [];
  const ours = ({ number = 0 }) => Number(data.about !== null && data.about !== id
    && data.activities[number].parts.some(([other]) => other === data.about));
  const items = [...own].sort((one, two) => ours(two) - ours(one)).map((one) => () => activityItem(one, go));
  return [el("h3", {}, `${say("did")} (${items.length})`), ...shortened("ol", items, ACTIVITIES, "story")];
}

/** The question how ours reaches somebody. @param {number} id @param {Go} go */
function reach(id, go) {
  if (data.about === null || data.about === id || data.nodes.length < 2) return null;
  const from = data.about;
  return button(say("ask_way", { from: aboutName(), name: nameOf(id) }), () => go.way(from, id), { class: "go ask" });
}

/** @param {number} id @param {State} state @param {Go} go @returns {Part[]} */
export function nodeDetails(id, state, go) {
  const node = data.nodes[id];
  const { text, spoken, facts, sources } = data.details[id];
  const rank = node.rank === undefined ? "" : `, ${say("rank", { rank: node.rank })}`;
  const size = data.sizes[state.size];
  const scored = size && !(size.id === "degree") ? `${sizeName(state.size)} ${score(valueOf(node, state.size))}` : "";
  const ties = tiesOf(id);
  const partners = ties.map((tie) => () => tieItem(tie, go));
  const reasons = ties.flatMap(({ tie }) => data.ties[tie][3] ?? []).map((number) => data.reasons[number].sources);
  return [
    heading(kindOf(node), countriesOf(node), icon(data.types[node.type]), go),
    el("h2", { dir: "auto", tabindex: -1, lang: tongueOf(id) }, nameOf(id)),
    el("p", { class: "score" }, standing(id), size ? el("span", { title: t(size.meaning) }, `${scored ? `; ${scored}` : ""}${state.size === 0 ? rank : ""}`) : ""),
    reach(id, go),
    text ? el("p", { dir: "auto", lang: t(spoken) || null }, t(text)) : null,
    ...story(id, go),
    el("h3", {}, `${say(data.activities.length ? "partners_here" : "connections")} (${ties.length})`),
    ...(ties.length ? shortened("ol", partners, PARTNERS) : [el("p", { class: "note" }, say("no_connections"))]),
    el("h3", {}, say("facts")),
    facts ? factList(facts, go) : el("p", { class: "note" }, say("no_facts")),
    origin([sources, ...activitiesOf(id).slice(0, 40).map(({ number }) => data.activities[number].sources), ...reasons]),
  ];
}

/** @param {number} number @param {Go} go @returns {Part[]} */
export function activityDetails(number, go) {
  const activity = data.activities[number];
  const items = activity.parts.map((part) => () => el("li", {}, el("div", { class: "neighbour" },
    icon(data.types[data.nodes[part[0]].type]), goNode(part[0], go), el("span", { class: "note" }, partNote(part)))));
  const away = activity.members - activity.parts.length;
  return [
    heading(t(activity.kind), [], null, go),
    el("h2", { dir: "auto", tabindex: -1, lang: titledIn(activity) }, titleOf(activity)),
    activity.title && activity.label ? el("p", { dir: "auto", lang: t(activity.spoken) || null }, t(activity.title)) : null,
    el("p", { class: "score" }, activityNote({ ...activity, kind: undefined })),
    ...(activity.pages ?? []).map(([site, url]) => el("p", {}, link(url, say("read_more", { site: site || say("website") })))),
    el("h3", {}, `${say("taking_part")} (${activity.members})`),
    ...shortened("ol", items, 40),
    away > 0 ? el("p", { class: "note" }, count("not_here", away)) : null,
    origin([activity.sources]),
  ];
}
