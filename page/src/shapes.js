// The shapes of kinds of nodes, as points around (0, 0); a dot has none.
const UP = -Math.PI / 2;

/** @param {number} count @param {number} turn @param {number} [inner] */
const corners = (count, turn, inner = 1) =>
  Array.from({ length: count }, (_, step) => {
    const angle = turn + (2 * Math.PI * step) / count;
    const far = step % 2 ? inner : 1;
    return [far * Math.cos(angle), far * Math.sin(angle)];
  });

/** @type {Record<string, number[][]>} */
export const OUTLINES = {
  square: corners(4, UP / 2),
  diamond: corners(4, UP),
  triangle: corners(3, UP),
  triangleDown: corners(3, -UP),
  hexagon: corners(6, 0),
  star: corners(10, UP, 0.42),
};
// Shapes of equal radius with areas that look alike.
/** @type {Record<string, number>} */
export const REACH = { dot: 1, square: 1.22, diamond: 1.2, triangle: 1.3, triangleDown: 1.3, hexagon: 1.08, star: 1.35 };

/**
 * The corners of a shape of this radius, or null for a disc.
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export const outline = (shape, x, y, radius) =>
  OUTLINES[shape]?.map(([across, down]) => [x + across * radius * REACH[shape], y + down * radius * REACH[shape]]) ?? null;
