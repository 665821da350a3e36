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
