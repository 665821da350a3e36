// Moving shapes by hand: with Shift held, or while the reader has asked for it. Otherwise a drag pans.

// So far a pointer may slip in a click.
const SLIP = 4;

/** @typedef {{ x: number, y: number }} Point */

/**
 * @param {HTMLElement} container
 * @param {object} acts
 * @param {() => boolean} acts.wanted whether a plain drag moves, too
 * @param {(point: Point) => number | null} acts.at which shape is at a point of the container
 * @param {(id: number, point: Point) => void} acts.move
 * @param {(id: number) => void} acts.choose a click
 */
export function carry(container, { wanted, at, move, choose }) {
  /** @type {{ id: number, from: Point, moved: boolean } | null} */
  let held = null;
  /** @param {PointerEvent} event */
  const place = (event) => {
    const frame = container.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  // Before the canvas hears of it, which would pan.
  container.addEventListener("pointerdown", (event) => {
    const id = event.button === 0 && (event.shiftKey || wanted()) ? at(place(event)) : null;
    if (id === null) return;
    event.stopPropagation();
    container.setPointerCapture(event.pointerId);
    held = { id, from: place(event), moved: false };
  }, true);
  container.addEventListener("pointermove", (event) => {
    if (!held) return;
    event.stopPropagation();
    const to = place(event);
    held.moved ||= Math.hypot(to.x - held.from.x, to.y - held.from.y) > SLIP;
    if (held.moved) move(held.id, to);
  }, true);
  container.addEventListener("pointerup", (event) => {
    if (!held) return;
    event.stopPropagation();
    const { id, moved } = held;
    held = null;
    if (!moved) choose(id);
  }, true);
  container.addEventListener("pointercancel", () => { held = null; });
}
