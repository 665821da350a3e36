"use strict";
/* A thing without a page of its own, out of the script that holds it with others: the pages may have
   been opened from a disk, and cannot fetch. */
(() => {
  const page = document.getElementById("thing");
  const { root, lang, scripts, more } = page.dataset;
  const heading = document.querySelector("h1");
  const site = document.title;
  const part = (id) => document.getElementById(id);
  const made = (name, ...inside) => {
    const found = document.createElement(name);
    found.append(...inside);
    return found;
  };
  const note = (text) => Object.assign(made("span", text), { className: "note" });
  // CRC-32, by which the writer has chosen the script.
  const sum = (text) => {
    let found = -1;
    for (const sign of text) {
      found ^= sign.charCodeAt(0);
      for (let bit = 0; bit < 8; bit += 1) found = (found >>> 1) ^ (found & 1 ? 0xedb88320 : 0);
    }
    return ~found >>> 0;
  };
  /** @type {Map<number, [unknown[], Record<string, unknown[]>]>} */
  const known = new Map();
  const wanted = () => location.hash.slice(1);
  const place = (address) => (sum(address) % Number(scripts)) + 1;
  const named = (text, link) => {
    const found = made(link ? "a" : "bdi", text);
    if (!link) return found;
    const outside = /^https?:/u.test(link);
    if (outside) found.setAttribute("rel", "noopener noreferrer");
    const ours = link.startsWith("#") ? link : `${root}${lang === "en" ? "" : `${lang}/`}${link}.html`;
    found.setAttribute("href", outside ? link : ours);
    found.setAttribute("dir", "auto");
    return found;
  };
  const show = (texts, [name, iri, about, around, facts, sources]) => {
    const say = (number) => {
      const text = texts[number];
      return Array.isArray(text) ? text[lang === "en" ? 0 : 1] : text;
    };
    const value = (kind, [text, link, told]) => {
      const item = made(kind, named(say(text), link));
      if (told !== undefined) item.append(" ", note(`(${say(told)})`));
      return item;
    };
    const rest = (kind, left) => {
      if (!left) return [];
      return [made(kind, note(more.replace("0", left.toLocaleString(lang))))];
    };
    heading.textContent = say(name);
    document.title = `${say(name)} – ${site}`;
    part("about").textContent = say(about);
    part("iri").textContent = iri;
    part("around").replaceChildren(...around.flatMap(([title, values, left]) => {
      const list = made("ul", ...values.map((each) => value("li", each)), ...rest("li", left));
      list.className = "chips";
      return [made("h2", say(title)), list];
    }));
    part("facts").replaceChildren(...facts.flatMap(([title, values, left]) => [
      made("dt", say(title)), ...values.map((each) => value("dd", each)), ...rest("dd", left),
    ]));
    part("nothing").hidden = facts.length > 0;
    part("sources").replaceChildren(...sources.map(([title, link, ...locators]) => {
      const item = made("li", named(say(title), link));
      if (locators.length) item.append(` (${locators.join(", ")})`);
      return item;
    }));
  };
  const look = () => {
    const address = wanted();
    const held = known.get(place(address));
    if (!held) return;
    const found = Object.hasOwn(held[1], address) ? held[1][address] : null;
    part("plain").hidden = Boolean(found);
    part("unknown").hidden = Boolean(found);
    page.hidden = !found;
    if (!found) return;
    for (const each of part("kinds").children) each.hidden = each.dataset.kind !== address.split("/")[0];
    show(held[0], found);
  };
  const load = () => {
    if (!wanted()) return;
    const number = place(wanted());
    if (known.has(number)) {
      look();
      return;
    }
    const script = document.createElement("script");
    script.src = `${root}search/things-${number}.js`;
    document.head.append(script);
  };
  window.clustergraphThings = (number, texts, things) => {
    known.set(number, [texts, things]);
    look();
  };
  window.addEventListener("hashchange", load);
  load();
})();
