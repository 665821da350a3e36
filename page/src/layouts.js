// Where the shapes stand in each arrangement: at the places that Python chose, or, where a filter
// leaves few and the reader asked for it, at places made for these.
import { around, arranged } from "./arrange.js";
import { inColumns } from "./chains.js";
import { data, network as given } from "./data.js";
import { heads, valueName } from "./model.js";
import { say, t } from "./words.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {{ left: boolean[], ties: [tie: number, weight: number][], chains?: number[][] }} Shown chains: drawn alone */
/** @typedef {[x: number, y: number]} Place */
/** @typedef {{ text: string, x: number, y: number, angle?: number }} Heading angle: stands outside of the place, in this direction */
/** @typedef {{ x1: number, y1: number, x2: number, y2: number, weight: number }} Flow */
/** @typedef {{ kind: "partners" | "network" | "map", places: Place[], headings: Heading[], flows?: Flow[] }} Layout */

// More flows than this hide the map.
const FLOWS = 50;
// A filter that leaves a smaller part than this leaves gaps.
const FEW = 0.4;

/** Whether places for what is left would be worth having. @param {boolean[]} left */
export function sparse(left) {
  const number = left.filter(Boolean).length;
  return number > 1 && number < FEW * left.length;
}

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

/**
 * The names of the communities in the middle of their members.
 * @param {Place[]} places
 * @param {boolean[]} left
 * @returns {Heading[]}
 */
function communities(places, left) {
  return heads.flatMap((_head, number) => {
    const ids = data.nodes.flatMap((node, id) => (node.community === number && left[id] ? [id] : []));
    if (ids.length < 3) return [];
    /** @param {0 | 1} axis */
    const middle = (axis) => ids.reduce((sum, id) => sum + places[id][axis], 0) / ids.length;
    return [{ text: valueName("community", number), x: middle(0), y: middle(1) }];
  });
}

/**
 * What connects the places of the map: the strongest flows, of all connections between two of them.
 * @param {Shown["ties"]} ties
 * @param {import("./types.js").Chart} map
 * @returns {Flow[]}
 */
function flowsOf(ties, { places, groups }) {
  /** @type {Map<number, number>} */
  const sums = new Map();
  for (const [tie, weight] of ties) {
    const [one, other] = [data.ties[tie][0], data.ties[tie][1]].map((id) => places[id][2]).sort((a, b) => a - b);
    if (one !== other) sums.set(one * groups.length + other, (sums.get(one * groups.length + other) ?? 0) + weight);
  }
  const sizes = groups.map(() => ({ x: 0, y: 0, n: 0 }));
  for (const [x, y, group] of places) {
    sizes[group].x += x;
    sizes[group].y += y;
    sizes[group].n += 1;
  }
  const middles = sizes.map(({ x, y, n }) => ({ x: x / n, y: y / n }));
  return [...sums].sort((one, two) => two[1] - one[1] || one[0] - two[0]).slice(0, FLOWS).map(([key, weight]) => {
    const [one, other] = [middles[Math.floor(key / groups.length)], middles[key % groups.length]];
    return { x1: one.x, y1: one.y, x2: other.x, y2: other.y, weight };
  });
}

/** @param {import("./types.js").Chart} map @param {Shown} shown @returns {Layout} */
function charted(map, { left, ties }) {
  const counts = map.groups.map((_group, number) => map.places.filter(([, , group], id) => group === number && left[id]).length);
  const order = map.groups.map((_group, number) => number).filter((number) => counts[number]).sort((one, two) => counts[two] - counts[one] || one - two);
  return {
    kind: "map", places: map.places.map(([x, y]) => [x, y]), flows: flowsOf(ties, map),
    headings: order.map((number) => {
      const [label, x, y] = map.groups[number];
      return { text: t(label) || say("nowhere"), x, y };
    }),
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

/** @param {Shown} shown @param {number[]} radii @returns {Layout} */
function aroundAnew({ left, ties }, radii) {
  /** @type {Map<number, number>} */
  const pull = new Map();
  for (const [tie, weight] of ties) {
    const [one, other] = data.ties[tie];
    if (one === data.about || other === data.about) pull.set(one === data.about ? other : one, weight);
  }
  const ids = left.flatMap((one, id) => (one && id !== data.about ? [id] : []));
  ids.sort((one, two) => (pull.get(two) ?? 0) - (pull.get(one) ?? 0) || one - two);
  const wide = 2 * ids.reduce((most, id) => Math.max(most, radii[id]), 1) + 30;
  const found = around(ids.map((id) => ({ id, group: String(data.nodes[id].countries?.[0] ?? "") })), wide);
  return {
    kind: "partners",
    places: data.nodes.map((_node, id) => found.places.get(id) ?? [0, 0]),
    headings: found.headings.map(([group, angle, radius]) => outside(group ? t(data.countries[Number(group)]) : say("other"), angle, radius)),
  };
}

/**
 * @param {State} state
 * @param {Shown} shown
 * @param {number[]} radii
 * @returns {Layout}
 */
export function layoutOf(state, shown, radii) {
  if (shown.chains?.length) {
    const columns = inColumns(shown.chains);
    return { kind: "network", places: data.nodes.map((_node, id) => columns.get(id) ?? [0, 0]), headings: [] };
  }
  if (state.shape === "map" && data.map) return charted(data.map, shown);
  const fresh = state.anew && sparse(shown.left);
  if (state.shape === "partners") return fresh ? aroundAnew(shown, radii) : partners(shown.left);
  const places = fresh ? anew(shown, radii) : given.nodes.map(({ x, y }) => /** @type {Place} */ ([x, y]));
  return { kind: "network", places, headings: state.colour === "community" ? communities(places, shown.left) : [] };
}
