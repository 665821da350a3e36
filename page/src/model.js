// What the pages's parts need to know together: facets, colours, how many are shown.
import { data } from "./data.js";
import { facetCounts, NO_CHOICE } from "./filters.js";
import { nameOf, say, shortOf, t } from "./words.js";

/** @typedef {import("./types.js").FacetId} FacetId */
/** @typedef {import("./types.js").State} State */

/** @type {FacetId[]} */
const FACETS = ["country", "programme", "topic", "role", "community"];
// Okabe and Ito (2008), told apart by colour-blind readers; darkened where white paper needs it.
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#b8860b", "#a8508a", "#56b4e9", "#6a4c93", "#7a5230"];
const OTHER = "#8b95a1";

const communities = 1 + data.nodes.reduce((most, node) => Math.max(most, node.community ?? -1), -1);
// A community goes by its first member: nodes stand by rank.
const heads = Array.from({ length: communities }, (_, number) => data.nodes.findIndex((node) => node.community === number));

/** @param {FacetId} facet @returns {number} */
const size = (facet) => ({
  country: data.countries.length, programme: data.groups.length, topic: data.groups.length,
  role: data.roles.length, community: communities,
})[facet];

/** @param {FacetId} facet @param {number} value */
export const valueName = (facet, value) =>
  facet === "country" ? t(data.countries[value])
  : facet === "role" ? t(data.roles[value])
  : facet === "community" ? say("community_of", { name: shortOf(heads[value]) })
  : t(data.groups[value]);

/** @param {FacetId} facet @param {import("./types.js").Choice} choice */
export const countsOf = (facet, choice) => facetCounts(data, choice, facet, size(facet));

/**
 * The facets that this page has: those with two values or more that name something.
 * @type {FacetId[]}
 */
export const facets = FACETS.filter((facet) => countsOf(facet, NO_CHOICE).filter((count) => count > 0).length > 1);

/**
 * The values of a facet by how many nodes have them.
 * @param {FacetId} facet
 */
export function valuesOf(facet) {
  const counts = countsOf(facet, NO_CHOICE);
  return counts.map((count, value) => ({ count, value })).filter(({ count }) => count > 0)
    .sort((one, two) => two.count - one.count || one.value - two.value);
}

/** The English names of all values, for addresses. @type {Record<string, import("./types.js").Text[]>} */
export const valueTexts = {
  kind: data.types.map(({ label }) => label),
  country: data.countries,
  programme: data.groups,
  topic: data.groups,
  role: data.roles,
  community: heads.map((head) => data.nodes[head].label),
};

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
 * The colour of each node and what the colours mean: kinds, or the eight most frequent values.
 * @param {State["colour"]} facet
 * @returns {{ of: string[], legend: { name: string, color: string, count: number, shape: string, value: number | null }[] }}
 */
export function colours(facet) {
  if (facet === "kind") {
    return {
      of: data.nodes.map((node) => data.types[node.type].color),
      legend: data.types.map(({ label, color, shape, count }, value) => ({ name: t(label), color, shape, count, value })),
    };
  }
  const top = valuesOf(facet).slice(0, PALETTE.length);
  const place = new Map(top.map(({ value }, number) => [value, number]));
  const of = valuesByNode(facet).map((values) => {
    const [first] = values.filter((value) => place.has(value)).sort((a, b) => Number(place.get(a)) - Number(place.get(b)));
    return first === undefined ? OTHER : PALETTE[Number(place.get(first))];
  });
  const legend = top.map(({ value }, number) => {
    const color = PALETTE[number];
    return { name: valueName(facet, value), color, shape: "dot", count: of.filter((one) => one === color).length, value };
  });
  const rest = of.filter((one) => one === OTHER).length;
  return { of, legend: rest ? [...legend, { name: say("other"), color: OTHER, shape: "dot", count: rest, value: null }] : legend };
}

/**
 * What two nodes did together, the latest first.
 * @param {number} one
 * @param {number} other
 */
export function together(one, other) {
  return data.activities.map((activity, number) => ({ activity, number }))
    .filter(({ activity: { parts } }) => parts.some(([id]) => id === one) && parts.some(([id]) => id === other));
}

export const aboutName = () => (data.about === null ? "" : nameOf(data.about));
