// What the page was given: the words and numbers of a View, and the network that pyvis made.
import { strFromU8, unzlibSync } from "fflate";
import { told } from "./columns.js";

/** @param {string} id */
const text = (id) => document.getElementById(id)?.textContent ?? "";

/** @param {string} packed base64 of what zlib compressed */
function unpacked(packed) {
  const signs = atob(packed.trim());
  const bytes = new Uint8Array(signs.length);
  for (let place = 0; place < signs.length; place += 1) bytes[place] = signs.charCodeAt(place);
  return JSON.parse(strFromU8(unzlibSync(bytes)));
}

const view = unpacked(text("view"));
/** @type {Pick<import("./types.js").Data, "elsewhere" | "tongues" | "ways"> | undefined} */
let beyond;
const rest = () => (beyond ??= unpacked(text("beyond")));
/** @type {import("./types.js").Data} */
export const data = {
  ...view,
  ties: told(view.ties),
  // Half of all there is, read when one searches or asks for a way: the first picture needs none of it.
  get elsewhere() { return rest().elsewhere; },
  get tongues() { return rest().tongues; },
  get ways() { return rest().ways; },
};
const drawn = unpacked(text("network"));
/** Whether the picture is so large that sigma draws it. */
export const large = data.places.length > 0;
/** @type {{ nodes: { x: number, y: number, size: number, shape: string }[], options: any }} */
export const network = large ? { ...drawn, nodes: data.places.map(([x, y, size]) => ({ x, y, size, shape: "dot" })) } : drawn;

/**
 * For each node its ties, the strongest first: the other node and the tie's number in data.ties.
 * @type {{ other: number, tie: number }[][]}
 */
export const tiesOf = data.nodes.map(() => []);
data.ties.forEach(([a, b], tie) => {
  tiesOf[a].push({ other: b, tie });
  tiesOf[b].push({ other: a, tie });
});
const weights = Float64Array.from(data.ties, ([, , weight]) => weight);
for (const ties of tiesOf) ties.sort((one, two) => weights[two.tie] - weights[one.tie] || one.other - two.other);

/**
 * For each node its activities, the latest first, with its part in each.
 * @type {{ number: number, part: import("./types.js").Part }[][]}
 */
export const activitiesOf = data.nodes.map(() => []);
data.activities.forEach(({ parts }, number) => {
  for (const part of parts) activitiesOf[part[0]].push({ number, part });
});
/** @param {number} number */
const latest = (number) => data.activities[number].last ?? data.activities[number].first ?? 0;
for (const list of activitiesOf) list.sort((one, two) => latest(two.number) - latest(one.number) || one.number - two.number);
