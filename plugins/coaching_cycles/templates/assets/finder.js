/* Filters over the finder's list. Without this script the page is the complete list; nothing is fetched, so it works from a
   folder too. The address holds the state: ?q=words&school=…&standard=…&standard=… */
(() => {
  "use strict";
  const root = document.getElementById("cc-finder");
  const form = root?.querySelector("form");
  if (!form) return;

  const part = (name) => root.querySelector(`[data-cc="${name}"]`);
  const [status, chosenBox, clear, none, chosenCount] = ["status", "chosen", "clear", "none", "chosen-count"].map(part);
  const text = form.elements.q;
  const panel = form.querySelector(".cc-finder__facets");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];

  const plain = (value) => value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const compact = (value) => value.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  const facets = [...form.querySelectorAll("[data-facet]")].map((node) => ({
    node, name: node.dataset.facet, every: node.dataset.every === "1", note: node.querySelector('[data-cc="n"]'),
    options: boxes.filter((box) => box.name === node.dataset.facet).map((box) => ({
      box, row: box.closest("label"), count: box.closest("label").querySelector(".cc-num"),
      title: box.nextElementSibling.textContent,
    })),
  }));

  const items = [...root.querySelectorAll("li.cc-cycle")].map((node) => ({
    node,
    values: Object.fromEntries(facets.map(({ name }) => [name, new Set((node.dataset[name] || "").split(" ").filter(Boolean))])),
    codes: (node.dataset.codes || "").split(" ").filter(Boolean),
    words: plain(`${node.textContent} ${node.dataset.find || ""}`.replace(/\s+/g, " ")),
  }));
  const years = [...root.querySelectorAll(".cc-finder__year")].map((node) => ({
    node, own: items.filter((item) => node.contains(item.node)),
    link: root.querySelector(`.cc-finder__years a[href="#${node.getAttribute("aria-labelledby")}"]`)?.parentElement,
  }));
  const codes = new Set(items.flatMap((item) => item.codes));

  /* The words asked for: codes in any spelling (the longest run of words that is one, separators left out), and the rest. */
  function read(query) {
    const tokens = query.trim().split(/\s+/).filter(Boolean), wanted = [], rest = [];
    for (let at = 0; at < tokens.length;) {
      let size = Math.min(6, tokens.length - at);
      let found = null;
      for (; size > 0 && !found; size--) found = readCode(tokens.slice(at, at + size));
      if (found) wanted.push(found);
      else rest.push(plain(tokens[at]));
      at += found ? size + 1 : 1;
    }
    return { wanted, rest };
  }

  /* Exactly this code: "W.5.1" must not bring W.5.10. Else, for the beginning of one, all that begin so, or say so in words. */
  function readCode(tokens) {
    const key = compact(tokens.join(""));
    const bare = key.replace(/^(?:ccss|commoncore)?(?:elaliteracy|ela|literacy|math)?(?:content|practice)?/, "");
    for (const code of [key, bare]) if (codes.has(code)) return (item) => item.codes.includes(code);
    if (key.length < 2 || !/\d/.test(key) || ![...codes].some((code) => code.startsWith(key))) return null;
    const said = plain(tokens.join(" "));
    return (item) => item.codes.some((code) => code.startsWith(key)) || item.words.includes(said);
  }

  function holds(item, facet, values) {
    if (!values.size) return true;
    const own = item.values[facet.name];
    return facet.every ? [...values].every((value) => own.has(value)) : [...values].some((value) => own.has(value));
  }

  function draw() {
    const query = read(text.value);
    const chosen = facets.map((facet) => new Set(facet.options.filter(({ box }) => box.checked).map(({ box }) => box.value)));
    const said = items.filter((item) =>
      query.wanted.every((fits) => fits(item)) && query.rest.every((word) => item.words.includes(word)));
    const found = new Set(said.filter((item) => facets.every((facet, i) => holds(item, facet, chosen[i]))));

    for (const item of items) item.node.hidden = !found.has(item);
    for (const year of years) {
      year.node.hidden = !year.own.some((item) => found.has(item));
      if (year.link) year.link.hidden = year.node.hidden;
    }

    facets.forEach((facet, i) => {
      /* What one more choice would leave: for values of which any will do, the facet's own choices don't narrow it. */
      const base = facet.every ? [...found] : said.filter((item) => facets.every((f, k) => k === i || holds(item, f, chosen[k])));
      for (const { box, row, count } of facet.options) {
        const n = base.filter((item) => item.values[facet.name].has(box.value)).length;
        count.textContent = n;
        row.hidden = n === 0 && !box.checked;
      }
      const left = facet.options.some(({ row }) => !row.hidden);
      facet.node.hidden = !left;
      facet.note.textContent = chosen[i].size ? `(${chosen[i].size})` : "";
      for (const heading of facet.node.querySelectorAll(".cc-facet__group")) {
        let row = heading.nextElementSibling, any = false;
        for (; row && row.tagName === "LABEL"; row = row.nextElementSibling) any ||= !row.hidden;
        heading.hidden = !any;
      }
    });

    const total = chosen.reduce((sum, values) => sum + values.size, 0);
    if (chosenCount) chosenCount.textContent = total ? `(${total})` : "";
    chosenBox.replaceChildren(...facets.flatMap((facet) => facet.options.filter(({ box }) => box.checked).map(drawChip)));
    chosenBox.hidden = !total;
    clear.hidden = !total && !text.value;
    none.hidden = found.size > 0;
    const line = root.dataset.live.replace("##", items.length).replace("#", found.size);
    if (status.textContent !== line) status.textContent = line;
  }

  function drawChip({ box, title }) {
    const off = document.createElement("button");
    off.type = "button";
    off.className = "cc-chip cc-finder__off";
    const cross = Object.assign(document.createElement("span"), { textContent: "×", ariaHidden: "true" });
    const word = Object.assign(document.createElement("span"), { textContent: ` ${root.dataset.remove}`, className: "cc-sr" });
    off.append(`${title} `, cross, word);
    off.addEventListener("click", () => {
      const at = [...chosenBox.children].indexOf(off.parentElement);
      box.checked = false;
      keep(true);
      draw();
      (chosenBox.children[Math.min(at, chosenBox.children.length - 1)]?.firstChild ?? text).focus();
    });
    const entry = document.createElement("li");
    entry.append(off);
    return entry;
  }

  function write() {
    const query = new URLSearchParams();
    if (text.value.trim()) query.append("q", text.value.trim());
    for (const box of boxes) if (box.checked) query.append(box.name, box.value);
    /* Slashes and the like stay readable in an address that people send each other. */
    const said = query.toString().replaceAll("%2F", "/");
    return location.pathname + (said ? `?${said}` : "") + location.hash;
  }

  function keep(step) {
    const address = write();
    if (address === location.pathname + location.search + location.hash) return;
    /* Some browsers refuse to change the address of a page that was opened from a folder: then it stays as it is. */
    try { history[step ? "pushState" : "replaceState"](null, "", address); } catch { /* the filters work all the same */ }
  }

  function restore() {
    const query = new URLSearchParams(location.search);
    text.value = query.get("q") || "";
    for (const box of boxes) box.checked = query.getAll(box.name).includes(box.value);
    for (const { node, options } of facets) if (options.some(({ box }) => box.checked)) node.open = true;
    draw();
  }

  let typed = false, waiting;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { keep(!typed); typed = true; draw(); }, 120);
  });
  text.addEventListener("blur", () => { typed = false; });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "checkbox") return;
    keep(true);
    draw();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    keep(!typed);
    draw();
  });
  clear.addEventListener("click", () => {
    text.value = "";
    for (const box of boxes) box.checked = false;
    keep(true);
    draw();
    text.focus();
  });
  window.addEventListener("popstate", restore);

  const wide = matchMedia("(min-width: 56.26em)");
  const fold = () => { if (panel) panel.open = wide.matches; };
  fold();
  wide.addEventListener("change", fold);
  form.hidden = false;
  root.querySelector(".cc-finder__state").hidden = false;
  root.classList.add("cc-finder--live");
  restore();
  /* The list has moved below the filters: an address that names a year leads to it again. */
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
})();
