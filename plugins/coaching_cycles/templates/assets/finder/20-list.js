/* The engine of a portfolio that fits on a page. What the filters need stands in attributes of the list's items: nothing is
   fetched, so it works from a folder too. Without a script the page is the complete list. */
function listEngine() {
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

  function find(words, chosen) {
    const query = read(words);
    const said = items.filter((item) =>
      query.wanted.every((fits) => fits(item)) && query.rest.every((word) => item.words.includes(word)));
    const found = new Set(said.filter((item) => facets.every((facet, i) => holds(item, facet, chosen[i]))));
    const counts = facets.map((facet, i) => {
      /* What one more choice would leave: for values of which any will do, the facet's own choices don't narrow it. */
      const base = facet.every ? [...found] : said.filter((item) => facets.every((f, k) => k === i || holds(item, f, chosen[k])));
      return new Map(facet.options.map(({ box }) => [box.value, base.filter((item) => item.values[facet.name].has(box.value)).length]));
    });
    return { found: found.size, total: items.length, counts, show: () => show(found) };
  }

  function show(found) {
    for (const item of items) item.node.hidden = !found.has(item);
    for (const year of years) {
      year.node.hidden = !year.own.some((item) => found.has(item));
      if (year.link) year.link.hidden = year.node.hidden;
    }
  }

  return { find, fail() {}, open: restore };
}
