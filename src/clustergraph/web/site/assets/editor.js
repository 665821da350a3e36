/* The query editor of a served graph: Yasgui at our own endpoint, asking nobody else. */
"use strict";
(() => {
  const place = document.getElementById("editor");
  let examples = {};
  window.clustergraphExamples = (told) => {
    examples = told;
  };
  const { Yasgui } = window.Yasgui.Yasgui ? window.Yasgui : { Yasgui: window.Yasgui };
  // The others ask servers elsewhere for prefixes and terms.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  document.getElementById("box").hidden = true;
  place.hidden = false;
  // Its fields have no names of their own for who cannot see them.
  const name = () => {
    for (const [fields, said] of [["input.autocomplete", place.dataset.address], [".CodeMirror textarea", place.dataset.query]])
      for (const field of place.querySelectorAll(fields)) field.setAttribute("aria-label", said);
  };
  new MutationObserver(name).observe(place, { childList: true, subtree: true });
  const endpoint = new URL(place.dataset.endpoint, location.href).href;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint }, copyEndpointOnNewTab: true, endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: null, autofocus: false,
  });
  yasgui.getTab()?.setQuery(document.getElementById("query").value);
  document.getElementById("example").addEventListener("change", ({ target }) => {
    const example = examples[target.value];
    if (example) yasgui.getTab()?.setQuery(example);
  });
})();
