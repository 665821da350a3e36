// What the pages's parts need to know together: facets, colours, how many are shown.
import { activitiesOf, data } from "./data.js";
import { facetCounts } from "./filters.js";
import { once } from "./once.js";
import { tieSpans } from "./times.js";
import { nameOf, say, shortOf, t } from "./words.js";

/** @typedef {import("./types.js").FacetId} FacetId */
/** @typedef {import("./types.js").State} State */

/** @type {FacetId[]} */
const FACETS = ["country", "programme", "topic", "role", "community"];
// Okabe and Ito (2008), told apart by colour-blind readers; darkened where white paper needs it.
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#b8860b", "#a8508a", "#56b4e9", "#6a4c93"];
// Who cannot tell the colours apart can tell these.
const SHAPES = ["dot", "square", "triangle", "diamond", "hexagon", "star", "triangleDown"];
const OTHER = "#8b95a1";

/** @type {import("./times.js").Span[] | undefined} */
let lasting;
/** From when to when each connection lasts; the first picture of many lines needs it not. */
export const spans = () => (lasting ??= tieSpans(data));

// A community goes by its first member: nodes stand by rank.
export const heads = Array.from({ length: data.counts.community.length }, () => 0);
for (let id = data.nodes.length - 1; id >= 0; id -= 1) {
  const { community } = data.nodes[id];
  if (community !== undefined) heads[community] = id;
}

/** @param {FacetId} facet @param {number} value */
export const valueName = (facet, value) =>
  facet === "country" ? t(data.countries[value])
  : facet === "role" ? t(data.roles[value])
  : facet === "community" ? say("community_of", { name: shortOf(heads[value]) })
  : t(data.groups[value]);

/** @param {FacetId} facet @param {import("./types.js").Choice} choice */
export const countsOf = (facet, choice) => facetCounts(data, choice, facet, data.counts[facet].length);

/**
 * The facets that this page has: those with two values or more that name something.
 * @type {FacetId[]}
 */
export const facets = FACETS.filter((facet) => data.counts[facet].filter((count) => count > 0).length > 1);

const counted = once(() => new Map(FACETS.map((facet) => [facet,
  data.counts[facet].map((count, value) => ({ count, value })).filter(({ count }) => count > 0)
    .sort((one, two) => two.count - one.count || one.value - two.value)])));

/**
 * The values of a facet by how many nodes have them.
 * @param {FacetId} facet
 */
export const valuesOf = (facet) => counted().get(facet) ?? [];

/** The English names of all values, for addresses. @type {Record<string, import("./types.js").Text[]>} */
export const valueTexts = {
  kind: data.types.map(({ label }) => label),
  country: data.countries,
  programme: data.groups,
  topic: data.groups,
  role: data.roles,
  community: heads.map((head) => data.nodes[head].label),
};

/** By what shapes are coloured at first: by community where nearly all are of one kind. */
export const firstColour = /** @type {State["colour"]} */ (
  data.nodes.length > 60 && data.types.some(({ count }) => count > 0.8 * data.nodes.length) && facets.includes("community") ? "community" : "kind");

/** For each node the values of a facet. @param {FacetId} facet @returns {number[][]} */
function valuesByNode(facet) {
  if (facet === "country") return data.nodes.map((node) => node.countries ?? []);
  if (facet === "community") return data.nodes.map((node) => (node.community === undefined ? [] : [node.community]));
  const found = data.nodes.map(() => /** @type {number[]} */ ([]));
  for (const activity of data.activities) {
    for (const [id, roles] of activity.parts) {
      found[id].push(...(facet === "role" ? roles : facet === "programme" ? activity.programmes : activity.topics) ?? []);
    }
  }
  return found;
}

/**
 * What the colours and shapes mean: kinds, or the most frequent values and all others; and which of these
 * each node is.
 * @param {State["colour"]} facet
 * @returns {{ entry: number[], legend: { name: string, color: string, count: number, shape: string, value: number | null }[] }}
 */
export function colours(facet) {
  if (facet === "kind") {
    return {
      entry: data.nodes.map((node) => node.type),
      legend: data.types.map(({ label, color, shape, count }, value) => ({ name: t(label), color, shape, count, value })),
    };
  }
  const top = valuesOf(facet).slice(0, PALETTE.length);
  const place = new Map(top.map(({ value }, number) => [value, number]));
  const entry = valuesByNode(facet).map((values) => {
    const places = values.flatMap((value) => place.get(value) ?? []);
    return places.length ? Math.min(...places) : top.length;
  });
  const palette = [...PALETTE.slice(0, top.length), OTHER];
  const named = [...top.map(({ value }) => ({ name: valueName(facet, value), value })), { name: say("other"), value: null }];
  const legend = named.map((one, number) =>
    ({ ...one, color: palette[number], shape: SHAPES[one.value === null ? 0 : number], count: entry.filter((place) => place === number).length }));
  return { entry, legend: legend.at(-1)?.count ? legend : legend.slice(0, -1) };
}

/**
 * The sector of each node around the one in the middle: of several values the most frequent one; and the name of each.
 * @param {import("./types.js").Sectors} facet
 * @returns {{ of: (id: number) => string, name: (group: string) => string }}
 */
export function sectorsBy(facet) {
  if (facet === "kind") {
    /** @param {string} text */
    const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
    return { of: (id) => String(data.nodes[id].type), name: (group) => capital(t(data.types[Number(group)].label)) };
  }
  const rank = new Map(valuesOf(facet).map(({ value }, place) => [value, place]));
  const values = valuesByNode(facet);
  /** @param {number} value */
  const place = (value) => rank.get(value) ?? Infinity;
  return {
    of: (id) => (values[id].length ? String(values[id].reduce((best, value) => (place(value) < place(best) ? value : best))) : ""),
    name: (group) => valueName(facet, Number(group)),
  };
}

/** By what those around the one in the middle can be grouped. @returns {import("./types.js").Sectors[]} */
export const sectorings = () => [
  "country", ...(/** @type {const} */ (["programme", "community"])).filter((facet) => facets.includes(facet)),
  ...(data.types.length > 1 ? [/** @type {const} */ ("kind")] : []),
];

/**
 * What two nodes did together, in the order of the page.
 * @param {number} one
 * @param {number} other
 */
export function together(one, other) {
  // Of a large page there are hundreds of thousands, of one node some.
  const [few, many] = activitiesOf(one).length < activitiesOf(other).length ? [one, other] : [other, one];
  const shared = activitiesOf(few).map(({ number }) => number).filter((number) => data.activities[number].parts.some(([id]) => id === many));
  return [...new Set(shared)].sort((first, second) => first - second).map((number) => ({ activity: data.activities[number], number }));
}

export const aboutName = () => (data.about === null ? "" : nameOf(data.about));
