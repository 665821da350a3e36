// The legend and the choice of a country: what the shapes mean, and filters at the same time.
import { data } from "./data.js";
import { $, el, icon } from "./elements.js";

/** @typedef {import("./store.js").Store<import("./types.js").State>} Store */

/** @param {Store} store */
export function makeLegend(store) {
  const boxes = data.types.map((type, number) => {
    const box = el("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      const others = store.get().hiddenKinds.filter((kind) => kind !== number);
      store.set({ hiddenKinds: box.checked ? others : [...others, number] });
    });
    $("legend").append(el("label", {}, box, icon(type), el("span", { class: "name" }, type.label),
      el("span", { class: "count" }, String(type.count))));
    return box;
  });
  /** @param {import("./types.js").State} state */
  const show = ({ hiddenKinds }) => boxes.forEach((box, number) => { box.checked = !hiddenKinds.includes(number); });
  store.follow(["hiddenKinds"], show);
  show(store.get());
}

/** @param {Store} store */
export function makeCountries(store) {
  const field = $("country");
  field.append(...data.countries.map((label, number) => el("option", { value: number }, label)));
  field.hidden = !data.countries.length;
  field.addEventListener("change", () => store.set({ country: field.value === "" ? null : Number(field.value) }));
  store.follow(["country"], ({ country }) => { field.value = country ?? ""; });
}
