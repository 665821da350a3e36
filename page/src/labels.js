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
function places({ id, x, y, radius, wide, high }, gap) {
  const beside = radius + gap + wide / 2;
  const slant = (radius + gap) * 0.7;
  /** A little to the side, above or below. @param {number} share */
  const shifted = (share) => [[x + share * wide, y + radius + gap], [x + share * wide, y - radius - gap - high]];
  const spots = [
    [x, y + radius + gap], [x, y - radius - gap - high], [x + beside, y - high / 2], [x - beside, y - high / 2],
    [x + slant + wide / 2, y + slant], [x - slant - wide / 2, y + slant],
    [x + slant + wide / 2, y - slant - high], [x - slant - wide / 2, y - slant - high],
    ...[0.25, -0.25, 0.4, -0.4, 0.5, -0.5].flatMap(shifted),
    ...[0.2, -0.2, 0.4, -0.4].flatMap((share) => [[x + beside, y - high * (0.5 + share)], [x - beside, y - high * (0.5 + share)]]),
  ];
  return spots.map(([middle, top]) => boxed({ id, wide, high }, middle, top));
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
      for (let column = first; column <= last; column += 1) steps.set(row * ACROSS + column, Math.hypot(column * across, row * down));
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
  hit(box, except) {
    for (const key of this.#keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (other.id !== except && !apart(box, other)) return true;
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

  /** Whether what stands nearest to a box, and most of what is near it, is of a group. @param {Box} box @param {number | undefined} group */
  among(box, group) {
    const near = this.met({ left: box.left - BESIDE, right: box.right + BESIDE, top: box.top - BESIDE, bottom: box.bottom + BESIDE });
    const [own, others] = [near.filter((one) => one.group === group), near.filter((one) => one.group !== group)];
    /** @param {Lying[]} all */
    const nearest = (all) => all.reduce((least, one) => Math.min(least, between(box, one)), Infinity);
    const next = nearest(others);
    return own.length > others.length && next > 0 && nearest(own) <= next;
  }
}

/**
 * Where the name of a group stands: among its own shapes or right beside them, over none; else over as few of its own
 * as it can; over no other's.
 * @param {Wanted} wanted
 * @param {{ shapes: Boxes, own: Box[], free: (box: Placed) => boolean }} around
 */
function heading(wanted, { shapes, own, free }) {
  /** @type {Placed | undefined} */
  let best;
  let least = Infinity;
  for (const box of amid(wanted, own)) {
    if (!free(box) || !shapes.among(box, wanted.group)) continue;
    const cost = shapes.hidden(box, NaN);
    if (cost < least) [best, least] = [box, cost];
    if (!least) break;
  }
  return best;
}

/**
 * Where the name of a shape stands.
 * @param {Wanted} one
 * @param {{ shapes: Boxes, gap: number, free: (box: Placed) => boolean }} around
 */
function beside(one, { shapes, gap, free }) {
  const all = places(one, gap).filter(free);
  const best = all.find((box) => !shapes.hit(box, one.id));
  if (best || !(one.always || one.covers)) return best;
  return all.map((box) => ({ box, cost: shapes.hidden(box, one.id) })).sort((a, b) => a.cost - b.cost).at(0)?.box;
}

/**
 * Where the name of a shape stands, closer to shapes than others, if those that stand there move to others of their places.
 * @param {Wanted} one
 * @param {{ shapes: Boxes, labels: Boxes, gap: number, inside: (box: Placed) => boolean, of: Map<number, Wanted> }} around
 * @returns {{ box: Placed, moves: [before: Placed, after: Placed][] } | undefined}
 */
function pushing(one, { shapes, labels, gap, inside, of }) {
  const less = gap - TIGHT;
  /** @param {Wanted} named */
  const clear = (named) => places(named, TIGHT).filter((box) => inside(box) && !shapes.hit(
    { left: box.left + less, right: box.right - less, top: box.top + less, bottom: box.bottom - less }, named.id));
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
  for (const one of wanted) {
    if (!one.wide) continue;
    /** @param {Placed} box */
    const free = (box) => inside(box) && !labels.hit(box, NaN);
    const best = one.heads
      ? heading(one, { shapes: all, own: (crowd ?? discs).filter(({ group }) => group === one.group), free })
      : beside(one, { shapes, gap, free });
    const pushed = best || !one.pushes ? undefined : pushing(one, { shapes, labels, gap, inside, of });
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
