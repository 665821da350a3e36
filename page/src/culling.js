// Which of many shapes or lines touch the window: each that is drawn costs, above all where no graphics card
// draws. Knows rows of numbers, no canvas.

/** @typedef {import("./canvas.js").View} View */
/** @typedef {{ width: number, height: number }} Size */

/**
 * The rows that touch the window, in their order: the last of them, as many as cost no more than `most` together.
 * @param {Float32Array<ArrayBuffer>} values
 * @param {number} stride numbers of a row
 * @param {(row: number) => number} costs by where a row begins; 0: it does not touch the window
 * @param {number} [most]
 * @returns {Float32Array<ArrayBuffer>}
 */
export function kept(values, stride, costs, most = Infinity) {
  /** @type {number[]} */
  const rows = [];
  let left = most;
  for (let row = values.length - stride; row >= 0 && left > 0; row -= stride) {
    const cost = costs(row);
    left -= cost;
    if (cost) rows.push(row);
  }
  if (rows.length * stride === values.length) return values;
  const found = new Float32Array(rows.length * stride);
  rows.reverse().forEach((row, place) => found.set(values.subarray(row, row + stride), place * stride));
  return found;
}

/** The part of the drawing that is in the window. @param {View} view @param {Size} window */
const seen = ({ scale, x, y }, { width, height }) => ({ left: -x / scale, right: (width - x) / scale, top: -y / scale, bottom: (height - y) / scale });

/** 1 for a shape in the window, its row: x, y, size. @param {Float32Array} values @param {View} view @param {Size} window */
export function shapeCosts(values, view, window) {
  const { left, right, top, bottom } = seen(view, window);
  // A shape reaches farther than its size at its corners, and its rim beyond.
  return (/** @type {number} */ row) => {
    const reach = 1.5 * values[row + 2] + 2 / view.scale;
    return Number(values[row] + reach > left && values[row] - reach < right && values[row + 1] + reach > top && values[row + 1] - reach < bottom);
  };
}

/** How many pixels of a line are in the window, its row: x, y, x, y. @param {Float32Array} values @param {View} view @param {Size} window */
export function lineCosts(values, view, window) {
  const { left, right, top, bottom } = seen(view, window);
  return (/** @type {number} */ row) => {
    const [x, y] = [values[row], values[row + 1]];
    const [across, down] = [values[row + 2] - x, values[row + 3] - y];
    // Between which parts of its way a line is in the window (Liang and Barsky 1984).
    let [from, to] = [0, 1];
    for (const [step, near, far] of [[across, left - x, right - x], [down, top - y, bottom - y]]) {
      if (step) {
        from = Math.max(from, Math.min(near / step, far / step));
        to = Math.min(to, Math.max(near / step, far / step));
      } else if (near > 0 || far < 0) return 0;
    }
    return to > from ? (to - from) * Math.hypot(across, down) * view.scale + 1 : 0;
  };
}
