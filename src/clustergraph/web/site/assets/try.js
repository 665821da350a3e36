/* The page of the HTTP interface: RapiDoc over our own OpenAPI document, with fonts of this machine. */
"use strict";
(() => {
  const place = document.getElementById("try");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const shown = document.createElement("rapi-doc");
  for (const [name, value] of Object.entries({
    "spec-url": place.dataset.document, "render-style": "view", "load-fonts": "false", "show-header": "false",
    "allow-authentication": "false", "allow-server-selection": "false", "allow-spec-file-load": "false",
    "allow-spec-url-load": "false", "show-info": "false", "schema-style": "table", "regular-font": "system-ui, sans-serif",
    "mono-font": "ui-monospace, monospace", theme: dark ? "dark" : "light", "primary-color": dark ? "#8abaf5" : "#0b57a4",
  })) shown.setAttribute(name, value);
  // It brings the main part of a page with it: what stands above becomes a part like others.
  const outer = document.getElementById("content");
  const above = document.createElement("section");
  const heading = outer.querySelector("h1");
  heading.id = "heading";
  above.id = outer.id;
  above.setAttribute("aria-labelledby", heading.id);
  above.append(...outer.childNodes);
  outer.replaceWith(above, shown);
})();
