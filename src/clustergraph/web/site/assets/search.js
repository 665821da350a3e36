"use strict";
/* The search of a published site: the names lie in scripts beside this one, because a page that is
   opened from a disk cannot fetch. */
(() => {
  const SHOWN = 50;
  const box = document.getElementById("hits");
  const input = document.getElementById("q");
  const { root, lang, none } = box.dataset;
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").replace(/\p{M}/gu, "").trim();
  /** @type {{ name: string, page: string, key: string, count: number }[]} */
  const names = [];
  let left = -1;
  /* What has a page of its own stands behind a stroke, all else is shown by a page that it shares. */
  const place = (kind, id) => (id.startsWith("/") ? `${kind}${id}.html` : `thing.html#${kind}/${id}`);
  window.clustergraphNames = (told) => {
    told.names.forEach((name, at) => {
      const [french, ...others] = told.more[at] ?? [];
      const shown = lang === "fr" && french ? french : name;
      // Each name on a line, with a space before each word.
      const key = [name, french, ...others].filter(Boolean).map((each) => `\n ${fold(each)}`).join("");
      names.push({ name: shown, page: place(told.kind, told.ids[at]), key: `${key}\n`, count: told.counts[at] });
    });
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
  // Of all that fit, the best: the whole name, its beginning, a beginning of one of its words; then who takes part
  // in most, then short ones.
  const rank = (key, whole) => (
    key.includes(`\n${whole}\n`) ? 0 : key.includes(`\n${whole}`) ? 1 : key.includes(whole) ? 2 : 3
  );
  const best = (tests, whole) => {
    const found = [];
    for (const name of names) {
      if (!tests.every((test) => test(name.key))) continue;
      const score = (rank(name.key, whole) * 1e6 - name.count) * 1e4 + Math.min(name.name.length, 9999);
      if (found.length === SHOWN && score >= found[SHOWN - 1].score) continue;
      let at = found.length;
      while (at > 0 && found[at - 1].score > score) at -= 1;
      found.splice(at, 0, { score, ...name });
      if (found.length > SHOWN) found.pop();
    }
    return found;
  };
  const has = (word) => (key) => key.includes(word);
  /* A word with one letter wrong, missing, too many or in its neighbour's place. One of its halves is right,
     which few names have: only these are looked at closely. */
  const nearly = (word) => {
    if (word.length < 5) return has(word);
    const half = word.length >> 1;
    const [start, end] = [word.slice(0, half - 1), word.slice(half + 1)];
    const ways = [...word].flatMap((_letter, at) => {
      const [before, after] = [word.slice(0, at), word.slice(at + 1)];
      const swapped = after && `${before}${after[0]}${word[at]}${after.slice(1)}`;
      return [`${before}.?${after}`, `${before}.${word.slice(at)}`, ...(swapped ? [swapped] : [])];
    });
    const close = new RegExp(` (?:${ways.join("|")})`, "u");
    return (key) => (key.includes(start) || key.includes(end)) && close.test(key);
  };
  const show = () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    const whole = ` ${words.join(" ")}`;
    let found = words.length ? best(words.map(has), whole) : [];
    if (words.length && !found.length) found = best(words.map(nearly), whole);
    const list = document.createElement("ol");
    for (const { name, page } of found) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.textContent = name;
      link.setAttribute("href", `${root}${lang === "en" ? "" : `${lang}/`}${page}`);
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
