/* Standards, looked up as one types: by code in any spelling, or by words. */

const compact = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const plainly = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const bare = (key) => key.replace(/^(?:ccss|commoncore)?(?:elaliteracy|ela|literacy|math)?(?:content|practice)?/, "");
const MOST = 12;

let allCodes = null;
function codes() {
  allCodes ??= spec.codes.flatMap(({ key, title, items }) => items.map(([code, label = ""]) => ({
    framework: key, title, code, label, key: compact(code), words: plainly(label),
    // Coaches write 8.EE.7b as often as 8.EE.C.7b.
    short: compact(key === "ccss-math" ? code.replace(/(\D)\.[A-Z](?=\.\d)/, "$1") : code),
  })));
  return allCodes;
}

function lookUp(text) {
  const key = compact(text), clean = bare(key);
  if (!key) return [];
  const tokens = plainly(text).split(/\s+/).filter(Boolean);
  const rank = (one) => {
    if ([one.key, one.short].some((code) => code === key || code === clean)) return 0;
    if ([one.key, one.short].some((code) => code.startsWith(clean || key))) return 1;
    return tokens.every((token) => one.words.includes(token) || one.key.includes(compact(token) || "\0")) ? 2 : 3;
  };
  return codes().map((one) => [rank(one), one]).filter(([place]) => place < 3).sort((a, b) => a[0] - b[0]).slice(0, MOST).map(([, one]) => one);
}
const known = (text) => codes().find((one) => [compact(text), bare(compact(text))].some((key) => one.key === key || one.short === key));

function standardsControl(field) {
  const chosen = [];
  const chips = h("ul", { class: "cc-chips", "aria-label": w("standards.chosen") });
  const listId = newId();
  const input = h("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: w("standards.placeholder") });
  const list = h("ul", { id: listId, role: "listbox", class: "cc-new__found", hidden: true, "aria-label": w("standards.label") });
  const note = h("p", { class: "cc-new__help", role: "status" });
  const el = labelled({ ...field, type: "standards" }, input);
  input.after(list);
  el.append(note, chips);
  let at = -1;

  function show() {
    const found = lookUp(input.value);
    at = -1;
    list.replaceChildren(...found.map((one, number) => {
      const option = h("li", { role: "option", id: `${listId}-${number}`, "aria-selected": "false" }, h("b", {}, one.code), ` ${one.label} `, h("small", {}, one.title));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(one.code); });
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    note.textContent = input.value ? w("standards.found", { n: found.length }) : "";
  }
  function move(step) {
    const options = [...list.children];
    if (!options.length) return;
    options[at]?.setAttribute("aria-selected", "false");
    at = (at + step + options.length) % options.length;
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  }
  function take(text) {
    const code = trim(text);
    if (code && !chosen.includes(code)) chosen.push(code);
    note.textContent = code && !known(code) ? w("standards.unknown", { code }) : "";
    input.value = "";
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    draw();
    changed(el);
  }
  function draw() {
    chips.replaceChildren(...chosen.map((code) => {
      const remove = h("button", { type: "button", class: "cc-chip cc-new__chip", "aria-label": w("remove_what", { what: code }) }, code, h("span", { "aria-hidden": "true" }, " ×"));
      remove.addEventListener("click", () => { chosen.splice(chosen.indexOf(code), 1); draw(); input.focus(); changed(el); });
      return h("li", {}, remove);
    }));
    chips.hidden = !chosen.length;
  }
  input.addEventListener("input", (event) => { event.stopPropagation(); show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter") {
      event.preventDefault();
      const option = list.children[at]?.querySelector("b");
      if (option) take(option.textContent);
      else for (const code of input.value.split(/[,;]/)) { const one = known(code); take(one ? one.code : code); }
    } else if (event.key === "Escape") { list.hidden = true; input.setAttribute("aria-expanded", "false"); }
  });
  // What was typed and not chosen is kept, not lost.
  input.addEventListener("blur", () => { if (trim(input.value)) for (const code of input.value.split(/[,;]/)) { const one = known(code); take(one ? one.code : code); } });
  draw();
  return {
    el, input,
    get: () => (chosen.length ? [...chosen] : undefined),
    set: (value) => { chosen.splice(0, chosen.length, ...[].concat(value ?? [])); draw(); },
    find: () => input,
  };
}
