// What the page was given: the words and numbers of a View, and the network that pyvis made.
import { unzlibSync } from "fflate";
import { told } from "./columns.js";
import { once } from "./once.js";

/** @param {string} id */
const text = (id) => document.getElementById(id)?.textContent ?? "";

/** @param {string} packed base64 @returns {Uint8Array} */
function bytesOf(packed) {
  // Browsers before 2025 cannot do it at once.
  if ("fromBase64" in Uint8Array) return /** @type {any} */ (Uint8Array).fromBase64(packed);
  const signs = atob(packed);
  const bytes = new Uint8Array(signs.length);
  for (let place = 0; place < signs.length; place += 1) bytes[place] = signs.charCodeAt(place);
  return bytes;
}

/** @param {string} packed base64 of what zlib compressed */
function unpacked(packed) {
  return JSON.parse(new TextDecoder().decode(unzlibSync(bytesOf(packed))));
}

/** The same by the browser itself, in a fraction of the time, where it can. @param {string} packed */
async function opened(packed) {
  if (!("DecompressionStream" in window)) return unpacked(packed);
  const { body } = new Response(/** @type {any} */ (bytesOf(packed)));
  return new Response(body?.pipeThrough(new DecompressionStream("deflate"))).json();
}

const [view, drawn] = await Promise.all([opened(text("view")), opened(text("network"))]);
/** A part of what there is, read when it is asked for: the first picture needs none of it. @param {string} id */
const later = (id) => once(() => unpacked(text(id)));
const [details, beyond] = [later("told"), later("beyond")];
/** @type {import("./types.js").Data} */
export const data = {
  ...view,
  ties: told(view.ties),
  // Read for the panel, a search or a filter.
  get details() { return details().details; },
  get activities() { return details().activities; },
  get reasons() { return details().reasons; },
  get documents() { return details().documents; },
  // Read for a search or a way.
  get elsewhere() { return beyond().elsewhere; },
  get tongues() { return beyond().tongues; },
  get ways() { return beyond().ways; },
};
/** Whether the picture is so large that sigma draws it. */
export const large = data.places.length > 0;
/** @type {{ nodes: { x: number, y: number, size: number, shape: string }[], options: any }} */
export const network = large ? { ...drawn, nodes: data.places.map(([x, y, size]) => ({ x, y, size, shape: "dot" })) } : drawn;

/** @typedef {{ other: number, tie: number }} End */
const allEnds = once(() => {
  /** @type {End[][]} */
  const ends = data.nodes.map(() => []);
  data.ties.forEach(([a, b], tie) => {
    ends[a].push({ other: b, tie });
    ends[b].push({ other: a, tie });
  });
  const weights = Float64Array.from(data.ties, ([, , weight]) => weight);
  for (const ties of ends) ties.sort((one, two) => weights[two.tie] - weights[one.tie] || one.other - two.other);
  return ends;
});

/** The ties of a node, the strongest first: the other node and the tie's number in data.ties. @param {number} id */
export const tiesOf = (id) => allEnds()[id];

/** @typedef {{ number: number, part: import("./types.js").Part }[]} Taken */
const allTaken = once(() => {
  /** @type {Taken[]} */
  const found = data.nodes.map(() => []);
  const { activities } = data;
  activities.forEach(({ parts }, number) => {
    for (const part of parts) found[part[0]].push({ number, part });
  });
  /** @param {number} number */
  const latest = (number) => activities[number].last ?? activities[number].first ?? 0;
  for (const list of found) list.sort((one, two) => latest(two.number) - latest(one.number) || one.number - two.number);
  return found;
});

/** The activities of a node, the latest first, with its part in each. @param {number} id */
export const activitiesOf = (id) => allTaken()[id];
