// Keys for the three buttons; without this script they are pressed.
"use strict";
(() => {
  const form = document.getElementById("review");
  if (!form) return;
  document.getElementById("keys").hidden = false;
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, select, textarea");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    form.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
  });
})();
