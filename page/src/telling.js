// What is told of the page as a whole: what the filters ask for, how many are left, its fixed words.
import { data } from "./data.js";
import { $, name } from "./elements.js";
import { PLACED, tooMany } from "./layouts.js";
import { valueName } from "./model.js";
import { count, explained, say, speak, titledSource, year } from "./words.js";

/** @typedef {import("./types.js").State} State */

/** What the filters ask for, in words. @param {State} state */
export function told(state) {
  const facets = /** @type {[import("./types.js").FacetId, number[]][]} */ (Object.entries(state.only)).filter(([, values]) => values.length);
  return [
    say("chosen"),
    ...facets.map(([facet, values]) => explained(say(facet), values.map((value) => valueName(facet, value)).join(", "))),
    state.years ? explained(say("years"), state.years.map(year).join("–")) : "",
    state.shared > 1 ? say("least_shared", { n: state.shared }) : "",
  ].filter(Boolean);
}

/** How many entries and connections are left. @param {State} state @param {number} nodes @param {number} ties */
export function showCounts(state, nodes, ties) {
  const [nodesTold, tiesTold] = [data.nodes.length, data.ties.length];
  $("counts").textContent = nodes === nodesTold && ties === tiesTold
    ? say("counts", { entries: count("entries", nodes), connections: count("connections", ties) })
    : say("counts", {
      entries: say("part", { n: nodes, total: count("entries", nodesTold) }),
      connections: say("part", { n: ties, total: count("connections", tiesTold) }),
    });
  $("shown").textContent = nodes === nodesTold ? "" : say(tooMany(nodes) ? "anew_many" : "shown", { n: nodes, total: nodesTold, most: PLACED });
  $("empty").hidden = nodes > 0;
  $("empty").firstElementChild.textContent = say(nodesTold ? "empty_filter" : "empty");
  $("reset").hidden = !nodesTold;
  const active = state.hidden.length + Object.values(state.only).flat().length + Number(Boolean(state.years)) + Number(state.shared > 1);
  $("filters").textContent = active ? `${say("filters")} (${active})` : say("filters");
}

/** What this was made from, in one line. */
function foot() {
  const titles = data.releases.map(([title]) => title).filter(Boolean).sort((one, two) => two.length - one.length);
  /** @type {globalThis.Node[]} */
  const parts = [];
  let rest = say("foot");
  while (rest) {
    const [at, title] = titles.map((one) => /** @type {const} */ ([rest.indexOf(one), one])).filter(([place]) => place >= 0)
      .sort(([one], [two]) => one - two).at(0) ?? [rest.length, ""];
    parts.push(document.createTextNode(rest.slice(0, at)), ...(title ? [name(title, titledSource())] : []));
    rest = rest.slice(at + title.length);
  }
  return parts;
}

/** Everything that Python wrote in the language of the file, in the one that was chosen. @param {string} lang */
export function showWords(lang) {
  speak(lang);
  document.documentElement.lang = lang;
  for (const [attribute, target] of Object.entries({ "data-word": "", "data-name": "aria-label", "data-hint": "title" })) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const word = say(element.getAttribute(attribute) ?? "");
      if (target) element.setAttribute(target, word);
      else element.textContent = word;
    }
  }
  $("foot").firstElementChild.replaceChildren(...foot());
  $("search").placeholder = say("search");
  for (const choice of $("languages").children) choice.setAttribute("aria-pressed", String(choice.getAttribute("lang") === lang));
}
