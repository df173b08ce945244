/* The search dialog over Pagefind's index. Without JavaScript the pill in the bar is a plain link to the finder. */
(() => {
  const pill = document.querySelector("[data-cc-search]");
  if (!pill || !window.HTMLDialogElement) return;
  /* What the site's own chrome has of it, else ours (dialog.html): in a template nothing is loaded or run. */
  const dialog = document.getElementById("cc-search")
    ?? document.body.appendChild(Object.assign(document.createElement("template"), { innerHTML: DIALOG }).content.firstElementChild);

  const $ = (name) => dialog.querySelector(`[data-cc="${name}"]`);
  const [form, input, body, status, hits, filterBox, chosenBox, keys] =
    ["form", "input", "body", "status", "hits", "filters", "chosen", "keys"].map($);
  const words = dialog.dataset;
  const groups = JSON.parse(words.groups);           // [[filter's name, its label], …] in the order shown
  const PAGE = 6;                                    // results at a time: as many as a browser asks one host for at once
  const chosen = new Map();                          // filter's name → set of values; all of them must hold
  const NOTHING = { length: 0, pages: async () => [] };
  let turn = 0, results = NOTHING, shown = 0;

  function make(tag, props = {}, ...children) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  /* Pagefind's excerpt is markup. Only its text and its <mark>s are taken over, so that nothing a record says can run. */
  function excerpt(html) {
    const line = make("span");
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes)
      if (node.textContent !== EVERYWHERE)
        line.append(node.nodeName === "MARK" ? make("mark", { textContent: node.textContent }) : node.textContent.replaceAll(EVERYWHERE, ""));
    return line;
  }

  const compact = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  /* Three or more pieces of letters and figures: a code, whether anybody has it or not ("grade-8" is none). */
  const likeCode = (text) => /\d/.test(text) && /\p{L}/u.test(text) && /^\p{L}{0,5}\d*\p{L}?([.\-–]\p{L}{0,5}\d*\p{L}?){2,}$/u.test(text);

  /* A code in any spelling: "RH.11-12.6", "rh 11-12 6", "8.EE.7b", "ms-ps1-4". Finds the longest run of short pieces that is,
     with its separators left out, a code which the index knows or the beginning of one. */
  function readCode(query, known, standards) {
    const spelled = new Map(standards.map((standard) => [compact(standard), standard]));
    /* "rh1112" begins RH.11-12.3; "rh11121" does not begin RH.11-12.10: a number is not cut in two. */
    const begins = (code, key) => {
      if (!code.startsWith(key)) return false;
      if (!/\d$/.test(key) || !/^\d/.test(code.slice(key.length))) return true;
      let left = key.length;
      for (const sign of spelled.get(code) || "") {
        if (left === 0) return !/\d/.test(sign);
        if (/[\p{L}\p{N}]/u.test(sign)) left -= 1;
      }
      return false;
    };
    const tokens = query.trim().split(/\s+/);
    const short = (t) => t.split(/[^\p{L}\p{N}]+/u).every((piece) => /^\p{L}{0,5}\d*\p{L}{0,5}\d*\p{L}?$/u.test(piece));
    for (let size = Math.min(tokens.length, 6); size > 0; size--)
      for (let start = 0; start + size <= tokens.length; start++) {
        const run = tokens.slice(start, start + size);
        const key = compact(run.join(""));
        if (key.length < 2 || !run.every(short) || !(/\d/.test(key) || /\p{L}[.\-]\p{L}/u.test(run.join(" ")))) continue;
        const codes = known.includes(key) ? [key] : known.filter((code) => begins(code, key));
        if (codes.length) return { codes, rest: [...tokens.slice(0, start), ...tokens.slice(start + size)].join(" ") };
      }
    return null;
  }

  /* Pagefind runs in a worker (search-worker.js). An answer says how many pages there are; they are asked for as they are shown. */
  const program = new URL("search-worker.js", document.currentScript.src);
  const waits = new Map();
  let worker = null, asked = 0;

  function start() {
    worker = new Worker(program, { type: "module" });
    worker.addEventListener("message", ({ data: { id, result, error } }) => {
      const { resolve, reject } = waits.get(id);
      waits.delete(id);
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    });
    worker.addEventListener("error", () => {
      for (const { reject } of waits.values()) reject(new Error("worker"));
      waits.clear();
      worker = null;
    });
  }

  function call(method, ...args) {
    if (location.protocol === "file:") return Promise.reject(new Error("file"));
    if (!worker) start();
    return new Promise((resolve, reject) => {
      waits.set(++asked, { resolve, reject });
      worker.postMessage({ id: asked, method, args });
    });
  }

  /* Filters alone: the index is asked for a letter that stands on every page (adapters/excerpt.py), as without a word Pagefind
     fetches all words that there are. */
  const EVERYWHERE = "\ua66d";
  const language = document.documentElement.lang || "unknown";

  /* The index, its answers by how well they fit or, for the finder, by date. */
  function openIndex(byDate) {
    let all = null;
    return {
      open: () => call("open", byDate, language),
      codes: () => call("codes", byDate, language),
      /* All values of all filters, with the number of pages that have each. */
      all: () => all ??= call("filters", byDate, language).catch((error) => { all = null; throw error; }),
      async ask(query, options) {
        const question = [byDate, language, query ?? EVERYWHERE, options];
        const { number, length, filters } = await call("search", ...question);
        return { length, filters, pages: (from, to) => call("pages", number, from, to, ...question) };
      },
    };
  }

  /* A value of a filter is written "key=Title"; one without a key is its own. */
  const keyOf = (value) => value.split("=", 1)[0];
  const titleOf = (value) => value.slice(value.indexOf("=") + 1);

  /* A filter's values, of which those of all filters come with a number each. */
  const valuesOf = (filter) => Array.isArray(filter) ? filter : Object.keys(filter || {});

  /* What words ask for: a code among them, in any spelling, is a filter; the rest is looked for in the text. */
  function readQuery(words, known) {
    const query = words.trim() || null;
    const code = query && readCode(query, valuesOf(known.code), valuesOf(known.standard).map(titleOf));
    if (code) return { query: code.rest || null, filters: { code: { any: code.codes } } };
    /* A code that nobody has: as it stands or not at all, as words that merely begin alike are no answer to it. */
    return { query: query && likeCode(query) ? `"${query}"` : query, filters: {} };
  }

  /* Could a code be among these words? Only then the codes that there are must be known before the words are looked for. */
  const mayHoldCode = (text) => /\d|\p{L}[.\-]\p{L}/u.test(text);

  const engine = openIndex(false);
  let ready = null;                                  // all values of all filters, once they are there

  /* One question at a time, as the index takes them one after the other: what was typed meanwhile is asked next, once. */
  let running = null;
  function find() {
    turn += 1;
    running ??= keepFinding().finally(() => { running = null; });
    return running;
  }

  async function keepFinding() {
    for (let asked = 0; asked !== turn;) {
      asked = turn;
      await findOnce(asked);
    }
  }

  async function findOnce(mine) {
    try {
      const typed = input.value.trim();
      const filters = Object.fromEntries([...chosen].filter(([, set]) => set.size).map(([name, set]) => [name, [...set]]));
      $("finder").href = pill.href + (typed ? `?q=${encodeURIComponent(typed)}` : "");
      if (!typed && !Object.keys(filters).length) { await showNothing(mine); return; }
      if (!ready) status.textContent = words.loading;
      const counted = ready !== null;
      const known = ready ?? (mayHoldCode(typed) ? await engine.codes() : {});
      const { query, filters: codes } = readQuery(typed, known);
      const options = { filters: { ...filters, ...codes } };
      let answer = await engine.ask(query, options);
      if (mine !== turn) return;
      if (counted) drawFilters(answer.filters);
      /* The first results do not wait for the filters, which come after them on the same lines. */
      const all = counted ? null : engine.all();
      all?.catch(() => { /* said below, when it is waited for */ });
      results = answer;
      shown = 0;
      await more(mine);
      if (mine !== turn) return;
      const n = results.length;
      status.textContent = n === 0 ? words.none : n === 1 ? words.one : words.many.replace("#", n);
      if (!all) return;
      /* Once they are there, the same question has counts too. */
      ready = await all;
      answer = await engine.ask(query, options);
      if (mine === turn) drawFilters(answer.filters);
    } catch (error) {
      if (mine !== turn) return;
      status.replaceChildren(error.message === "file" ? words.file : words.failed, " ",
        make("a", { href: pill.href, textContent: words.finder }));
    }
  }

  /* Nothing is asked for: no results, and all values to choose from. */
  async function showNothing(mine) {
    results = NOTHING;
    shown = 0;
    hits.replaceChildren();
    $("more")?.remove();
    status.textContent = words.hint;
    await engine.open();
    /* Who has typed something meanwhile is after that first. */
    if (mine !== turn) return;
    ready = await engine.all();
    if (mine === turn) drawFilters(ready);
  }

  async function more(mine = turn) {
    const first = shown === 0, next = Math.min(shown + PAGE, results.length);
    const found = await results.pages(shown, next);
    if (mine !== turn) return;
    shown = next;
    $("more")?.remove();
    if (first) hits.replaceChildren();
    for (const page of found) {
      const { title, school, grades, standards, row } = page.meta;
      const about = [school, grades, standards].filter(Boolean).join(" · ");
      hits.append(make("li", {}, make("a", { href: page.url }, make("b", { textContent: title || page.url }),
        about && make("span", { className: "cc-meta", textContent: about }),
        row ? make("span", { className: "cc-row", textContent: row }) : "",
        page.excerpt ? excerpt(page.excerpt) : "")));
    }
    if (shown < results.length) {
      const button = make("button", { type: "button", textContent: words.more });
      button.dataset.cc = "more";
      button.addEventListener("click", async () => {
        const next = shown;
        await more();
        hits.children[next]?.querySelector("a").focus();
      });
      hits.after(button);
    }
  }

  function toggle(name, value) {
    const set = chosen.get(name) || new Set();
    if (!set.delete(value)) set.add(value);
    chosen.set(name, set);
    find();
  }

  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function drawFilters(counts) {
    const open = filterBox.querySelector("details[open]")?.dataset.name;
    const focused = document.activeElement?.dataset?.value;
    chosenBox.replaceChildren();
    filterBox.replaceChildren(...groups.flatMap(([name, label]) => {
      const set = chosen.get(name) || new Set();
      for (const value of set) {
        const off = make("button", { type: "button" }, `${label}: ${titleOf(value)} `, make("span", { textContent: "×", ariaHidden: "true" }),
          make("span", { className: "cc-sr", textContent: ` ${words.remove}` }));
        off.addEventListener("click", () => { toggle(name, value); input.focus(); });
        chosenBox.append(off);
      }
      const values = Object.entries(counts[name] || {}).filter(([value, n]) => n > 0 && !set.has(value))
        .sort((a, b) => order.compare(titleOf(a[0]), titleOf(b[0])));
      if (!values.length) return [];
      const chips = values.map(([value, n]) => {
        const chip = make("button", { type: "button", textContent: `${titleOf(value)} (${n})` });
        chip.dataset.value = `${name}:${value}`;
        chip.addEventListener("click", () => { toggle(name, value); input.focus(); });
        return chip;
      });
      const box = make("div", { className: "cc-search__chips", role: "group", ariaLabel: label, tabIndex: -1 }, ...chips);
      const details = make("details", { open: open === name }, make("summary", { textContent: label }), box);
      details.dataset.name = name;
      details.name = "cc-filter";
      return [details];
    }));
    if (focused) filterBox.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  /* The finder of a large portfolio asks the same index. */
  dialog.index = { ...openIndex(true), readQuery, keyOf, titleOf };

  function open(event) {
    event?.preventDefault();
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    find();
  }

  let waiting;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await find();
    hits.querySelector("a")?.click();
  });
  $("finder").href = pill.href;
  $("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...hits.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== input) return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? Math.min(at + 1, links.length - 1) : at - 1;
    (next < 0 ? input : links[next]).focus();
    if (next < 0) body.scrollTop = 0;
  });
  pill.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
  });
  /* Who reaches for the search is about to use it: the index is opened meanwhile, unless they save data. */
  const warm = () => { if (!navigator.connection?.saveData) engine.open().catch(() => { /* said when it is used */ }); };
  for (const sign of ["pointerenter", "touchstart", "focus"]) pill.addEventListener(sign, warm, { once: true, passive: true });

  /* Single keys can be switched off: people who speak to their computer would set them off by accident (WCAG 2.1.4). */
  const stored = () => { try { return localStorage.getItem("cc-keys"); } catch { return null; } };
  keys.checked = stored() !== "off";
  keys.addEventListener("change", () => {
    try { localStorage.setItem("cc-keys", keys.checked ? "on" : "off"); } catch { /* private window: holds for this page */ }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || dialog.open) return;
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    const single = keys.checked && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && ["/", "s", "f"].includes(event.key);
    if (chord || single) open(event);
  });
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const hint = pill.querySelector("kbd");
  if (hint) hint.textContent = mac ? "⌘ K" : "Ctrl K";
})();
