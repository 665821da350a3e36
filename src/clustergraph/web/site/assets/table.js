"use strict";
/* What a reader can do with a table beside reading it: sort it by a head, keep the rows that hold some
   words, and take these away as CSV. Without this script the table is whole and in its own order. */
(() => {
  const { lang } = document.documentElement;
  const FEW = 8;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const number = (text) => {
    const plain = lang === "fr" ? text.replace(/\s/gu, "").replace(",", ".") : text.replaceAll(",", "");
    const found = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/u.exec(plain);
    return found ? Number(found[0]) : null;
  };
  const text = (cell) => cell.textContent.trim();
  const key = (cell) => {
    if (cell.dataset.key !== undefined) return cell.dataset.key;
    return cell.classList.contains("number") ? number(text(cell)) : fold(text(cell));
  };
  // What is empty comes last, whichever way.
  const compare = (one, two, way) => {
    const [none, lacking] = [one === null || one === "", two === null || two === ""];
    if (none || lacking) return Number(none) - Number(lacking);
    const order = typeof one === "number" && typeof two === "number"
      ? one - two
      : String(one).localeCompare(String(two), lang, { numeric: true });
    return way * order;
  };
  const field = (cell) => {
    // A spreadsheet would compute what begins like a formula, but for what is a number as a whole.
    const plain = /^'*[=+\-@＝＋－＠]/u.test(cell) && !/^[-+]?\d[\d\s.,]*$/u.test(cell) ? `'${cell}` : cell;
    return /[";,\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  for (const table of document.querySelectorAll("table[data-name]")) {
    const [head] = table.tHead.rows;
    const [body] = table.tBodies;
    const rows = [...body.rows];
    const heads = [...head.cells];
    const sort = (at) => {
      const way = heads[at].getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((cell) => cell.removeAttribute("aria-sort"));
      heads[at].setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      const keyed = rows.map((row, place) => [key(row.cells[at]), place, row]);
      keyed.sort((one, two) => compare(one[0], two[0], way) || one[1] - two[1]);
      body.replaceChildren(...keyed.map(([, , row]) => row));
    };
    heads.forEach((cell, at) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
      button.append(...cell.childNodes);
      button.addEventListener("click", () => sort(at));
      cell.replaceChildren(button);
    });
    const tools = Object.assign(document.createElement("p"), { className: "tools" });
    if (rows.length > FEW) {
      const label = document.createElement("label");
      const input = Object.assign(document.createElement("input"), { type: "search" });
      const told = Object.assign(document.createElement("span"), { className: "note" });
      told.setAttribute("role", "status");
      label.append(`${table.dataset.keep} `, input);
      input.addEventListener("input", () => {
        const words = fold(input.value).split(/\s+/u).filter(Boolean);
        let left = 0;
        for (const row of rows) {
          const said = fold(row.textContent);
          row.hidden = !words.every((word) => said.includes(word));
          if (!row.hidden) left += 1;
        }
        told.textContent = words.length ? `${left.toLocaleString(lang)} / ${rows.length.toLocaleString(lang)}` : "";
      });
      tools.append(label, told);
    }
    const take = Object.assign(document.createElement("button"), { type: "button", textContent: "CSV" });
    take.setAttribute("aria-label", table.dataset.take);
    take.addEventListener("click", () => {
      const shown = [...body.rows].filter((row) => !row.hidden);
      const lines = [heads, ...shown.map((row) => [...row.cells])]
        .map((cells) => cells.map((cell) => field(text(cell))).join(lang === "fr" ? ";" : ","));
      const blob = new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" });
      const link = Object.assign(document.createElement("a"), {
        href: URL.createObjectURL(blob), download: `${table.dataset.name}.csv`,
      });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    tools.append(take);
    (table.closest(".scroll") ?? table).before(tools);
  }
  for (const shown of document.querySelectorAll("pre[data-copy]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: shown.dataset.copy });
    button.addEventListener("click", () => {
      getSelection().selectAllChildren(shown);
      const copied = navigator.clipboard?.writeText(shown.textContent) ?? Promise.reject(new Error("no clipboard"));
      // Where the browser gives no clipboard, the text stays selected.
      copied.then(() => { button.textContent = `${shown.dataset.copy} ✓`; }, () => {});
    });
    shown.before(button);
  }
})();
