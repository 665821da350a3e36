// Labels keep clear of what lies over the drawing.
import { $ } from "./elements.js";
import { equal } from "./store.js";

// So much room is left below what is framed anyway: what is folded lies there, but for the rest of its height.
const SPARE = 30;
const OVER = ["legend", "zoom", "anew", "shown"];

/** Tells a drawing what lies over it, now and whenever that changes. @param {import("./drawing.js").Drawing} drawing */
export function keepClear(drawing) {
  function look() {
    const frame = $("drawing").getBoundingClientRect();
    const before = drawing.taken;
    drawing.taken = OVER.map((id) => $(id).getBoundingClientRect()).map(({ left, top, right, bottom }) =>
      ({ left: left - frame.left, top: top - frame.top, right: right - frame.left, bottom: bottom - frame.top }));
    const [legend] = drawing.taken;
    const [wide, high] = [legend.right - legend.left, frame.height - legend.top];
    const below = Math.min(frame.height / 3, wide > frame.width / 2 ? high : wide && Math.max(0, high - SPARE));
    if (Math.abs(below - drawing.below) > 1) {
      drawing.below = below;
      drawing.refit();
    } else if (!equal(before, drawing.taken)) {
      drawing.redraw();
    }
  }
  look();
  $("legend").addEventListener("toggle", look);
  new ResizeObserver(look).observe($("legend"));
}
