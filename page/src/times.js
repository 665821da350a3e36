// When connections began and ended, by the activities that make them. Knows entries and activities, no page.

/** @typedef {Pick<import("./types.js").Data, "nodes" | "activities" | "ties">} Network */
/** @typedef {{ first?: number, last?: number, opening?: number }} Span opening: the activity with which it began */

/**
 * From when to when each tie lasts; no end where one of its activities has none, nothing without years.
 * @param {Network} network
 * @returns {Span[]}
 */
export function tieSpans({ nodes, activities, ties }) {
  /** @type {Map<number, number>} */
  const numbers = new Map();
  /** @param {number} one @param {number} other */
  const key = (one, other) => Math.min(one, other) * nodes.length + Math.max(one, other);
  ties.forEach(([one, other], tie) => numbers.set(key(one, other), tie));
  /** @type {Span[]} */
  const spans = ties.map(() => ({}));
  const open = ties.map(() => false);
  activities.forEach(({ first, last, parts }, activity) => {
    const begin = first ?? last;
    parts.forEach(([one], place) => {
      for (let next = place + 1; next < parts.length; next += 1) {
        const tie = numbers.get(key(one, parts[next][0]));
        if (tie === undefined) continue;
        const span = spans[tie];
        if (begin !== undefined && (span.first === undefined || begin < span.first)) {
          span.first = begin;
          span.opening = activity;
        }
        if (last === undefined) open[tie] = true;
        else if (span.last === undefined || span.last < last) span.last = last;
      }
    });
  });
  return spans.map((span, tie) => (open[tie] ? { first: span.first, opening: span.opening } : span));
}

/** Whether a tie had ended before a year. @param {Span} span @param {number} year */
export const ended = ({ last }, year) => last !== undefined && last < year;

// Of more lines than this dashes say nothing.
const DASHED = 400;

/**
 * Whether the line of a tie is dashed: that of one which has ended, where not too many are drawn.
 * @param {() => Span} span asked for where it counts only
 * @param {number} lines all that are drawn, near ones and far ones
 */
export const dashed = (span, lines, year = new Date().getFullYear()) => lines <= DASHED && ended(span(), year);

/**
 * The ties that began in a year or later: those of the centre first, then the latest.
 * @param {Network} network
 * @param {Span[]} spans
 * @param {number} year
 * @param {number | null} centre
 */
export function begun({ ties }, spans, year, centre) {
  /** @param {number} tie */
  const ours = (tie) => Number(ties[tie][0] === centre || ties[tie][1] === centre);
  return ties.map((_tie, number) => number).filter((tie) => Number(spans[tie].first ?? -Infinity) >= year)
    .sort((one, two) => ours(two) - ours(one) || Number(spans[two].first) - Number(spans[one].first) || one - two);
}
