// Places for the few that a filter leaves: computed here, from the places that they have, so that
// equal choices give equal drawings. Knows numbers only. Distances in drawing units.

/** @typedef {[x: number, y: number]} Place */
/** @typedef {[one: number, other: number, weight: number]} Link */

const GAP = 26;
const [LENGTH, PULL_IN] = [90, 0.04];
const ASPECT = 1.45;
// More sectors than this are too narrow: the smallest groups share one.
const SECTORS = 11;

/**
 * One step of forces: all push each other away, links pull together, the middle holds all.
 * @param {Place[]} places
 * @param {Link[]} links
 * @param {number} reach how far one may move
 */
function step(places, links, reach) {
  const moves = places.map(([x, y]) => [-x * PULL_IN, -y * PULL_IN]);
  /** @param {number} one @param {number} other @param {(far: number) => number} force above 0: apart */
  const push = (one, other, force) => {
    const [x, y] = [places[one][0] - places[other][0], places[one][1] - places[other][1]];
    const far = Math.max(1, Math.hypot(x, y));
    const by = force(far) / far;
    moves[one][0] += x * by;
    moves[one][1] += y * by;
    moves[other][0] -= x * by;
    moves[other][1] -= y * by;
  };
  for (let one = 0; one < places.length; one += 1) {
    for (let other = one + 1; other < places.length; other += 1) push(one, other, (far) => LENGTH ** 2 / far);
  }
  for (const [one, other, weight] of links) {
    push(one, other, (far) => -(far ** 2 / LENGTH) * Math.min(2, 0.6 + 0.2 * weight));
  }
  return places.map(([x, y], place) => {
    const far = Math.hypot(moves[place][0], moves[place][1]);
    const by = far > reach ? reach / far : 1;
    return /** @type {Place} */ ([x + moves[place][0] * by, y + moves[place][1] * by]);
  });
}

/**
 * Moved apart until no two shapes touch.
 * @param {Place[]} places
 * @param {number[]} radii
 */
function spread(places, radii) {
  for (let pass = 0; pass < 300; pass += 1) {
    let clashes = 0;
    for (let one = 0; one < places.length; one += 1) {
      for (let other = one + 1; other < places.length; other += 1) {
        const [x, y] = [places[one][0] - places[other][0], places[one][1] - places[other][1]];
        const far = Math.hypot(x, y);
        const wanted = radii[one] + radii[other] + GAP;
        if (far >= wanted) continue;
        clashes += 1;
        // Two on one point go apart by their numbers.
        const [across, down] = far > 1e-6 ? [x / far, y / far] : [Math.cos(one + other), Math.sin(one + other)];
        const by = (wanted - far) / 2 + 0.5;
        places[one] = [places[one][0] + across * by, places[one][1] + down * by];
        places[other] = [places[other][0] - across * by, places[other][1] - down * by];
      }
    }
    if (!clashes) break;
  }
  return places;
}

/**
 * The network of these places drawn anew: links short, no two shapes on each other.
 * @param {Place[]} places where they stand now
 * @param {Link[]} links by their numbers in `places`
 * @param {number[]} radii
 * @returns {Place[]}
 */
export function arranged(places, links, radii) {
  const count = places.length;
  if (!count) return [];
  const steps = Math.max(30, Math.min(300, Math.round(3e7 / count ** 2)));
  const middle = [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / count);
  const most = places.reduce((far, [x, y]) => Math.max(far, Math.hypot(x - middle[0], y - middle[1])), 1);
  const scale = (LENGTH * Math.sqrt(count)) / most;
  /** @type {Place[]} */
  let found = places.map(([x, y]) => [(x - middle[0]) * scale, (y - middle[1]) * scale]);
  for (let number = 0; number < steps; number += 1) found = step(found, links, LENGTH * (1 - number / steps));
  return spread(found.map(([x, y]) => [x * ASPECT, y]), radii).map(([x, y]) => [Math.round(x), Math.round(y)]);
}

/**
 * The members of each sector, the largest first, "" for the smallest of many and for those of none.
 * @param {{ id: number, group: string }[]} others
 * @returns {[group: string, ids: number[]][]}
 */
function sectors(others) {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (const { id, group } of others) {
    const known = found.get(group);
    if (known) known.push(id);
    else found.set(group, [id]);
  }
  const named = [...found].filter(([group]) => group).sort((one, two) => two[1].length - one[1].length || (one[0] < two[0] ? -1 : 1));
  const own = named.length <= SECTORS ? named : named.slice(0, SECTORS - 1);
  const kept = new Set(own.map(([group]) => group));
  const rest = others.filter(({ group }) => !kept.has(group)).map(({ id }) => id);
  return rest.length ? [...own, ["", rest]] : own;
}

/**
 * The others around the one in the middle, ring by ring in the sector of their group.
 * @param {{ id: number, group: string }[]} others the nearest first
 * @param {number} wide the room of one
 * @returns {{ places: Map<number, Place>, headings: [group: string, angle: number, radius: number][] }}
 */
export function around(others, wide) {
  const groups = sectors(others);
  const total = groups.reduce((sum, [, ids]) => sum + Math.sqrt(ids.length), 0);
  /** @type {Map<number, Place>} */
  const places = new Map();
  /** @type {[string, number, number][]} */
  const headings = [];
  let begin = -Math.PI / 2;
  for (const [group, ids] of groups) {
    const angle = (2 * Math.PI * Math.sqrt(ids.length)) / total;
    let radius = wide + 40;
    for (let taken = 0; taken < ids.length;) {
      const room = 2 * Math.asin(Math.min(1, wide / (2 * radius)));
      const ring = ids.slice(taken, taken + Math.max(radius > 40 * wide ? 1 : 0, Math.floor((angle + 1e-9) / room)));
      ring.forEach((id, place) => {
        const turn = begin + (angle * (place + 0.5)) / ring.length;
        places.set(id, [Math.round(radius * Math.cos(turn)), Math.round(radius * Math.sin(turn))]);
      });
      taken += ring.length;
      radius += wide;
    }
    headings.push([group, begin + angle / 2, radius - wide / 2]);
    begin += angle;
  }
  return { places, headings };
}
