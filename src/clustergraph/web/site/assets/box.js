/* The query field of a published site: Oxigraph in the page answers over the graph, which lies in a script
   beside it, because a page that is opened from a disk cannot fetch. Both are loaded at the first query. */
"use strict";
(() => {
  const SHOWN = 1000;
  const form = document.getElementById("box");
  const field = document.getElementById("query");
  const told = document.getElementById("told");
  const answer = document.getElementById("answer");
  let examples = {};
  window.clustergraphExamples = (told) => {
    examples = told;
  };
  const unpack = async (text) => {
    const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  const load = (file) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${form.dataset.root}${file}`;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  let triples = "";
  window.clustergraphTriples = (text) => {
    triples = text;
  };
  let opened;
  const open = async () => {
    await Promise.all([load("assets/vendored/oxigraph.js"), load("search/graph.js")]);
    await window.oxigraph.open(unpack);
    const store = new window.oxigraph.Store();
    store.load(new TextDecoder().decode(await unpack(triples)), { format: "application/n-triples", lenient: true, no_transaction: true });
    triples = "";
    return store;
  };
  const element = (name, ...content) => {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  };
  const cell = (term) => {
    if (term?.termType !== "NamedNode" || !/^https?:/.test(term.value)) return element("td", term?.value ?? "");
    const link = element("a", term.value);
    link.href = term.value;
    link.rel = "noopener noreferrer";
    return element("td", link);
  };
  const table = (rows) => {
    const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
    const head = element("tr", ...names.map((name) => {
      const made = element("th", name);
      made.scope = "col";
      return made;
    }));
    return element("table", element("thead", head), element("tbody", ...rows.slice(0, SHOWN).map((row) =>
      element("tr", ...names.map((name) => cell(row.get(name)))))));
  };
  const show = (found, seconds) => {
    if (typeof found === "boolean") {
      told.textContent = found ? form.dataset.yes : form.dataset.no;
      return;
    }
    const mapped = found.length === 0 || found[0] instanceof Map;
    const rows = form.dataset.rows.replace("ROWS", found.length.toLocaleString(document.documentElement.lang))
      .replace("SECONDS", seconds.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 }));
    told.textContent = found.length > SHOWN ? `${rows} ${form.dataset.first.replace("SHOWN", SHOWN)}` : rows;
    answer.append(mapped ? table(found) : element("pre", found.slice(0, SHOWN).map((quad) => `${quad} .`).join("\n")));
  };
  const pause = () => new Promise((done) => setTimeout(done, 20));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    answer.replaceChildren();
    told.textContent = form.dataset.opening;
    let store;
    try {
      opened ??= open();
      store = await opened;
    } catch {
      opened = undefined;
      told.textContent = form.dataset.failed;
      return;
    }
    told.textContent = form.dataset.answering;
    await pause();
    const start = performance.now();
    try {
      show(store.query(field.value), (performance.now() - start) / 1000);
    } catch (error) {
      told.textContent = String(error.message ?? error);
    }
  });
  document.getElementById("example").addEventListener("change", ({ target }) => {
    const example = examples[target.value];
    if (example) field.value = example;
  });
})();
