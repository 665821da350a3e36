// Writes assets/land.json: the outline of the land, borders and a point in each country, drawn from Natural Earth
// (public domain) as world-atlas packs it. Places are those of a Mercator map, 10 units a degree of
// longitude, y downwards: clustergraph.web.page.atlas places organisations on the same map.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import iso from "i18n-iso-countries";
import { feature, mesh } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const OUTPUT = fileURLToPath(new URL("../src/clustergraph/web/page/assets/land.json", import.meta.url));
// In square degrees: what is smaller is left out of an outline.
const DETAIL = 0.04;
const [SOUTH, NORTH] = [-58, 80];
const read = createRequire(import.meta.url);
const load = (name) => JSON.parse(readFileSync(read.resolve(`world-atlas/${name}.json`), "utf8"));

const mercator = ([longitude, latitude]) => {
  const bounded = Math.max(SOUTH, Math.min(NORTH, latitude));
  return [longitude * 10, (-1800 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360))];
};
/** A ring that crosses the 180th meridian goes on beyond it, from the side on which most of it lies. */
function unwrapped(ring) {
  let turn = 0;
  const whole = ring.map(([x, y], place) => {
    const step = place ? x - ring[place - 1][0] : 0;
    turn += step > 1800 ? -3600 : step < -1800 ? 3600 : 0;
    return [x + turn, y];
  });
  const middle = whole.reduce((sum, [x]) => sum + x, 0) / whole.length;
  const back = 3600 * Math.round(middle / 3600);
  return whole.map(([x, y]) => [x - back, y]);
}
const rings = (topology, object) => feature(topology, object).features.flatMap(({ id, geometry }) =>
  (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(([outer]) => ({ id, ring: unwrapped(outer.map(mercator)) })));

const cross = ([x1, y1], [x2, y2]) => x1 * y2 - x2 * y1;
const area = (ring) => Math.abs(ring.slice(1).reduce((sum, point, place) => sum + cross(ring[place], point), 0)) / 2;
function middle(ring) {
  const whole = ring.slice(1).reduce((sum, point, place) => sum + cross(ring[place], point), 0);
  return [0, 1].map((axis) => Math.round(
    ring.slice(1).reduce((sum, point, place) => sum + (ring[place][axis] + point[axis]) * cross(ring[place], point), 0) / (3 * whole)));
}

/** The first place of a line, and the steps from each to the next. */
function stepped(line) {
  const steps = [];
  let before = [0, 0];
  for (const point of line.map((each) => each.map(Math.round))) {
    const step = [point[0] - before[0], point[1] - before[1]];
    if (steps.length && !step[0] && !step[1]) continue;
    steps.push(...step);
    before = point;
  }
  return steps;
}

const world = load("land-50m");
const outlines = rings(simplify(presimplify(world), DETAIL), world.objects.land)
  .filter(({ ring }) => area(ring) > 3 && ring.some(([, y]) => y < mercator([0, SOUTH])[1]))
  .map(({ ring }) => stepped(ring))
  .filter((steps) => steps.length > 6);

const countries = load("countries-50m");
const plain = simplify(presimplify(countries), DETAIL);
const borders = mesh(plain, plain.objects.countries, (one, other) => one !== other).coordinates
  .map((line) => stepped(line.map(mercator)))
  .filter((steps) => steps.length > 2);
const points = {};
const largest = new Map();
for (const { id, ring } of rings(countries, countries.objects.countries)) {
  const code = iso.numericToAlpha2(id);
  if (!code || area(ring) <= (largest.get(code) ?? 0)) continue;
  largest.set(code, area(ring));
  points[code] = middle(ring);
}
const sorted = Object.fromEntries(Object.entries(points).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(OUTPUT, `${JSON.stringify({ land: outlines, borders, points: sorted })}\n`);
