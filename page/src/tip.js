// The name of what the pointer is on, beside it.
import { data } from "./data.js";
import { $, el, name } from "./elements.js";
import { countriesOf, kindOf, nameOf, tongueOf } from "./words.js";

const [BESIDE, RIM] = [14, 8];

/** Adds the tip to the stage. @returns what shows it, or hides it without a node or a place */
export function makeTip() {
  const tip = el("div", { id: "tip", hidden: "" });
  $("stage").append(tip);
  return (/** @type {number | null} */ id, /** @type {{ x: number, y: number } | undefined} */ at) => {
    tip.hidden = id === null || !at;
    if (id === null || !at) return;
    const node = data.nodes[id];
    tip.replaceChildren(name(nameOf(id), tongueOf(id)), el("div", { class: "note" }, [kindOf(node), ...countriesOf(node)].join(" · ")));
    const left = Math.min(at.x + BESIDE, $("stage").clientWidth - tip.offsetWidth - RIM);
    tip.style.left = `${Math.max(RIM, left)}px`;
    tip.style.top = `${Math.min(at.y + BESIDE, $("stage").clientHeight - tip.offsetHeight - RIM)}px`;
  };
}
