"use strict";
// Sorting by a heading, copying, searching in long lists. Values are compared as the tables have them, not as they are shown.
for (const list of document.querySelectorAll(".list")) {
  const table = list.querySelector("table");
  if (!table) continue;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const exact = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;
  };
  const number = (text) => (text === "" ? NaN : Number(text));
  const compare = (a, b, sign) => {
    if (a === b) return 0;
    if (a === "") return 1; // what is unknown stands last, whichever way
    if (b === "") return -1;
    const x = number(a), y = number(b);
    const order = Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : 1) : x - y;
    return sign * order;
  };
  heads.forEach((head, at) => {
    head.firstElementChild.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      // Numbers begin with the largest, words with A.
      const first = head.classList.contains("n") ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const now = was === first ? other : first;
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", now);
      const sign = now === "ascending" ? 1 : -1;
      const sorted = rows.map((row, place) => [exact(row, at), place, row]);
      sorted.sort((a, b) => compare(a[0], b[0], sign) || a[1] - b[1]);
      body.append(...sorted.map((entry) => entry[2]));
    });
  });
  // What a spreadsheet takes from the clipboard: tabs between cells, the figures as the tables have them.
  const copy = list.querySelector("button.copy");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const line = (cells) => cells.map((text) => text.replace(/[\t\r\n]+/g, " ")).join("\t");
    const shown = Array.from(body.rows).filter((row) => !row.hidden);
    const lines = [heads.map((head) => head.textContent), ...shown.map((row) => heads.map((_, at) => exact(row, at)))];
    const text = lines.map(line).join("\n") + "\n";
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // Without the permission, or in an older browser.
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    copy.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
  // A list that is wider than the window says so.
  const scroll = list.querySelector(".scroll");
  const wider = list.querySelector(".wider");
  const measure = () => { wider.hidden = scroll.scrollWidth <= scroll.clientWidth; };
  measure();
  addEventListener("resize", measure);
  const input = list.querySelector("input[type=search]");
  if (!input) continue;
  const output = list.querySelector("output");
  const texts = rows.map((row) => row.textContent.toLowerCase() + " " + Array.from(row.cells, (c) => c.textContent.toLowerCase()).join(" "));
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      row.hidden = !words.every((word) => texts[place].includes(word));
      if (!row.hidden) shown += 1;
    });
    const count = (n) => n.toLocaleString("en-US");
    output.textContent = shown === rows.length ? `${count(shown)} rows` : `${count(shown)} of ${count(rows.length)} rows`;
  });
}
