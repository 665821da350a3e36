// Search by name: without regard to case and accents, arrows and Enter or a click choose.
const SUGGESTIONS = 8;
const searchKeys = data.nodes.map((node) => [node.label, ...(node.names ?? [])].map(fold));

// 0: the name begins so, 1: a word begins so, 2: somewhere inside, 3: another name; null: not at all.
function match(keys, query) {
  const [label, ...others] = keys;
  if (label.startsWith(query)) return 0;
  if (` ${label}`.includes(` ${query}`)) return 1;
  if (label.includes(query)) return 2;
  return others.some((key) => key.includes(query)) ? 3 : null;
}

function found(text) {
  const query = fold(text);
  if (!query) return [];
  return searchKeys
    .map((keys, id) => ({ id, how: match(keys, query) }))
    .filter(({ how }) => how !== null)
    .sort((one, two) => one.how - two.how || one.id - two.id)
    .slice(0, SUGGESTIONS)
    .map(({ id }) => id);
}

function makeSearch(input, list, onGo) {
  let ids = [];
  let active = 0;

  function mark(position) {
    active = position;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", number === active));
    const item = list.children[active];
    if (item && ids.length) input.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(id) {
    input.value = data.nodes[id].label;
    close();
    onGo(id);
  }

  function item(id, number) {
    const type = typeOf(data.nodes[id]);
    const row = el("li", { role: "option", id: `suggestion-${number}` }, icon(type),
      name(data.nodes[id].label), el("span", { class: "note" }, type.label));
    // The field would lose the focus, and the list close, before a click arrived.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => choose(id));
    return row;
  }

  function suggest() {
    ids = found(input.value);
    if (!fold(input.value)) return close();
    list.replaceChildren(...ids.map(item));
    if (!ids.length) list.append(el("li", { class: "none", role: "option", "aria-disabled": "true" }, words.search_none));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(0);
  }

  input.addEventListener("input", suggest);
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "Enter" && ids.length && !list.hidden) choose(ids[active]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !ids.length) return;
    event.preventDefault();
    if (list.hidden) suggest();
    else mark((active + step + ids.length) % ids.length);
  });
}
