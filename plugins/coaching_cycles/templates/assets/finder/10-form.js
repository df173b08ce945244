/* The finder's form: filters that can be chosen, the choice in the address, and an answer drawn. Who answers is an engine: the
   list of all cycles in the page (20-list.js) or, where they are too many for one page, the search index (30-index.js).
   The address holds the state: ?q=words&school=…&standard=…&standard=… */
const root = document.getElementById("cc-finder");
const form = root?.querySelector("form");
if (!form) return;

const part = (name) => root.querySelector(`[data-cc="${name}"]`);
const [status, chosenBox, clear, none, chosenCount] = ["status", "chosen", "clear", "none", "chosen-count"].map(part);
const text = form.elements.q;
const panel = form.querySelector(".cc-finder__facets");

const plain = (value) => value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const compact = (value) => value.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

const readOption = (box) => ({
  box, row: box.closest("label"), count: box.closest("label").querySelector(".cc-num"), title: box.nextElementSibling.textContent,
});
const facets = [...form.querySelectorAll("[data-facet]")].map((node) => ({
  node, name: node.dataset.facet, every: node.dataset.every === "1", note: node.querySelector('[data-cc="n"]'),
  options: [...node.querySelectorAll("input[type=checkbox]")].map(readOption),
}));
const boxes = () => facets.flatMap(({ options }) => options.map(({ box }) => box));

/* The values chosen of each filter, in the order of the filters. */
const choice = () => facets.map(({ options }) => new Set(options.filter(({ box }) => box.checked).map(({ box }) => box.value)));

let turn = 0;

/* Ask the engine. The list answers at once; the index later, and only its answer to the last question is drawn. */
function update() {
  const mine = ++turn;
  const chosen = choice();
  const answer = engine.find(text.value, chosen);
  if (answer instanceof Promise) answer.then((found) => { if (mine === turn) draw(found, chosen); }, engine.fail);
  else draw(answer, chosen);
}

/* `found` says how many cycles there are, and `counts` of each filter how many one more choice would leave. */
function draw({ found, total, counts, show }, chosen) {
  show();
  facets.forEach((facet, i) => {
    for (const { box, row, count } of facet.options) {
      const n = counts[i].get(box.value) || 0;
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

  const n = chosen.reduce((sum, values) => sum + values.size, 0);
  if (chosenCount) chosenCount.textContent = n ? `(${n})` : "";
  chosenBox.replaceChildren(...facets.flatMap((facet) => facet.options.filter(({ box }) => box.checked).map(drawChip)));
  chosenBox.hidden = !n;
  clear.hidden = !n && !text.value;
  none.hidden = found > 0;
  const line = root.dataset.live.replace("##", total).replace("#", found);
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
    update();
    (chosenBox.children[Math.min(at, chosenBox.children.length - 1)]?.firstChild ?? text).focus();
  });
  const entry = document.createElement("li");
  entry.append(off);
  return entry;
}

function write() {
  const query = new URLSearchParams();
  if (text.value.trim()) query.append("q", text.value.trim());
  for (const box of boxes()) if (box.checked) query.append(box.name, box.value);
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

/* Set the form as the address says, and ask. */
function restore() {
  const query = new URLSearchParams(location.search);
  text.value = query.get("q") || "";
  for (const box of boxes()) box.checked = query.getAll(box.name).includes(box.value);
  for (const { node, options } of facets) if (options.some(({ box }) => box.checked)) node.open = true;
  update();
}
