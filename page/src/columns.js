// Ties as they lie in the file: by columns, each number as what it adds to the one before.

/** @typedef {import("./types.js").Tie} Tie */

/**
 * Each tie by itself.
 * @param {{ sources: number[], targets: number[], weights: number[], reasons: number[][] }} columns targets begin anew where the
 * source changes; reasons: none at all where no tie has one
 * @returns {Tie[]}
 */
export function told({ sources, targets, weights, reasons }) {
  let [source, target] = [0, 0];
  return sources.map((more, tie) => {
    source += more;
    target = targets[tie] + (more || !tie ? 0 : target);
    return reasons[tie]?.length ? [source, target, weights[tie], reasons[tie]] : [source, target, weights[tie]];
  });
}
