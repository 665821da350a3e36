// Which of many shapes or lines touch the window: each that is drawn costs, above all where no graphics card
// draws. Knows rows of numbers, no canvas.

/** @typedef {import("./canvas.js").View} View */
/** @typedef {{ width: number, height: number }} Size */

/**
 * The rows that touch the window, in their order; of more than `most` the last.
 * @param {Float32Array<ArrayBuffer>} values
 * @param {number} stride numbers of a row
 * @param {(row: number) => boolean} touches by where a row begins
 * @param {number} [most]
 * @returns {Float32Array<ArrayBuffer>}
 */
export function kept(values, stride, touches, most = Infinity) {
  /** @type {number[]} */
  const rows = [];
  for (let row = values.length - stride; row >= 0 && rows.length < most; row -= stride) if (touches(row)) rows.push(row);
  if (rows.length * stride === values.length) return values;
  const found = new Float32Array(rows.length * stride);
  rows.reverse().forEach((row, place) => found.set(values.subarray(row, row + stride), place * stride));
  return found;
}

/** The part of the drawing that is in the window. @param {View} view @param {Size} window */
const seen = ({ scale, x, y }, { width, height }) => ({ left: -x / scale, right: (width - x) / scale, top: -y / scale, bottom: (height - y) / scale });

/** Whether a shape is in the window, its row: x, y, size. @param {Float32Array} values @param {View} view @param {Size} window */
export function shapeTouches(values, view, window) {
  const { left, right, top, bottom } = seen(view, window);
  // A shape reaches farther than its size at its corners, and its rim beyond.
  return (/** @type {number} */ row) => {
    const reach = 1.5 * values[row + 2] + 2 / view.scale;
    return values[row] + reach > left && values[row] - reach < right && values[row + 1] + reach > top && values[row + 1] - reach < bottom;
  };
}

/** Whether a line may cross the window, its row: x, y, x, y. @param {Float32Array} values @param {View} view @param {Size} window */
export function lineTouches(values, view, window) {
  const { left, right, top, bottom } = seen(view, window);
  return (/** @type {number} */ row) => Math.max(values[row], values[row + 2]) > left && Math.min(values[row], values[row + 2]) < right
    && Math.max(values[row + 1], values[row + 3]) > top && Math.min(values[row + 1], values[row + 3]) < bottom;
}
