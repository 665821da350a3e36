// The rows of the years: who took part in what, from when to when. Knows entries and activities, no page.

/** @typedef {import("./types.js").Data} Data */
/** @typedef {{ activity: number, first: number, last: number, lane: number }} Bar */
/** @typedef {{ value: number, bars: Bar[], lanes: number, undated: number }} Row */

const SANE = { from: 1900, to: 2100 };

/** @param {number | undefined} year */
const sane = (year) => (year !== undefined && year > SANE.from && year < SANE.to ? year : undefined);

/**
 * Bars in as few lanes as there are at one time, the earliest first; no two of a lane overlap.
 * @param {{ activity: number, first: number, last: number }[]} spans
 * @returns {Bar[]}
 */
export function lanes(spans) {
  /** @type {number[]} */
  const ends = [];
  return [...spans].sort((one, two) => one.first - two.first || one.last - two.last || one.activity - two.activity).map((span) => {
    const free = ends.findIndex((end) => end < span.first);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = span.last;
    return { ...span, lane };
  });
}

/**
 * One row a value, those with the most activities first; what has no year is counted, not drawn.
 * @param {Pick<Data, "activities">} network
 * @param {(activity: number) => number[]} valuesOf the rows of an activity
 * @param {number | null} first whose row comes before all
 * @returns {{ rows: Row[], from: number, to: number }}
 */
export function rowsOf({ activities }, valuesOf, first) {
  /** @type {Map<number, { spans: { activity: number, first: number, last: number }[], undated: number }>} */
  const found = new Map();
  let [from, to] = [Infinity, -Infinity];
  activities.forEach((activity, number) => {
    const [begin, end] = [sane(activity.first) ?? sane(activity.last), sane(activity.last) ?? sane(activity.first)];
    for (const value of new Set(valuesOf(number))) {
      const row = found.get(value) ?? { spans: [], undated: 0 };
      found.set(value, row);
      if (begin === undefined || end === undefined) {
        row.undated += 1;
        continue;
      }
      [from, to] = [Math.min(from, begin), Math.max(to, end)];
      row.spans.push({ activity: number, first: begin, last: Math.max(begin, end) });
    }
  });
  const rows = [...found].map(([value, { spans, undated }]) => {
    const bars = lanes(spans);
    return { value, bars, lanes: bars.reduce((most, { lane }) => Math.max(most, lane + 1), 0), undated };
  });
  rows.sort((one, two) => Number(two.value === first) - Number(one.value === first)
    || two.bars.length - one.bars.length || two.undated - one.undated || one.value - two.value);
  return { rows, from, to };
}
