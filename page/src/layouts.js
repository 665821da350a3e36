// Where the shapes stand in each arrangement: at the places that Python chose, or, where a filter
// leaves few and the reader asked for it, at places made for these.
import { discs, flows } from "./afar.js";
import { around, arranged } from "./arrange.js";
import { inColumns } from "./chains.js";
import { data, large, network as given } from "./data.js";
import { sectorsBy, valueName } from "./model.js";
import { capital } from "./texts.js";
import { number, say, t } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{ left: boolean[], ties: [tie: number, weight: number][], chains?: number[][] }} Shown chains: drawn alone */
/** @typedef {[x: number, y: number]} Place */
/**
 * @typedef {{ text: string, x: number, y: number, angle?: number, group?: number }} Heading
 * angle: stands outside of the place, in this direction; group: names this one, among whose nodes it stands
 */
/** @typedef {import("./afar.js").Flow} Flow */
/** @typedef {{ kind: "partners" | "network" | "map", places: Place[], headings: Heading[], groups?: (number | undefined)[], flows?: Flow[], discs?: import("./afar.js").Disc[], named?: Heading[], streams?: Flow[] }} Layout
 * groups: of each node; flows: instead of lines; discs, named, streams: from afar, groups, their names and what ties them */

// More flows than this hide the map.
const FLOWS = 50;
// A filter that leaves a smaller part than this leaves gaps.
const FEW = 0.4;
// So many are placed anew in the browser at most.
const PLACED = 2000;
// Of so many groups the largest are named, and so many of their ties drawn, from afar.
const [NAMED, STREAMS] = [60, 250];

/** Whether places for what is left would be worth having. @param {boolean[]} left */
export function sparse(left) {
  const count = left.filter(Boolean).length;
  return count > 1 && count <= PLACED && count < FEW * left.length;
}

/** Whether a picture of so many left would be worth arranging again, but is too large for that. @param {number} count */
export const tooMany = (count) => count > PLACED && count < FEW * data.nodes.length;
export { PLACED };

/** @param {string} text @param {number} angle @param {number} radius @returns {Heading} */
const outside = (text, angle, radius) => ({ text, x: Math.cos(angle) * radius, y: Math.sin(angle) * radius, angle });

/** The sectors in which somebody is left. @param {boolean[]} left @returns {Layout} */
function partners(left) {
  const own = new Set(data.headings.map(([label]) => t(label)));
  const met = new Set(data.nodes.flatMap((node, id) => {
    const group = node.countries?.length ? t(data.countries[node.countries[0]]) : "";
    return !left[id] || id === data.about ? [] : [own.has(group) ? group : ""];
  }));
  return {
    kind: "partners", places: data.ego,
    headings: data.headings.filter(([label]) => met.has(t(label)))
      .map(([label, angle, radius]) => outside(t(label) || say("other"), angle, radius)),
  };
}

/** @param {Shown["ties"]} ties @returns {[number, number, number][]} */
const ends = (ties) => ties.map(([tie, weight]) => [data.ties[tie][0], data.ties[tie][1], weight]);

/**
 * What a large picture shows from afar: its groups, their names and what ties them.
 * @param {(number | undefined)[]} groups of each node
 * @param {Place[]} places
 * @param {(group: number) => string} name
 * @param {Shown} shown
 * @returns {Pick<Layout, "discs" | "named" | "streams">}
 */
function fromAfar(groups, places, name, { left, ties }) {
  if (!large) return {};
  const found = discs(groups, places, left);
  const middles = new Map(found.map((disc) => [disc.group, disc]));
  return {
    discs: found,
    named: found.slice(0, NAMED).map(({ group, x, y, count }) => ({ text: `${name(group)} (${number(count)})`, x, y })),
    streams: flows(groups, ends(ties), (group) => middles.get(group), STREAMS),
  };
}

/**
 * The names of the communities in the middle of their members.
 * @param {(number | undefined)[]} groups
 * @param {Place[]} places
 * @param {boolean[]} left
 * @returns {Heading[]}
 */
const communities = (groups, places, left) =>
  discs(groups, places, left).slice(0, NAMED).map(({ group, x, y }) => ({ text: valueName("community", group), x, y, group }));

/**
 * What connects the places of the map: the strongest flows, of all connections between two of them.
 * @param {Shown["ties"]} ties
 * @param {import("./types.js").Chart} map
 * @returns {Flow[]}
 */
function flowsOf(ties, { places, groups }) {
  const sums = groups.map(() => ({ x: 0, y: 0, n: 0 }));
  for (const [x, y, group] of places) {
    sums[group].x += x;
    sums[group].y += y;
    sums[group].n += 1;
  }
  const middles = sums.map(({ x, y, n }) => ({ x: x / n, y: y / n }));
  // Who has no known place stands beside the map: a line to there would be read as one to a country.
  return flows(places.map(([, , group]) => group), ends(ties), (group) => (t(groups[group][0]) ? middles[group] : undefined), FLOWS);
}

/** @param {import("./types.js").Chart} map @param {Shown} shown @returns {Layout} */
function charted(map, shown) {
  const { left, ties } = shown;
  const counts = map.groups.map(() => 0);
  map.places.forEach(([, , group], id) => { counts[group] += Number(left[id]); });
  const order = counts.map((_count, group) => group).filter((group) => counts[group]).sort((one, two) => counts[two] - counts[one] || one - two);
  const places = map.places.map(([x, y]) => /** @type {Place} */ ([x, y]));
  /** @param {number} group */
  const name = (group) => t(map.groups[group][0]) || say("nowhere");
  const groups = map.places.map(([, , group]) => group);
  return {
    kind: "map", places, flows: flowsOf(ties, map),
    headings: order.slice(0, large ? NAMED : undefined).map((group) => ({ text: name(group), x: map.groups[group][1], y: map.groups[group][2], group })),
    groups, ...fromAfar(groups, places, name, shown),
  };
}

/** @param {Shown} shown @param {number[]} radii @returns {Place[]} */
function anew({ left, ties }, radii) {
  const ids = left.flatMap((one, id) => (one ? [id] : []));
  const at = new Map(ids.map((id, place) => [id, place]));
  const start = ids.map((id) => /** @type {Place} */ ([given.nodes[id].x, given.nodes[id].y]));
  const links = ties.map(([tie, weight]) => /** @type {[number, number, number]} */ (
    [Number(at.get(data.ties[tie][0])), Number(at.get(data.ties[tie][1])), weight]));
  const found = arranged(start, links, ids.map((id) => radii[id]));
  /** @type {Place[]} */
  const places = data.nodes.map(() => [0, 0]);
  ids.forEach((id, place) => { places[id] = found[place]; });
  return places;
}

/** @param {Shown} shown @param {number[]} radii @param {State["sectors"]} sectors @returns {Layout} */
function aroundAnew({ left, ties }, radii, sectors) {
  /** @type {Map<number, number>} */
  const pull = new Map();
  for (const [tie, weight] of ties) {
    const [one, other] = data.ties[tie];
    if (one === data.about || other === data.about) pull.set(one === data.about ? other : one, weight);
  }
  const ids = left.flatMap((one, id) => (one && id !== data.about ? [id] : []));
  ids.sort((one, two) => (pull.get(two) ?? 0) - (pull.get(one) ?? 0) || one - two);
  const wide = 2 * ids.reduce((most, id) => Math.max(most, radii[id]), 1) + 30;
  const by = sectorsBy(sectors);
  const found = around(ids.map((id) => ({ id, group: by.of(id) })), wide);
  return {
    kind: "partners",
    places: data.nodes.map((_node, id) => found.places.get(id) ?? [0, 0]),
    headings: found.headings.map(([group, angle, radius]) => outside(group ? by.name(group) : say("other"), angle, radius)),
  };
}

/**
 * @param {State} state
 * @param {Shown} shown
 * @param {number[]} radii
 * @returns {Layout}
 */
export function layoutOf(state, shown, radii) {
  const layout = laid(state, shown, radii);
  /** @param {Heading[]} all */
  const begun = (all) => all.map((heading) => ({ ...heading, text: capital(heading.text) }));
  return { ...layout, headings: begun(layout.headings), ...(layout.named ? { named: begun(layout.named) } : {}) };
}

/** @param {State} state @param {Shown} shown @param {number[]} radii @returns {Layout} */
function laid(state, shown, radii) {
  if (shown.chains?.length) {
    const columns = inColumns(shown.chains);
    return { kind: "network", places: data.nodes.map((_node, id) => columns.get(id) ?? [0, 0]), headings: [] };
  }
  if (state.shape === "map" && data.map) return charted(data.map, shown);
  const fresh = state.anew && sparse(shown.left);
  if (state.shape === "partners") {
    return fresh || state.sectors !== "country" ? aroundAnew(shown, radii, state.sectors) : partners(shown.left);
  }
  const places = fresh ? anew(shown, radii) : given.nodes.map(({ x, y }) => /** @type {Place} */ ([x, y]));
  const groups = data.nodes.map(({ community }) => community);
  return {
    kind: "network", places, headings: state.colour === "community" ? communities(groups, places, shown.left) : [],
    groups, ...fromAfar(groups, places, (group) => valueName("community", group), shown),
  };
}
