// Where labels stand: the most important first, none over another, none nearer to another shape than
// to its own; those of groups among the shapes of their group. Knows boxes, no canvas.

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/**
 * A shape, and how large its name is; no width where none is wanted.
 * @typedef {{ id: number, x: number, y: number, radius: number, wide: number, high: number, always: boolean, covers?: boolean, lastly?: boolean, pushes?: boolean, group?: number, heads?: boolean }} Wanted
 * always, covers: it may hide other shapes, as few as it can; lastly: where it finds no other room, but none like itself; pushes: another name may move for it; heads: names its group, whose shapes it stands among
 */
/** @typedef {Box & { id: number, x: number }} Placed */

// How far a name keeps from shapes, and how far where there is no other room for it.
const [GAP, TIGHT] = [3, 1];
// The side of a cell, in pixels, and more cells than lie beside each other in any window.
const [CELL, ACROSS] = [64, 4096];

// Of its width and of its height, so far a name is shifted that stands above or below, and one that stands beside.
const [ASIDE, ALONG] = [[0.25, -0.25, 0.4, -0.4, 0.5, -0.5], [0.2, -0.2, 0.4, -0.4]];

// The name of a group is tried at steps of so much of its width and height, and stands so many pixels from one of its
// shapes at most.
const [ACROSS_STEP, DOWN_STEP, BESIDE] = [0.25, 0.5, 16];

/** @param {Box} one @param {Box} two */
export const apart = (one, two) =>
  one.right < two.left || two.right < one.left || one.bottom < two.top || two.bottom < one.top;

/**
 * Where a label may stand: below its shape, above, right, left, or at a corner.
 * @param {Wanted} wanted
 * @param {number} gap
 * @returns {Placed[]}
 */
function places(wanted, gap) {
  const { x, y, radius, wide, high } = wanted;
  const [below, above, middle] = [y + radius + gap, y - radius - gap - high, y - high / 2];
  const beside = radius + gap + wide / 2;
  const slant = (radius + gap) * 0.7;
  /** @type {Placed[]} */
  const found = [];
  /** @param {number} across @param {number} top */
  const add = (across, top) => found.push(boxed(wanted, across, top));
  add(x, below);
  add(x, above);
  add(x + beside, middle);
  add(x - beside, middle);
  add(x + slant + wide / 2, y + slant);
  add(x - slant - wide / 2, y + slant);
  add(x + slant + wide / 2, y - slant - high);
  add(x - slant - wide / 2, y - slant - high);
  for (const share of ASIDE) {
    add(x + share * wide, below);
    add(x + share * wide, above);
  }
  for (const share of ALONG) {
    add(x + beside, y - high * (0.5 + share));
    add(x - beside, y - high * (0.5 + share));
  }
  return found;
}

/** @param {{ id: number, wide: number, high: number }} wanted @param {number} x @param {number} top @returns {Placed} */
const boxed = ({ id, wide, high }, x, top) => ({ id, x, top, left: x - wide / 2, right: x + wide / 2, bottom: top + high });

/**
 * Where the name of a group may stand: on and around its shapes, the nearer to its middle the earlier.
 * @param {Wanted} wanted
 * @param {Box[]} own its shapes
 * @returns {Placed[]}
 */
function amid(wanted, own) {
  const { x, y, wide, high } = wanted;
  const [across, down] = [wide * ACROSS_STEP, high * DOWN_STEP];
  /** @type {Map<number, number>} how far each place is */
  const steps = new Map();
  // Many shapes lie within one step of each other.
  const met = new Set();
  for (const { left, right, top, bottom } of own) {
    const near = Math.round(left / across) * ACROSS + Math.round(top / down);
    if (met.has(near)) continue;
    met.add(near);
    const [first, last] = [Math.ceil((left - BESIDE - wide / 2 - x) / across), Math.floor((right + BESIDE + wide / 2 - x) / across)];
    for (let row = Math.ceil((top - BESIDE - high - y) / down); row <= Math.floor((bottom + BESIDE - y) / down); row += 1) {
      for (let column = first; column <= last; column += 1) {
        const key = row * ACROSS + column;
        if (!steps.has(key)) steps.set(key, Math.hypot(column * across, row * down));
      }
    }
  }
  return [...steps].sort((one, two) => one[1] - two[1]).map(([key]) => {
    const row = Math.round(key / ACROSS);
    const column = key - row * ACROSS;
    return boxed(wanted, x + column * across, y + row * down);
  });
}

/** How far a box is from another; 0 where they touch. @param {Box} one @param {Box} two */
const between = (one, two) => Math.hypot(
  Math.max(one.left - two.right, two.left - one.right, 0), Math.max(one.top - two.bottom, two.top - one.bottom, 0));

/** @typedef {Box & { id?: number, radius?: number, group?: number, turn?: number }} Lying turn: in which look it was met last */

/** Boxes by where they are, so that one is compared with those near it only. */
class Boxes {
  constructor() {
    /** @type {Map<number, Lying[]>} */
    this.cells = new Map();
    this.turn = 0;
  }

  /** The cells that a box touches. @param {Box} box */
  #keys({ left, right, top, bottom }) {
    const [first, last, end] = [Math.floor(left / CELL), Math.floor(right / CELL), Math.floor(bottom / CELL)];
    /** @type {number[]} */
    const keys = [];
    for (let row = Math.floor(top / CELL); row <= end; row += 1) {
      for (let column = first; column <= last; column += 1) keys.push(row * ACROSS + column);
    }
    return keys;
  }

  /** @param {Lying} box */
  add(box) {
    for (const key of this.#keys(box)) {
      const known = this.cells.get(key);
      if (known) known.push(box);
      else this.cells.set(key, [box]);
    }
  }

  /** @param {Lying} box */
  remove(box) {
    for (const key of this.#keys(box)) this.cells.set(key, (this.cells.get(key) ?? []).filter((one) => one !== box));
  }

  /** Whether a box lies on one of these but that of a node. @param {Box} box @param {number} [except] */
  hit(box, except = NaN) {
    const [first, last, end] = [Math.floor(box.left / CELL), Math.floor(box.right / CELL), Math.floor(box.bottom / CELL)];
    for (let row = Math.floor(box.top / CELL); row <= end; row += 1) {
      for (let column = first; column <= last; column += 1) {
        const cell = this.cells.get(row * ACROSS + column);
        if (cell) for (const other of cell) if (other.id !== except && !apart(box, other)) return true;
      }
    }
    return false;
  }

  /** Those that a box lies on. @param {Box} box */
  met(box) {
    /** @type {Lying[]} */
    const met = [];
    this.turn += 1;
    for (const key of this.#keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (other.turn === this.turn || apart(box, other)) continue;
        other.turn = this.turn;
        met.push(other);
      }
    }
    return met;
  }

  /** How much of these a box would hide, by their radius. @param {Box} box @param {number} except */
  hidden(box, except) {
    return this.met(box).reduce((sum, { id, radius = 0 }) => sum + (id === except ? 0 : radius), 0);
  }

  /**
   * How much of these a box would hide, by their radius; Infinity unless what stands nearest to it, and most of what is
   * near it, is of a group, and it hides no other.
   * @param {Box} box
   * @param {number | undefined} group
   */
  among(box, group) {
    let [own, others, nearest, next, cost] = [0, 0, Infinity, Infinity, 0];
    for (const one of this.met({ left: box.left - BESIDE, right: box.right + BESIDE, top: box.top - BESIDE, bottom: box.bottom + BESIDE })) {
      const far = between(box, one);
      if (one.group === group) {
        own += 1;
        nearest = Math.min(nearest, far);
        if (!far) cost += one.radius ?? 0;
      } else {
        others += 1;
        next = Math.min(next, far);
      }
    }
    return own > others && next > 0 && nearest <= next ? cost : Infinity;
  }
}

/**
 * Where the name of a group stands: among its own shapes or right beside them, over none; else over as few of its own
 * as it can; over no other's.
 * @param {Wanted} wanted
 * @param {{ shapes: Boxes, own: Box[], free: (box: Placed) => boolean }} around
 */
function heading(wanted, { shapes, own, free }) {
  const all = amid(wanted, own).filter(free);
  // Whether it hides anything is seen sooner than what stands around it.
  const clear = all.find((box) => !shapes.hit(box) && shapes.among(box, wanted.group) === 0);
  if (clear) return clear;
  /** @type {Placed | undefined} */
  let best;
  let least = Infinity;
  for (const box of all) {
    const cost = shapes.among(box, wanted.group);
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

/**
 * Where the name of a shape stands.
 * @param {Wanted} one
 * @param {{ shapes: Boxes, gap: number, free: (box: Placed) => boolean }} around
 */
function beside(one, { shapes, gap, free }) {
  const all = places(one, gap);
  const best = all.find((box) => free(box) && !shapes.hit(box, one.id));
  if (best || !(one.always || one.covers)) return best;
  return all.filter(free).map((box) => ({ box, cost: shapes.hidden(box, one.id) })).sort((a, b) => a.cost - b.cost).at(0)?.box;
}

/**
 * The places of a name that are clear of other shapes, closer to them than others; each looked for once.
 * @param {{ shapes: Boxes, gap: number, inside: (box: Placed) => boolean }} around
 */
function clearing({ shapes, gap, inside }) {
  const less = gap - TIGHT;
  /** @type {Map<number, Placed[]>} */
  const known = new Map();
  return (/** @type {Wanted} */ named) => {
    const found = known.get(named.id) ?? places(named, TIGHT).filter((box) => inside(box) && !shapes.hit(
      { left: box.left + less, right: box.right - less, top: box.top + less, bottom: box.bottom - less }, named.id));
    known.set(named.id, found);
    return found;
  };
}

/**
 * Where the name of a shape stands, closer to shapes than others, if those that stand there move to others of their places.
 * @param {Wanted} one
 * @param {{ labels: Boxes, clear: (named: Wanted) => Placed[], of: Map<number, Wanted> }} around
 * @returns {{ box: Placed, moves: [before: Placed, after: Placed][] } | undefined}
 */
function pushing(one, { labels, clear, of }) {
  for (const box of clear(one)) {
    /** @type {[before: Placed, after: Placed][]} */
    const moves = [];
    const met = labels.met(box);
    for (const before of met) {
      const other = of.get(before.id ?? NaN);
      const after = other && !other.heads && clear(other).find((place) =>
        apart(place, box) && !labels.hit(place, other.id) && moves.every(([, known]) => apart(place, known)));
      if (!after) break;
      moves.push([/** @type {Placed} */ (before), after]);
    }
    if (moves.length === met.length) return { box, moves };
  }
  return undefined;
}

/**
 * The labels that find room, in the order of `wanted`; one that hides another shape only where it
 * must be there always.
 * @param {Wanted[]} wanted
 * @param {{ width: number, height: number, taken?: Box[], gap?: number, crowd?: Lying[] }} frame taken: where no label
 * may stand; gap: how far it keeps from all shapes; crowd: the shapes that names of groups look at, where `wanted` has not all
 * @returns {Placed[]}
 */
export function placed(wanted, { width, height, taken = [], gap = GAP, crowd }) {
  /** @type {Placed[]} */
  const found = [];
  /** @param {Box} box */
  const inside = (box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
  const discs = wanted.filter(({ heads }) => !heads).map(({ id, x, y, radius, group }) =>
    ({ id, radius, group, left: x - radius - gap, right: x + radius + gap, top: y - radius - gap, bottom: y + radius + gap }))
    .filter((disc) => !apart(disc, { left: 0, right: width, top: 0, bottom: height }));
  const [shapes, labels] = [new Boxes(), new Boxes()];
  discs.forEach((disc) => shapes.add(disc));
  const all = crowd ? new Boxes() : shapes;
  crowd?.forEach((shape) => all.add(shape));
  taken.filter((box) => !apart(box, { left: 0, right: width, top: 0, bottom: height })).forEach((box) => labels.add({ ...box }));
  const of = new Map(wanted.map((one) => [one.id, one]));
  const clear = clearing({ shapes, gap, inside });
  for (const one of wanted) {
    if (!one.wide) continue;
    /** @param {Placed} box */
    const free = (box) => inside(box) && !labels.hit(box);
    const best = one.heads
      ? heading(one, { shapes: all, own: (crowd ?? discs).filter(({ group }) => group === one.group), free })
      : beside(one, { shapes, gap, free });
    const pushed = best || !one.pushes ? undefined : pushing(one, { labels, clear, of });
    for (const [before, after] of pushed?.moves ?? []) {
      found[found.indexOf(before)] = after;
      labels.remove(before);
      labels.add(after);
    }
    const box = best ?? pushed?.box ?? (one.lastly ? beside({ ...one, covers: true }, { shapes, gap, free: (place) =>
      free(place) && !shapes.met(place).some(({ id }) => id !== one.id && of.get(id ?? NaN)?.lastly) }) : undefined);
    if (!box) continue;
    found.push(box);
    labels.add(box);
  }
  return found;
}
