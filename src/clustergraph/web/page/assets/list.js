// The same entries as a table, for those who read rather than look, and for paper.
function makeList(container, onGo) {
  const heads = [
    [words.rank_column, "number"], [words.name_column, ""], [words.type_column, "optional"],
    ...(data.countries.length ? [[words.country, "optional"]] : []),
    ...(words.measure ? [[words.measure, "number"]] : []),
    [words.connections, "number optional"],
  ];
  const body = el("tbody", {}, ...data.nodes.map((node, id) => row(node, id)));
  const head = el("tr", {}, ...heads.map(([text, look]) => el("th", { scope: "col", class: look }, text)));
  container.append(el("table", {}, el("caption", {}, words.list_caption), el("thead", {}, head), body));

  function row(node, id) {
    const kind = el("td", { class: "optional" }, el("span", { class: "kind" }, typeOf(node).label));
    return el("tr", {},
      el("td", { class: "number" }, node.rank === undefined ? "–" : String(node.rank)),
      el("td", {}, el("div", { class: "neighbour" }, icon(typeOf(node)), go(id, onGo))),
      kind,
      data.countries.length ? el("td", { class: "optional" }, countriesOf(node).join(", ")) : null,
      words.measure ? el("td", { class: "number" }, score(node)) : null,
      el("td", { class: "number optional" }, String(tiesOf[id].length)));
  }

  return {
    show: (visible) => [...body.rows].forEach((line, id) => { line.hidden = !visible(id); }),
    select: (id) => [...body.rows].forEach((line, number) => line.setAttribute("aria-current", number === id)),
  };
}
