// Which entries and connections the filters leave, and how many each further choice would leave.
// Knows entries, activities and choices, nothing of the page. What counts is said as for the
// commands: an activity is in a range of years if it has begun by its end and not ended before its
// beginning; what has no date is not, and what has no beginning is in the year of its end only.

/** @typedef {import("./types.js").Choice} Choice */
/** @typedef {import("./types.js").FacetId} FacetId */
/** @typedef {Pick<import("./types.js").Data, "nodes" | "activities" | "ties" | "about">} Network */

/** @type {Choice} */
export const NO_CHOICE = Object.freeze({ hidden: [], only: {}, years: null, shared: 1 });

/** @param {number[] | undefined} wanted @param {number[] | undefined} given */
const meets = (wanted, given) => !wanted?.length || wanted.some((value) => given?.includes(value));

/** @param {import("./types.js").Activity} activity @param {[number, number] | null} years */
function runs({ first, last }, years) {
  if (!years) return true;
  if (first === undefined && last === undefined) return false;
  return Number(first ?? last) <= years[1] && (last ?? Infinity) >= years[0];
}

/** @param {import("./types.js").Activity} activity @param {Choice} choice */
const concerns = (activity, { only, years }) =>
  runs(activity, years) && meets(only.programme, activity.programmes) && meets(only.topic, activity.topics);

/** @param {import("./types.js").Node} node @param {Choice} choice */
const belongs = (node, { hidden, only }) =>
  !hidden.includes(node.type) && meets(only.country, node.countries)
  && meets(only.community, node.community === undefined ? [] : [node.community]);

/** @param {Choice} choice */
export const byActivity = ({ only, years }) =>
  Boolean(years || only.programme?.length || only.topic?.length || only.role?.length);

/** @param {Choice} choice */
export const chooses = (choice) =>
  byActivity(choice) || choice.hidden.length > 0 || choice.shared > 1
  || Boolean(choice.only.country?.length || choice.only.community?.length);

/**
 * The parts that a choice leaves, activity by activity.
 * @param {Network} network
 * @param {Choice} choice
 * @param {(activity: number, parts: import("./types.js").Part[]) => void} act
 */
function eachParts({ activities, nodes }, choice, act) {
  const stays = nodes.map((node) => belongs(node, choice));
  const { role } = choice.only;
  activities.forEach((activity, number) => {
    if (concerns(activity, choice)) act(number, activity.parts.filter(([id, roles]) => stays[id] && meets(role, roles)));
  });
}

/**
 * Those whom a choice leaves, activity by activity.
 * @param {Network} network
 * @param {Choice} choice
 * @param {(activity: number, nodes: number[]) => void} act
 */
const eachActivity = (network, choice, act) => eachParts(network, choice, (number, parts) => act(number, parts.map(([id]) => id)));

/**
 * Who of an activity is left; the one in the middle with the others.
 * @param {Pick<Network, "nodes" | "about">} network
 * @param {import("./types.js").Activity} activity
 * @param {Choice} choice
 */
export function activityLeft({ nodes, about }, activity, choice) {
  if (!concerns(activity, choice)) return [];
  const left = activity.parts.filter(([id, roles]) => meets(choice.only.role, roles) && belongs(nodes[id], choice)).map(([id]) => id);
  const ours = about !== null && left.length > 0 && !left.includes(about) && activity.parts.some(([id]) => id === about);
  return ours ? [about, ...left] : left;
}

/**
 * Whether each node is left. The one in the middle always is.
 * @param {Network} network
 * @param {Choice} choice
 * @returns {boolean[]}
 */
export function shownNodes(network, choice) {
  const left = network.nodes.map((node) => !byActivity(choice) && belongs(node, choice));
  if (byActivity(choice)) eachActivity(network, choice, (_number, ids) => ids.forEach((id) => { left[id] = true; }));
  if (network.about !== null) left[network.about] = true;
  return left;
}

/**
 * The connections that are left between the nodes that are, as [tie, weight].
 * @param {Network} network
 * @param {Choice} choice
 * @param {boolean[]} left
 * @returns {[tie: number, weight: number][]}
 */
export function shownTies(network, choice, left) {
  const { ties, nodes } = network;
  /** @type {number[]} */
  const among = [];
  ties.forEach(([one, other], number) => { if (left[one] && left[other]) among.push(number); });
  if ((!byActivity(choice) && choice.shared === 1) || !network.activities.length) {
    return among.map((number) => [number, ties[number][2]]);
  }
  /** @type {Map<number, number>} */
  const shared = new Map();
  // The one in the middle is in no country that was chosen, and its ties count all the same.
  const open = { ...choice, hidden: [], only: { ...choice.only, country: [], community: [] } };
  eachActivity(network, open, (_number, ids) => ids.forEach((one, place) => {
    for (const other of ids.slice(place + 1)) {
      const key = Math.min(one, other) * nodes.length + Math.max(one, other);
      shared.set(key, (shared.get(key) ?? 0) + 1);
    }
  }));
  return among
    .map((number) => /** @type {[number, number]} */ (
      [number, shared.get(Math.min(ties[number][0], ties[number][1]) * nodes.length + Math.max(ties[number][0], ties[number][1])) ?? 0]))
    .filter(([, weight]) => weight >= choice.shared);
}

/**
 * How many nodes each value of a facet would leave beside the other choices.
 * @param {Network} network
 * @param {Choice} choice
 * @param {FacetId} facet
 * @param {number} values
 * @returns {number[]}
 */
export function facetCounts(network, choice, facet, values) {
  const others = { ...choice, only: { ...choice.only, [facet]: [] } };
  /** @type {number[][]} for each value the nodes that have it, some more than once */
  const found = Array.from({ length: values }, () => []);
  if (facet === "country" || facet === "community") {
    shownNodes({ nodes: network.nodes, activities: network.activities, ties: network.ties, about: null }, others).forEach((left, id) => {
      const node = network.nodes[id];
      const own = facet === "country" ? node.countries ?? [] : node.community === undefined ? [] : [node.community];
      if (left) for (const value of own) found[value].push(id);
    });
  } else if (facet === "role") {
    eachParts(network, others, (_number, parts) => {
      for (const [id, roles] of parts) for (const role of roles ?? []) found[role].push(id);
    });
  } else if (network.activities.some(({ programmes, topics }) => (facet === "programme" ? programmes : topics)?.length)) {
    eachActivity(network, others, (number, ids) => {
      const { programmes, topics } = network.activities[number];
      for (const value of (facet === "programme" ? programmes : topics) ?? []) for (const id of ids) found[value].push(id);
    });
  }
  return distinct(found, network.nodes.length);
}

/** How many different nodes each list holds. @param {number[][]} found @param {number} nodes */
function distinct(found, nodes) {
  const met = new Int32Array(nodes).fill(-1);
  return found.map((ids, value) => {
    let count = 0;
    for (const id of ids) {
      count += Number(met[id] !== value);
      met[id] = value;
    }
    return count;
  });
}

/**
 * How many activities ran in each year, from the first to the last year known.
 * @param {Network} network
 * @param {Choice} choice
 * @returns {{ from: number, counts: number[] }}
 */
export function histogram({ activities, nodes, ties, about }, choice) {
  const dated = activities.filter(({ first, last }) => first !== undefined || last !== undefined);
  const years = dated.flatMap(({ first, last }) => [first ?? last, last ?? first]).map(Number).filter((year) => year > 1900 && year < 2100);
  if (!years.length) return { from: 0, counts: [] };
  const from = years.reduce((least, year) => Math.min(least, year), Infinity);
  const to = years.reduce((most, year) => Math.max(most, year), -Infinity);
  const counts = Array.from({ length: to - from + 1 }, () => 0);
  eachActivity({ activities, nodes, ties, about }, { ...choice, years: null }, (number, ids) => {
    const { first, last } = activities[number];
    if (!ids.length || (first === undefined && last === undefined)) return;
    for (let year = Math.max(from, first ?? last ?? from); year <= Math.min(to, last ?? first ?? to); year += 1) counts[year - from] += 1;
  });
  return { from, counts };
}
