/* Controls for the schema's types. Each is {el, get(), set(value), find(path)}: get gives plain data or undefined where it is
   blank, find the field that a finding is about. Nothing is written as HTML: every text goes in as text. */

let lastId = 0;
const newId = () => `cc-new-${++lastId}`;

function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/* A finding's words: what stands between backticks is code. */
const spoken = (text) => text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));

/* Tells the form that something changed. The form listens on its own element. */
const changed = (node) => node.dispatchEvent(new CustomEvent("cc-change", { bubbles: true }));

const labelOf = (key) => spec.words[`label.${key}`] || key.replaceAll("_", " ");

/* A label, its field, help below, and room for what is to be mended. */
function labelled(field, input, { help = field.help, label = field.label } = {}) {
  const id = newId(), notes = [];
  input.id = id;
  const head = h("label", { for: id }, label, field.required ? h("span", { class: "cc-new__must" }, ` (${w("required")})`) : null);
  if (field.required) input.required = true;
  if (help) notes.push(h("p", { class: "cc-new__help", id: `${id}-help` }, help));
  if (field.audience) notes.push(h("p", { class: "cc-new__help", id: `${id}-who` }, w(`who.${field.audience}`)));
  if (notes.length) input.setAttribute("aria-describedby", notes.map((note) => note.id).join(" "));
  return h("div", { class: "cc-new__field", "data-type": field.type }, head, input, ...notes);
}

/* A field of several lines grows with what is written in it. */
function grow(input) {
  input.style.height = "auto";
  if (input.scrollHeight) input.style.height = `${input.scrollHeight + 2}px`;
}
function area(rows) {
  const input = h("textarea", { rows });
  input.addEventListener("input", () => grow(input));
  return input;
}

function textControl(field, options = {}) {
  const long = field.type === "words" || options.rows;
  const input = long ? area(options.rows || 2) : h("input", { type: "text", autocomplete: "off", list: options.list });
  if (["count", "number", "difference", "percent"].includes(field.type)) input.setAttribute("inputmode", field.type === "difference" ? "text" : "decimal");
  if (field.type === "date") { input.placeholder = "2026-10-05"; input.setAttribute("inputmode", "numeric"); input.classList.add("cc-new__short"); }
  if (["count", "number", "difference", "percent"].includes(field.type)) input.classList.add("cc-new__short");
  const el = options.bare ? input : labelled(field, input, options);
  input.addEventListener("input", () => changed(input));
  return {
    el, input,
    get: () => {
      const text = trim(input.value);
      return (field.type === "date" && mendDate(text)) || text || undefined;
    },
    set: (value) => { input.value = value ?? ""; if (long) requestAnimationFrame(() => grow(input)); },
    find: () => input,
  };
}

function choiceControl(field, { names = {}, blank: none = w("choose") } = {}) {
  // The choices say it themselves.
  const quiet = { ...field, help: "" };
  const input = h("select", {}, h("option", { value: "" }, none), field.choices.map((value) => h("option", { value }, names[value] || value)));
  input.addEventListener("change", () => changed(input));
  return { el: labelled(quiet, input), input, get: () => input.value || undefined, set: (value) => { input.value = value ?? ""; }, find: () => input };
}

function flagControl(field) {
  const input = h("input", { type: "checkbox" });
  input.addEventListener("change", () => changed(input));
  return { el: labelled(field, input), get: () => (input.checked ? "true" : undefined), set: (value) => { input.checked = value === true || value === "true"; }, find: () => input };
}

/* Several values of one line: one a line. */
function linesControl(field, options = {}) {
  const single = ["grade", "count"].includes(field.of?.type);
  const input = single ? h("input", { type: "text", autocomplete: "off" }) : area(2);
  const el = labelled(field, input, options);
  const mark = single ? /[,;\s]+/ : /\n/;
  input.addEventListener("input", () => changed(input));
  return {
    el,
    get: () => { const found = input.value.split(mark).map(trim).filter(Boolean); return found.length ? found : undefined; },
    set: (value) => { input.value = [].concat(value ?? []).join(single ? ", " : "\n"); if (!single) requestAnimationFrame(() => grow(input)); },
    find: () => input,
  };
}

/* A few of the given words. */
function boxesControl(field) {
  const boxes = field.of.choices.map((value) => {
    const input = h("input", { type: "checkbox", value, id: newId() });
    input.addEventListener("change", () => changed(input));
    return input;
  });
  const rows = boxes.map((input) => h("div", { class: "cc-new__box" }, input, h("label", { for: input.id }, input.value)));
  const el = h("fieldset", { class: "cc-new__boxes" }, h("legend", {}, field.label), rows);
  return {
    el,
    get: () => { const found = boxes.filter((box) => box.checked).map((box) => box.value); return found.length ? found : undefined; },
    set: (value) => { for (const box of boxes) box.checked = (value || []).includes(box.value); },
    find: () => boxes[0],
  };
}

/* A group of keys: the controls of its fields, by key. */
function groupControl(model, { only, controls = {}, plain = false, legend } = {}) {
  const parts = new Map();
  for (const field of spec.models[model]) {
    if (field.absent || (only && !only.includes(field.key))) continue;
    parts.set(field.key, controls[field.key] ? controls[field.key](field) : controlFor(field));
  }
  const inside = [...parts.values()].map((part) => part.el);
  const el = plain ? h("div", { class: "cc-new__group" }, inside) : h("fieldset", { class: "cc-new__group" }, h("legend", {}, legend), inside);
  return {
    el, parts,
    get: () => {
      const found = {};
      for (const [key, part] of parts) { const value = part.get(); if (value !== undefined) found[key] = value; }
      return Object.keys(found).length ? found : undefined;
    },
    set: (value) => { for (const [key, part] of parts) part.set((value || {})[key]); },
    find: ([key, ...rest]) => parts.get(key)?.find(rest) || null,
  };
}

/* Any number of the same thing, each with a button that removes it. */
function severalControl({ label, add, make, help }) {
  const items = [];
  const list = h("div", { class: "cc-new__items" });
  const button = h("button", { type: "button", class: "cc-button cc-button--quiet" }, add);
  const el = h("div", { class: "cc-new__several" }, help ? h("p", { class: "cc-new__help" }, help) : null, list, button);
  const name = () => items.forEach((item, at) => {
    const what = w("number", { what: label, n: at + 1 });
    item.legend.textContent = what;
    item.remove.setAttribute("aria-label", w("remove_what", { what }));
  });
  function push(value, at = items.length) {
    const control = make();
    const legend = h("legend");
    const remove = h("button", { type: "button", class: "cc-new__remove" }, w("remove"));
    const box = h("fieldset", { class: "cc-new__item" }, legend, control.el, remove);
    const item = { control, box, legend, remove };
    remove.addEventListener("click", () => {
      items.splice(items.indexOf(item), 1);
      box.remove();
      name();
      button.focus();
      changed(el);
    });
    items.splice(at, 0, item);
    list.insertBefore(box, list.children[at] || null);
    if (value !== undefined) control.set(value);
    name();
    return item;
  }
  button.addEventListener("click", () => {
    const item = push();
    item.box.querySelector("input, select, textarea")?.focus();
    changed(el);
  });
  return {
    el, items, push,
    get: () => { const found = items.map(({ control }) => control.get()).filter((value) => value !== undefined); return found.length ? found : undefined; },
    set: (value) => { for (const item of items.splice(0)) item.box.remove(); for (const one of [].concat(value ?? [])) push(one); },
    // Blank items are not in the data, so the number of an item in a finding counts those that are.
    find: ([at, ...rest]) => items.filter(({ control }) => control.get() !== undefined)[at]?.control.find(rest) || button,
  };
}

/* Free keys with words behind them: what it took. */
function keysControl(field) {
  const make = () => {
    const key = textControl({ type: "text", label: labelOf("name") });
    const text = textControl({ type: "words", label: labelOf("text_words") || "" }, { label: labelOf("notes") });
    return {
      el: h("div", { class: "cc-new__group" }, key.el, text.el),
      get: () => (key.get() || text.get() ? [key.get() || "", text.get() || ""] : undefined),
      set: ([name, words]) => { key.set(name); text.set(words); },
      find: () => text.find(),
    };
  };
  const several = severalControl({ label: field.label, add: w("add.item"), make, help: field.help });
  return {
    el: h("fieldset", { class: "cc-new__group" }, h("legend", {}, field.label), several.el),
    get: () => { const found = several.get(); return found ? Object.fromEntries(found.map(([key, words]) => [key || labelOf("notes").toLowerCase(), words])) : undefined; },
    set: (value) => several.set(Object.entries(typeof value === "string" ? { "": value } : value || {})),
    find: () => several.find([0]),
  };
}

/* A group of keys of which most records need none: closed until it is wanted. */
function folded(title, part, note = "") {
  const box = h("details", { class: "cc-new__fold" }, h("summary", {}, title), note ? h("p", { class: "cc-new__help" }, note) : null, part.el);
  return { ...part, el: box, set: (value) => { part.set(value); if (value !== undefined) box.open = true; } };
}

function controlFor(field) {
  if (field.type === "choice") return choiceControl(field);
  if (field.type === "flag") return flagControl(field);
  if (field.type === "standards") return standardsControl(field);
  if (field.type === "keys") return keysControl(field);
  if (field.type === "group") return groupControl(field.model, { legend: field.label });
  if (field.type === "list" && field.of.type === "group") {
    return severalGroups(field, () => groupControl(field.of.model, { plain: true }));
  }
  if (field.type === "list") return field.of.type === "choice" ? boxesControl(field) : linesControl(field);
  return textControl(field);
}
function severalGroups(field, make, add = w("add.item"), label = field.label) {
  const several = severalControl({ label, add, make, help: field.help });
  return { ...several, el: h("div", { class: "cc-new__list", role: "group", "aria-label": field.label }, h("h3", {}, field.label), several.el) };
}
