/* The form: its parts put together, kept on the device, checked as one types, and made into a record. */

const simpleName = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join("-");

function assessmentsControl(field) {
  const fields = Object.fromEntries(spec.models.Assessment.map((one) => [one.key, one]));
  const several = severalControl({
    label: w("assessment.one"), add: w("add.assessment"), help: field.help,
    make: () => {
      const proficient = choiceControl({ ...fields.proficient, type: "choice", choices: [], label: w("label.proficient_level") });
      const levels = linesControl({ ...fields.levels, type: "list" });
      const title = groupControl("Assessment", { plain: true, only: ["title"] });
      const rest = groupControl("Assessment", { plain: true, only: ["source", "kind", "url", "description"] });
      const more = folded(["source", "kind", "url", "description"].map(labelOf).join(" · "), rest);
      const el = h("div", { class: "cc-new__group" }, title.el, levels.el, proficient.el, more.el);
      const refresh = (wanted = proficient.get()) => {
        const names = levels.get() || [];
        proficient.input.replaceChildren(h("option", { value: "" }, w("choose")), ...names.map((name) => h("option", { value: name }, name)));
        proficient.set(names.includes(wanted) ? wanted : "");
      };
      levels.el.addEventListener("cc-change", () => refresh());
      const control = {
        el, name: null,
        get: () => {
          const found = { ...title.get(), ...rest.get() };
          if (levels.get()) found.levels = levels.get();
          if (proficient.get()) found.proficient = proficient.get();
          return Object.keys(found).length ? found : undefined;
        },
        set: (value) => { control.name = value.name ?? null; title.set(value); rest.set(value); levels.set(value.levels); refresh(value.proficient); },
        find: ([key, ...below]) => ({ levels, proficient }[key] || rest.parts.get(key) || title.parts.get("title")).find(below),
      };
      refresh();
      return control;
    },
  });
  /* The key that readings name it by: the one it came with, else made of its title. */
  const named = () => {
    const taken = new Set();
    return several.items.filter(({ control }) => control.get()).map(({ control }, at) => {
      let key = control.name || simpleName(control.get().title || "") || `assessment-${at + 1}`;
      while (taken.has(key)) key += "-2";
      taken.add(key);
      return [key, control];
    });
  };
  const el = h("div", { class: "cc-new__list", role: "group", "aria-label": field.label }, h("h3", {}, field.label), several.el);
  el.addEventListener("cc-change", () => {
    document.dispatchEvent(new CustomEvent("cc-assessments"));
  });
  return {
    el,
    list: () => named().map(([key, control]) => [key, control.get().title || key]),
    scale: (key) => named().find(([name]) => name === key)?.[1].get() || null,
    get: () => { const found = named().map(([key, control]) => [key, control.get()]); return found.length ? Object.fromEntries(found) : undefined; },
    set: (value) => { several.set(Object.entries(value || {}).map(([name, one]) => ({ ...one, name }))); document.dispatchEvent(new CustomEvent("cc-assessments")); },
    find: ([key, ...rest]) => (named().find(([name]) => name === key)?.[1] || several).find(rest),
  };
}

function resultsControl(field, assessments) {
  return severalGroups(field, () => measureControl(assessments), w("add.measure"), w("measure.one"));
}

function targetsControl(field, assessments) {
  const make = () => groupControl("Target", { plain: true, controls: { results: (one) => foldedResults(one, assessments) } });
  const several = severalGroups(field, make, w("add.target"), w("label.target_one"));
  return { ...several, set: (value) => several.set((value || []).map((one) => (typeof one === "string" ? { text: one } : one))) };
}
function foldedResults(field, assessments) {
  const part = resultsControl(field, assessments);
  return folded(field.label, part);
}

function logControl(template) {
  const date = textControl({ ...spec.models.Log.find((one) => one.key === "date"), help: "" });
  const prompts = template.prompts.map(([id, text, audience]) => [id, textControl({ type: "words", audience: audience === "public" ? undefined : audience, label: text })]);
  const notes = textControl({ ...spec.models.Log.find((one) => one.key === "notes"), help: "" }, { rows: 3 });
  const next = groupControl("Next", { legend: labelOf("next") });
  const el = h("div", { class: "cc-new__group" }, date.el, prompts.map(([, part]) => part.el), notes.el, next.el);
  let kept = {};
  return {
    el,
    get: () => {
      const answers = { ...kept };
      for (const [id, part] of prompts) { delete answers[id]; if (part.get()) answers[id] = part.get(); }
      const found = { log: template.key };
      if (date.get()) found.date = date.get();
      if (Object.keys(answers).length) found.answers = answers;
      if (notes.get()) found.notes = notes.get();
      if (next.get()) found.next = next.get();
      return Object.keys(found).length > 1 ? found : undefined;
    },
    set: (value) => {
      kept = { ...(value.answers || {}) };
      date.set(value.date); notes.set(value.notes); next.set(value.next);
      for (const [id, part] of prompts) part.set(kept[id]);
    },
    find: ([key, id, ...rest]) => (key === "answers" ? prompts.find(([name]) => name === id)?.[1] : { date, notes }[key] || (key === "next" ? { find: () => next.find([id, ...rest]) } : date))?.find([]),
  };
}

function logsControl(field) {
  const items = [];
  const list = h("div", { class: "cc-new__items" });
  const buttons = h("div", { class: "cc-new__buttons" });
  const el = h("div", { class: "cc-new__list", role: "group", "aria-label": field.label }, list, buttons);
  function push(key, value) {
    const template = spec.logs.find((one) => one.key === key) || { key, title: key, prompts: [] };
    const control = logControl(template);
    const remove = h("button", { type: "button", class: "cc-new__remove", "aria-label": w("remove_what", { what: template.title }) }, w("remove"));
    const box = h("fieldset", { class: "cc-new__item" }, h("legend", {}, template.title), control.el, remove);
    const item = { control, box, key };
    remove.addEventListener("click", () => { items.splice(items.indexOf(item), 1); box.remove(); draw(); buttons.querySelector("button")?.focus(); changed(el); });
    items.push(item);
    list.append(box);
    if (value) control.set(value);
    draw();
    return item;
  }
  function draw() {
    buttons.replaceChildren(...spec.logs.filter((one) => one.repeatable || !items.some((item) => item.key === one.key)).map((one) => {
      const button = h("button", { type: "button", class: "cc-button cc-button--quiet" }, w("add.log", { title: one.title }));
      button.addEventListener("click", () => { push(one.key).box.querySelector("input, textarea")?.focus(); changed(el); });
      return button;
    }));
  }
  draw();
  return {
    el,
    get: () => { const found = items.map(({ control }) => control.get()).filter(Boolean); return found.length ? found : undefined; },
    set: (value) => { for (const item of items.splice(0)) item.box.remove(); for (const one of value || []) push(one.log, one); draw(); },
    find: ([at, ...rest]) => items.filter(({ control }) => control.get())[at]?.control.find(rest) || buttons.querySelector("button"),
  };
}

/* The school is the record's folder: it is chosen here and stands in the file's name alone. */
function schoolControl() {
  const select = h("select", {}, h("option", { value: "" }, w("school.choose")), spec.schools.map(([key, name]) => h("option", { value: key }, name)), h("option", { value: "?" }, w("school.other")));
  const other = textControl({ type: "text", label: w("school.name") });
  const el = h("div", {}, labelled({ type: "choice", label: w("school.label"), required: true }, select), other.el);
  const show = () => { other.el.hidden = select.value !== "?"; };
  select.addEventListener("change", () => { show(); changed(el); });
  show();
  return {
    el,
    get: () => (select.value === "?" ? simpleName(other.get() || "") : select.value) || undefined,
    state: () => [select.value, other.get()],
    restore: ([value, name] = []) => { select.value = value || ""; other.set(name); show(); },
    find: () => select,
  };
}

function startForm(root) {
  const fields = Object.fromEntries(spec.models.Record.map((field) => [field.key, field]));
  const assessments = assessmentsControl(fields.assessments);
  const school = schoolControl();
  const lists = h("div", { hidden: true }, ["subjects", "practices"].map((key) => h("datalist", { id: `cc-new-list-${key}` }, spec[key].map((value) => h("option", { value })))));
  const controls = {
    assessments,
    subject: textControl(fields.subject, { list: "cc-new-list-subjects" }),
    goal: textControl(fields.goal, { help: w("goal_help"), rows: 3 }),
    results: resultsControl(fields.results, assessments),
    targets: targetsControl(fields.targets, assessments),
    logs: logsControl(fields.logs),
  };
  const body = textControl({ type: "words", label: w("body") }, { help: w("body_help"), rows: 6 });
  const lines = { still_need: 3, learned: 3, would_change: 3 };
  for (const section of spec.sections) {
    for (const key of section[1]) {
      controls[key] ??= ["group"].includes(fields[key].type) ? folded(fields[key].label, controlFor(fields[key]), fields[key].help)
        : lines[key] ? textControl(fields[key], { rows: lines[key] }) : controlFor(fields[key]);
    }
  }

  const form = h("form", { class: "cc-new__form", novalidate: true, autocomplete: "off", "aria-label": document.querySelector("h1").textContent });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const [key, names] of spec.sections) {
    const lead = spec.words[`section_lead.${key}`];
    const parts = names.map((name) => controls[name].el);
    if (key === "goal") parts.unshift(school.el);
    if (key === "after") parts.push(body.el);
    const first = key === "goal";
    form.append(h("details", { class: "cc-new__section", open: first || key === "measures", id: `part-${key}` },
      h("summary", {}, h("h2", {}, w(`section.${key}`)), first ? null : h("span", { class: "cc-new__opt" }, w("optional"))),
      lead ? h("p", { class: "cc-soft" }, lead) : null, parts));
  }
  const kept = h("p", { class: "cc-new__help", role: "status" });
  const clear = h("button", { type: "button", class: "cc-button cc-button--quiet" }, w("clear"));
  const result = resultPanel();
  root.replaceChildren(lists, form, h("div", { class: "cc-new__kept" }, kept, clear), result.el);

  const data = () => {
    const found = {};
    for (const field of spec.models.Record) { const value = controls[field.key]?.get(); if (value !== undefined) found[field.key] = value; }
    return found;
  };
  const load = (record, text) => {
    assessments.set(record.assessments);
    for (const [key, control] of Object.entries(controls)) if (key !== "assessments") control.set(record[key]);
    body.set(text);
  };

  const place = `coaching-cycles/new${location.pathname}`;
  function keep() {
    try {
      localStorage.setItem(place, JSON.stringify({ record: data(), body: body.get() || "", school: school.state() }));
      kept.textContent = w("saved");
    } catch { kept.textContent = w("unsaved"); }
  }
  function restore() {
    try {
      const found = JSON.parse(localStorage.getItem(place) || "null");
      if (!found) return false;
      load(found.record || {}, found.body);
      school.restore(found.school);
      return Object.keys(found.record || {}).length > 0 || Boolean(found.body);
    } catch { return false; }
  }

  let waiting = 0;
  const refresh = () => result.show(data(), body.get() || "", school.get(), (path) => findField(path));
  function findField([key, ...rest]) {
    return key === "body" ? body.find() : controls[key]?.find(rest) || school.find();
  }
  root.addEventListener("cc-change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { keep(); refresh(); }, 250);
  });
  // What was typed a moment ago is kept too when the page is left.
  addEventListener("pagehide", () => { if (waiting) keep(); });
  clear.addEventListener("click", () => {
    if (!confirm(w("clear_sure"))) return;
    load({}, "");
    school.restore();
    try { localStorage.removeItem(place); } catch { /* nothing was kept */ }
    kept.textContent = "";
    refresh();
  });

  const from = new URLSearchParams(location.search).get("from");
  if (from && /^[^/?#]+\/[^/?#]+$/.test(from)) {
    fetch(`${spec.cycles}${from.split("/").map(encodeURIComponent).join("/")}/start.json`).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((record) => { load(record, ""); kept.textContent = w("from.done", { title: record.title }); refresh(); })
      .catch(() => { kept.textContent = w("from.failed"); });
  } else if (restore()) kept.textContent = w("restored");
  refresh();
}

/* The record as it stands: what is to be mended, its text, and what to do with it. */
function resultPanel() {
  const LONGEST = 7500;  // GitHub answers longer addresses with an error
  const title = h("h2", { id: "record" }, w("result.title"));
  const name = h("p", { class: "cc-soft cc-small" });
  const summary = h("p", { role: "status" });
  const list = h("ul", { class: "cc-new__problems" });
  const text = h("pre", { class: "cc-new__text", tabindex: "0", "aria-labelledby": "record" });
  const copy = h("button", { type: "button", class: "cc-button" }, w("result.copy"));
  const download = h("button", { type: "button", class: "cc-button" }, w("result.download"));
  const propose = h("a", { class: "cc-button cc-button--quiet", target: "_blank", rel: "noopener" }, w("result.propose"));
  const help = h("p", { class: "cc-new__help" });
  const done = h("p", { class: "cc-new__help", role: "status" });
  const el = h("section", { class: "cc-new__result", "aria-labelledby": "record" }, title, summary, list, h("div", { class: "cc-new__buttons" }, download, copy, propose), help, done, name, text);
  let marked = [];
  let file = "";

  download.addEventListener("click", () => {
    const link = h("a", { href: URL.createObjectURL(new Blob([text.textContent], { type: "text/markdown;charset=utf-8" })), download: file.split("/").pop() });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  copy.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(text.textContent); done.textContent = w("result.copied"); } catch {
      getSelection().selectAllChildren(text);
      done.textContent = w("result.copy_failed");
    }
  });

  function mark(problems, find) {
    for (const [input, note] of marked) {
      input.removeAttribute("aria-invalid");
      const others = (input.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== note.id);
      if (others.length) input.setAttribute("aria-describedby", others.join(" ")); else input.removeAttribute("aria-describedby");
      note.remove();
    }
    marked = [];
    for (const problem of problems) {
      const input = find(problem.path);
      // What is missing is said in the list; a blank field is no mistake before anything was typed.
      if (!input || problem.code === "E201" || problem.code.startsWith("H")) continue;
      const note = h("p", { class: "cc-new__wrong", id: newId() }, spoken(`${problem.message}${problem.hint ? `: ${problem.hint}` : ""}`));
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${note.id}`.trim());
      input.after(note);
      marked.push([input, note]);
    }
  }

  return {
    el,
    show(data, body, school, find) {
      const problems = check(data);
      checkPeople(body, ["body"], (code, path, [message, hint]) => problems.push({ code, path, message, hint }));
      file = fileName(data, school);
      text.textContent = write(data, body);
      name.textContent = w("result.file", { name: `${school || "…"}/${file}` });
      mark(problems, find);
      const grave = problems.filter(({ code }) => !code.startsWith("H")).length;
      summary.textContent = grave ? `${w("result.mend", { n: grave })} ${w("result.errors")}` : w("result.fine");
      list.replaceChildren(...problems.map((problem) => {
        const go = h("button", { type: "button", class: "cc-new__go" }, w("result.go"));
        go.setAttribute("aria-label", `${w("result.go")}: ${problem.message.replaceAll("`", "")}`);
        go.addEventListener("click", () => reveal(find(problem.path)));
        return h("li", {}, h("b", {}, problem.code), " ", spoken(problem.message), problem.hint ? h("span", { class: "cc-soft" }, " – ", spoken(problem.hint)) : null, " ", go);
      }));
      list.hidden = !problems.length;
      offer(school);
    },
  };

  function offer(school) {
    propose.hidden = !spec.newFile;
    if (!spec.newFile) return;
    const base = `${spec.newFile}${encodeURIComponent(school || "")}?filename=${encodeURIComponent(file)}`;
    const whole = `${base}&value=${encodeURIComponent(text.textContent)}`;
    const fits = whole.length <= LONGEST;
    if (school) propose.href = fits ? whole : base; else propose.removeAttribute("href");
    help.textContent = school ? w(fits ? "result.propose_help" : "result.propose_long") : w("result.propose_school");
  }
}

function reveal(input) {
  for (let node = input; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  input?.scrollIntoView({ block: "center" });
  input?.focus({ preventScroll: true });
}

/* 2026-10-weighing-the-evidence.md: the month in which the cycle began, and its title. */
function fileName(data, school) {
  const start = data.dates?.start || data.results?.[0]?.before?.date || "";
  const month = /^\d{4}-\d{2}/.exec(start)?.[0] || new Date().toISOString().slice(0, 7);
  return `${month}-${simpleName(data.title || "").slice(0, 60).replace(/-+$/, "") || "cycle"}.md`;
}

window.coachingCycles = { check, write, readCells };
const place = document.getElementById("cc-new");
if (place) startForm(place);
