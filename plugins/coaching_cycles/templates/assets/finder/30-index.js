/* The engine of a portfolio that is too large for one page: the search index, which holds every cycle with its values and is
   read in small pieces. The page itself shows the newest cycles and leads to the lists of the others; until a reader touches the
   form, nothing is fetched. A value of the index is written "key=Title". */
function indexEngine() {
  const PAGE = 20;
  const total = Number(root.dataset.index);
  const [newest, resultBox, hits, moreButton] = ["newest", "results", "hits", "more"].map(part);
  const index = document.getElementById("cc-search")?.index;
  const values = new Map(facets.map(({ name }) => [name, new Map()]));      // filter's name → key → value in the index
  let loaded = null, results = null, shown = 0;

  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function load() {
    loaded ??= index ? index.all().then((all) => { facets.forEach((facet) => fill(facet, all)); return all; })
      : Promise.reject(new Error("no index"));
    return loaded;
  }

  /* The values that cycles have, as boxes to tick. */
  function fill(facet, all) {
    const list = facet.node.querySelector(".cc-facet__list");
    const found = Object.keys(all[facet.name] || {}).map((value) => [index.keyOf(value), index.titleOf(value), value]);
    found.sort((a, b) => facet.name === "grade" || facet.name === "standard" ? order.compare(a[0], b[0]) : order.compare(a[1], b[1]));
    for (const [key, title, value] of found) {
      values.get(facet.name).set(key, value);
      const row = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: facet.name, value: key });
      row.append(box, Object.assign(document.createElement("span"), { textContent: title }), " ",
        Object.assign(document.createElement("span"), { className: "cc-num" }));
      list.append(row);
      facet.options.push(readOption(box));
    }
  }

  /* The filters for a choice; `but` leaves one of them out. Every cycle has a status, and nothing else has. */
  function filtersFor(chosen, all, but = -1) {
    const filters = { status: { any: Object.keys(all.status || {}) } };
    facets.forEach(({ name, every }, i) => {
      const wanted = [...chosen[i]].map((key) => values.get(name).get(key)).filter(Boolean);
      if (wanted.length && i !== but) filters[name] = every ? wanted : { any: wanted };
    });
    return filters;
  }

  async function find(words, chosen) {
    const all = await load();
    const asked = index.readQuery(words, all);
    const ask = (but) => index.ask(asked.query, { filters: { ...filtersFor(chosen, all, but), ...asked.filters }, sort: { date: "desc" } });
    const answer = await ask();
    /* What one more choice would leave: for values of which any will do, the filter's own choices don't narrow it. */
    const open = await Promise.all(facets.map((facet, i) => !facet.every && chosen[i].size ? ask(i) : answer));
    const counts = facets.map(({ name }, i) =>
      new Map(Object.entries(open[i].filters[name] || {}).map(([value, n]) => [index.keyOf(value), n])));
    const touched = Boolean(words.trim()) || chosen.some((set) => set.size);
    return { found: answer.length, total, counts, show: () => show(touched ? answer : null) };
  }

  /* The cycles that were found take the place of the newest ones. */
  function show(found) {
    newest.hidden = found !== null;
    resultBox.hidden = found === null;
    results = found;
    shown = 0;
    hits.replaceChildren();
    moreButton.hidden = true;
    return more();
  }

  async function more() {
    const mine = results;
    if (!mine) return;
    const from = shown;
    shown = Math.min(shown + PAGE, mine.length);
    const pages = await mine.pages(from, shown);
    if (mine !== results) return;
    hits.append(...pages.map(drawHit));
    moreButton.hidden = shown >= results.length;
  }

  function drawHit({ url, meta }) {
    const node = (name, className, ...children) => {
      const made = Object.assign(document.createElement(name), { className });
      made.append(...children);
      return made;
    };
    const link = Object.assign(document.createElement("a"), { href: url, textContent: meta.title || url });
    const what = node("div", "cc-cycle__what", node("h3", "cc-card__title", link),
      node("p", "cc-card__meta", [meta.school, meta.grades, meta.date, meta.standards].filter(Boolean).join(" · ")));
    const row = meta.row ? [node("p", "cc-cycle__row", node("span", "cc-num", meta.row),
      ...(meta.measured ? [" ", node("span", "cc-cycle__note cc-cycle__measured", meta.measured)] : []))] : [];
    return node("li", "cc-cycle", what, ...row);
  }

  moreButton.addEventListener("click", async () => {
    const next = shown;
    await more();
    hits.children[next]?.querySelector("a").focus();
  });

  function fail() {
    status.textContent = location.protocol === "file:" ? root.dataset.folder : root.dataset.failed;
  }

  function open() {
    const begin = () => load().then(restore, fail);
    /* "year" in an address asks for something; a hash does not. */
    if (location.search) { begin(); return; }
    let begun = false;
    for (const act of ["focusin", "pointerdown"])
      form.addEventListener(act, () => { if (!begun) { begun = true; load().then(update, fail); } });
  }

  return { find, fail, open };
}
