"use strict";
/* The search of a published site: the names lie in scripts beside this one, because a page that is
   opened from a disk cannot fetch. */
(() => {
  const box = document.getElementById("hits");
  const input = document.getElementById("q");
  const { root, lang, none } = box.dataset;
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").replace(/\p{M}/gu, "").trim();
  /** @type {{ name: string, page: string, key: string }[]} */
  const names = [];
  let left = -1;
  window.clustergraphNames = (rows) => {
    for (const [name, page, french, other] of rows) {
      const shown = lang === "fr" && french ? french : name;
      names.push({ name: shown, page, key: ` ${fold([name, french, other].join(" "))}` });
    }
    left -= 1;
    if (left === 0) show();
  };
  window.clustergraphParts = (count) => {
    left = count;
    for (let part = 1; part <= count; part += 1) load(`names-${part}.js`);
  };
  const load = (file) => {
    const script = document.createElement("script");
    script.src = `${root}search/${file}`;
    document.head.append(script);
  };
  const show = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    const whole = ` ${words.join(" ")}`;
    const found = words.length ? names.filter(({ key }) => words.every((word) => key.includes(word))) : [];
    const rank = ({ key }) => (key === whole ? 0 : key.startsWith(whole) ? 1 : key.includes(whole) ? 2 : 3);
    found.sort((one, two) => rank(one) - rank(two) || one.key.length - two.key.length);
    const list = document.createElement("ol");
    for (const { name, page } of found.slice(0, 50)) {
      const item = document.createElement("li");
      const link = document.createElement(page ? "a" : "bdi");
      link.textContent = name;
      if (page) link.setAttribute("href", `${root}${lang === "en" ? "" : `${lang}/`}${page}.html`);
      item.append(link);
      list.append(item);
    }
    box.replaceChildren(found.length ? list : words.length ? none : "");
  };
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  let asked = false;
  const ask = () => {
    if (!asked) load("names.js");
    asked = true;
  };
  input.addEventListener("input", () => { if (left === 0) show(); else ask(); });
  if (input.value) ask();
})();
