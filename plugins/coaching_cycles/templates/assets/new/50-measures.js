/* Readings before and after: a table that takes a paste from a spreadsheet, and the picture that they make. */

const READING_NAMES = [["before", /^(?:before|baseline|pre\b|pretest|pre-test|antes|inicial|사전|처음|før)/i],
  ["after", /^(?:after|post|posttest|post-test|end|final|después|despues|사후|마지막|etter)/i],
  ["follow_up", /^(?:follow|later|seguimiento|추후|oppfølg)/i], ["check", /^(?:check|exit|mid|control|probe|중간|점검|sjekk)/i]];
const COLUMN_NAMES = [["date", /^(?:date|day|when|fecha|날짜|dato)/i], ["enrolled", /^enrol/i], ["proficient", /^(?:proficient|met|meeting|number proficient|x|competent|logr|숙달|mål)/i],
  ["students", /^(?:students|n|assessed|tested|total|number|estudiantes|학생|elever)/i], ["percent", /^(?:percent|%|porcentaje|퍼센트|prosent)/i],
  ["mean", /^(?:mean|average|media|평균|snitt)/i], ["sd", /^(?:sd|standard|desv|표준)/i]];

const SHAPES = {
  counts: ["students", "proficient"], levels: ["levels"], scores: ["students", "mean", "sd", "out_of"], percent: ["percent"], words: [],
};

/* Cells as a spreadsheet copies them: rows of cells, quotes and line breaks inside cells undone. */
function readCells(text) {
  const rows = [[""]];
  let open = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at], row = rows[rows.length - 1];
    if (mark === '"' && (open || row[row.length - 1] === "")) {
      if (open && text[at + 1] === '"') { row[row.length - 1] += '"'; at++; } else open = !open;
    } else if (!open && mark === "\t") row.push("");
    else if (!open && (mark === "\n" || mark === "\r")) { if (mark === "\r" && text[at + 1] === "\n") at++; rows.push([""]); } else row[row.length - 1] += mark;
  }
  return rows.map((row) => row.map(trim)).filter((row) => row.some(Boolean));
}

function readingControl(role, measure) {
  const fields = Object.fromEntries(spec.models.Reading.map((field) => [field.key, field]));
  const parts = {};
  const grid = h("div", { class: "cc-new__reading-grid" });
  const more = h("div", { class: "cc-new__reading-grid" });
  for (const key of ["date", "students", "proficient", "percent", "mean", "sd", "out_of", "enrolled", "form", "kind"]) {
    parts[key] = key === "form" ? choiceControl({ ...fields[key], help: "" }) : textControl({ ...fields[key], help: "" });
    parts[key].el.dataset.key = key;
  }
  parts.note = textControl({ ...fields.note, help: "" });
  const levels = h("div", { class: "cc-new__reading-levels", role: "group", "aria-label": w("measure.levels") });
  let cells = [];
  grid.append(parts.date.el, parts.students.el, parts.proficient.el, levels, parts.percent.el, parts.mean.el, parts.sd.el, parts.out_of.el);
  more.append(parts.enrolled.el, parts.form.el, parts.kind.el);
  parts.form.el.hidden = role === "before";
  parts.kind.el.hidden = role !== "check";
  const el = h("div", { class: "cc-new__reading" }, grid, parts.note.el, h("details", { class: "cc-new__fold" }, h("summary", {}, [labelOf("enrolled"), role === "before" ? null : labelOf("form")].filter(Boolean).join(" · ")), more));

  function redraw() {
    const shape = measure.shape(), names = measure.levels();
    for (const key of ["students", "proficient", "percent", "mean", "sd", "out_of"]) parts[key].el.hidden = !SHAPES[shape].includes(key);
    levels.hidden = shape !== "levels";
    if (shape !== "levels" || (cells.length === names.length && cells.every((cell, at) => cell.name === names[at]))) return;
    const kept = cells.map((cell) => cell.get());
    cells = names.map((name, at) => {
      const cell = textControl({ type: "count", label: name });
      cell.set(kept[at]);
      return { ...cell, name };
    });
    levels.replaceChildren(...cells.map((cell) => cell.el));
  }
  redraw();
  return {
    el, redraw,
    inputs: () => [parts.date, ...(measure.shape() === "levels" ? cells : SHAPES[measure.shape()].map((key) => parts[key]))].map((part) => part.input),
    input: (key) => (key.startsWith("level:") ? cells[Number(key.slice(6))]?.input : parts[key]?.input),
    get: () => {
      const shape = measure.shape(), found = {};
      for (const key of ["date", "note", ...SHAPES[shape], "enrolled", "form", "kind"]) {
        if (key === "levels") {
          const counts = cells.map((cell) => cell.get());
          // Where some levels have a count, the others have nobody.
          if (counts.some((count) => count !== undefined)) found.levels = counts.map((count) => count ?? "0");
        } else if (parts[key].get() !== undefined) found[key] = parts[key].get();
      }
      return Object.keys(found).length ? found : undefined;
    },
    set: (value = {}) => {
      for (const [key, part] of Object.entries(parts)) part.set(value[key]);
      redraw();
      cells.forEach((cell, at) => cell.set((value.levels || [])[at]));
    },
    find: ([key, at]) => (key === "levels" ? cells[at ?? 0]?.input : parts[key]?.input) || parts.date.input,
  };
}

function measureControl(assessments) {
  const fields = Object.fromEntries(spec.models.Measure.map((field) => [field.key, field]));
  const section = textControl({ ...fields.section });
  const which = h("select");
  const assessment = { el: labelled({ ...fields.assessment, type: "choice", help: "" }, which) };
  const how = choiceControl({ key: "how", type: "choice", label: w("measure.form"), choices: Object.keys(SHAPES) },
    { names: Object.fromEntries(Object.keys(SHAPES).map((key) => [key, w(`measure.${key}`)])) });
  how.input.querySelector("option").remove();
  how.input.value = "counts";

  const measure = {
    shape: () => how.input.value,
    levels: () => assessments.scale(which.value)?.levels || [],
  };
  const before = readingControl("before", measure), after = readingControl("after", measure), later = readingControl("follow_up", measure);
  const checks = severalControl({ label: w("reading.check"), add: w("add.check"), make: () => readingControl("check", measure) });
  const readings = () => [["before", before], ...checks.items.map(({ control }) => ["check", control]), ["after", after], ["follow_up", later]];
  const named = (name, control) => h("fieldset", { class: "cc-new__item" }, h("legend", {}, w(`reading.${name}`)), control.el);
  const follow = folded(w("reading.follow_up"), later);
  const status = h("p", { class: "cc-new__help", role: "status" });
  const picture = h("div", { class: "cc-new__picture" });

  const matched = groupControl("Matched", { legend: w("measure.matched") });
  const left = groupControl("Left", { legend: w("measure.left") });
  const change = groupControl("Change", { legend: labelOf("change") });
  const joined = textControl({ ...fields.joined, help: "" }), aim = textControl({ ...fields.aim, help: "" });
  const moved = movedControl(measure);
  const more = h("details", { class: "cc-new__fold" }, h("summary", {}, w("measure.more")), matched.el, moved.el, change.el, left.el, joined.el, aim.el);
  const table = h("div", { class: "cc-new__readings" }, named("before", before), checks.el, named("after", after), follow.el);
  const el = h("div", { class: "cc-new__measure" }, section.el, assessment.el, how.el, h("div", { class: "cc-new__beside" }, table, picture), status, more);

  function redraw() {
    const chosen = which.value;
    which.replaceChildren(h("option", { value: "" }, w("assessment.none")), ...assessments.list().map(([key, title]) => h("option", { value: key }, title)));
    which.value = [...which.options].some((option) => option.value === chosen) ? chosen : "";
    if (measure.shape() === "levels" && !measure.levels().length) how.input.value = "counts";
    how.input.querySelector('[value="levels"]').disabled = !measure.levels().length;
    for (const [, control] of readings()) control.redraw();
    moved.redraw();
    matched.el.hidden = change.el.hidden = false;
    change.el.hidden = measure.shape() !== "scores";
    matched.el.hidden = !["counts", "levels"].includes(measure.shape());
    draw();
  }
  function draw() {
    picture.replaceChildren(drawMeasure(get() || {}, assessments.scale(which.value)));
  }
  which.addEventListener("change", () => {
    // Levels are what an assessment with a scale is counted by, unless numbers stand there already.
    if (measure.levels().length && !before.get() && !after.get()) how.input.value = "levels";
    redraw();
    changed(el);
  });
  how.input.addEventListener("change", redraw);
  el.addEventListener("cc-change", draw);
  document.addEventListener("cc-assessments", redraw);
  el.addEventListener("paste", (event) => {
    const cells = readCells(event.clipboardData?.getData("text/plain") || "");
    if (!cells.length || (cells.length === 1 && cells[0].length === 1)) return;
    const start = event.target, from = readings().find(([, control]) => control.inputs().includes(start));
    if (!from) return;
    event.preventDefault();
    status.textContent = w("measure.paste", { n: paste(cells, from, start) });
    changed(el);
  });

  function paste(cells, from, start) {
    const head = cells[0].map(columnOf);
    const titled = head.filter(Boolean).length >= 2 && !cells[0].some((cell) => /^\d+([.,]\d+)?%?$/.test(cell));
    const rows = titled ? cells.slice(1) : cells;
    const labelledRows = rows.some((row) => roleOf(row[0]));
    const taken = { check: 0 };
    let count = 0;
    rows.forEach((row, number) => {
      const role = labelledRows ? roleOf(row[0]) : null;
      if (labelledRows && !role) return;
      if (role === "check" && !checks.items[taken.check]) checks.push();
      const control = role === "check" ? checks.items[taken.check++].control
        : role ? { before, after, follow_up: later }[role]
          : (readings().slice(readings().indexOf(from) >= 0 ? readings().indexOf(from) : readings().findIndex(([, one]) => one === from[1]))[number] || [])[1];
      if (!control) return;
      const inputs = control.inputs();
      const offset = labelledRows ? 0 : Math.max(0, from[1].inputs().indexOf(start));
      const values = labelledRows ? row.slice(1) : row;
      const columns = titled ? (labelledRows ? head.slice(1) : head) : null;
      // A row without its date begins at the counts.
      const skip = !titled && labelledRows && !/^\d{4}-\d{2}|^\d{1,2}[/.]/.test(values[0] || "") ? 1 : 0;
      values.forEach((value, at) => {
        const input = columns ? columns[at] && control.input(columns[at]) : inputs[offset + skip + at];
        if (input && value) { input.value = value; count += 1; }
      });
    });
    return count;
  }
  const roleOf = (cell) => READING_NAMES.find(([, pattern]) => pattern.test(cell))?.[0] || null;
  function columnOf(cell) {
    const level = measure.levels().findIndex((name) => name.toLowerCase() === cell.toLowerCase());
    if (measure.shape() === "levels" && level >= 0) return `level:${level}`;
    return COLUMN_NAMES.find(([, pattern]) => pattern.test(cell))?.[0] || null;
  }

  function get() {
    const found = {};
    const parts = { section, before, checks, after, follow_up: later, matched, moved, left, joined, change, aim };
    if (which.value) found.assessment = which.value;
    for (const [key, part] of Object.entries(parts)) {
      const hidden = part.el.hidden;
      const value = hidden ? undefined : part.get();
      if (value !== undefined) found[key] = value;
    }
    return Object.keys(found).length > (found.assessment ? 1 : 0) ? found : undefined;
  }
  redraw();
  return {
    el, get, redraw,
    set: (value = {}) => {
      which.replaceChildren(...assessments.list().map(([key, title]) => h("option", { value: key }, title)), h("option", { value: "" }, w("assessment.none")));
      which.value = value.assessment ?? "";
      how.input.value = shapeOf(value);
      redraw();
      section.set(value.section);
      before.set(value.before); after.set(value.after); checks.set(value.checks); follow.set(value.follow_up);
      matched.set(value.matched); moved.set(value.moved); left.set(value.left); change.set(value.change); joined.set(value.joined); aim.set(value.aim);
      more.open = ["matched", "moved", "left", "joined", "change", "aim"].some((key) => value[key] !== undefined);
      draw();
    },
    find: ([key, ...rest]) => {
      if (["matched", "moved", "left", "joined", "change", "aim"].includes(key)) more.open = true;
      if (key === "follow_up") follow.el.open = true;
      const parts = { section, before, checks, after, follow_up: later, matched, moved, left, joined, change, aim };
      return parts[key]?.find(rest) || which;
    },
  };
}

function shapeOf(measure) {
  const readings = [measure.before, measure.after, ...(measure.checks || []), measure.follow_up].filter(Boolean);
  if (readings.some((reading) => reading.levels)) return "levels";
  if (readings.some((reading) => reading.mean)) return "scores";
  if (readings.some((reading) => reading.students || reading.proficient)) return "counts";
  if (readings.some((reading) => reading.percent)) return "percent";
  return readings.some((reading) => reading.note) ? "words" : "counts";
}

/* Who moved where: a square of counts. */
function movedControl(measure) {
  let cells = [];
  const el = h("fieldset", { class: "cc-new__group" }, h("legend", {}, w("measure.moved")));
  const box = h("div", { class: "cc-table", role: "group", tabindex: "0", "aria-label": w("measure.moved") });
  el.append(box);
  function redraw() {
    const names = measure.levels();
    el.hidden = measure.shape() !== "levels" || names.length < 2;
    if (el.hidden || cells.length === names.length) return;
    cells = names.map((row) => names.map((column) => {
      const input = h("input", { type: "text", inputmode: "numeric", class: "cc-new__cell", "aria-label": `${row} → ${column}` });
      input.addEventListener("input", () => changed(input));
      return input;
    }));
    box.replaceChildren(h("table", {}, h("thead", {}, h("tr", {}, h("td"), names.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, cells.map((row, at) => h("tr", {}, h("th", { scope: "row" }, names[at]), row.map((input) => h("td", {}, input)))))));
  }
  return {
    el, redraw,
    get: () => (cells.flat().some((input) => trim(input.value)) ? cells.map((row) => row.map((input) => trim(input.value) || "0")) : undefined),
    set: (value) => { redraw(); cells.forEach((row, i) => row.forEach((input, j) => { input.value = value?.[i]?.[j] ?? ""; })); },
    find: () => cells[0]?.[0] || null,
  };
}

/* The picture: before a hollow ring, after a filled dot, each with its 95% interval (Wilson 1927; statistics in the handbook). */

function wilson(x, n) {
  const z = 1.959963984540054, p = x / n, zz = z * z;
  const centre = (p + zz / (2 * n)) / (1 + zz / n), half = (z * Math.sqrt((p * (1 - p)) / n + zz / (4 * n * n))) / (1 + zz / n);
  return [x === 0 ? 0 : centre - half, x === n ? 1 : centre + half];
}

function shareOf(reading, scale) {
  if (!reading) return null;
  const whole = (text) => { const read = text === undefined ? {} : readCount(text); return read.error ? undefined : read.value; };
  if (reading.levels) {
    const counts = reading.levels.map(whole), cut = cutOf(scale);
    if (counts.includes(undefined) || cut === null) return null;
    return { x: sum(counts.slice(cut)), n: sum(counts) };
  }
  const n = whole(reading.students), x = whole(reading.proficient);
  return n > 0 && x !== undefined && x <= n ? { x, n } : null;
}

// The parser knows the name space of drawings; an address written here would look like another origin.
const SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").querySelector("svg").namespaceURI;
function s(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function drawMeasure(measure, scale) {
  const before = shareOf(measure.before, scale), after = shareOf(measure.after, scale);
  if (!before && !after) return h("p", { class: "cc-new__help" }, w("measure.no_preview"));
  const left = 16, width = 288, x = (share) => left + width * share;
  const said = [[w("reading.before"), before], [w("reading.after"), after]].filter(([, one]) => one)
    .map(([name, one]) => `${name}: ${one.x} / ${one.n} (${Math.round((100 * one.x) / one.n)}%)`).join(". ");
  const svg = s("svg", { viewBox: "0 0 320 96", role: "img", "aria-label": said, class: "cc-new__chart" });
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    svg.append(s("line", { x1: x(tick), x2: x(tick), y1: 12, y2: 68, stroke: "var(--cc-line)" }));
    const label = s("text", { x: x(tick), y: 88, "text-anchor": "middle", fill: "var(--cc-soft)", "font-size": 12 });
    label.textContent = `${tick * 100}%`;
    svg.append(label);
  }
  const whisker = (one, y, color) => {
    const [low, high] = wilson(one.x, one.n);
    svg.append(s("path", { d: `M${x(low)} ${y - 4}v8M${x(low)} ${y}H${x(high)}M${x(high)} ${y - 4}v8`, stroke: color, "stroke-width": 1.5, fill: "none" }));
  };
  const same = before && after && measure.after?.form !== "different";
  if (same) svg.append(s("line", { x1: x(before.x / before.n), x2: x(after.x / after.n), y1: 40, y2: 40, stroke: "var(--cc-after)", "stroke-width": 4, opacity: 0.35 }));
  if (before) { whisker(before, 24, "var(--cc-before)"); svg.append(s("circle", { cx: x(before.x / before.n), cy: 40, r: 6.5, fill: "var(--cc-paper)", stroke: "var(--cc-before)", "stroke-width": 3 })); }
  if (after) { whisker(after, 56, "var(--cc-after)"); svg.append(s("circle", { cx: x(after.x / after.n), cy: 40, r: 7, fill: "var(--cc-after)" })); }
  return h("figure", { class: "cc-new__figure" }, svg, h("figcaption", {}, said, h("br"), w("measure.whiskers")));
}
