/* The checks of a record that need nothing but the record, by the rules and in the words of `cycles check`. What a check
   needs the folder for (files, neighbours, the spelling of standards) is left to it. A test compares the two.

   check(data) takes the record as plain data (all values text, as typed) and returns [{code, path, message, hint}]. */

const IN_COUNTS = new Set(["before", "after", "follow_up", "checks", "matched", "moved"]);
const TEACHER_FIRST = /^(?:(?:the\s+|our\s+)?(?:teachers?|coach(?:es)?|staff)\b|(?:las?|los|el)\s+(?:docentes?|maestr[oa]s?|profesor(?:a|es|as)?)\b|lærer(?:en|ne)?\b|교사|선생님)/i;

function check(data) {
  const problems = [], lost = [];
  const add = (code, path, [message, hint]) => problems.push({ code, path, message, hint });
  const tell = (key, path, blanks) => add(key.split(".")[0], path, say(key, blanks));
  const misses = (...path) => lost.some((gone) => gone.every((step, at) => path[at] === step) && gone.length <= path.length);
  const record = readGroup("Record", data, [], { add, tell, lost });
  const known = { tell, misses, problems };

  for (const [key, assessment] of Object.entries(record.assessments || {})) checkScale(key, assessment, known);
  for (const [path, measure] of measuresOf(record)) checkMeasure(measure, path, record, known);
  checkOrder(record, known);
  const count = (record.targets || []).length;
  for (const key of ["groups", "evidence"]) {
    for (const [at, item] of (record[key] || []).entries()) {
      if (item.target !== undefined && (item.target < 1 || item.target > count) && !misses("targets")) {
        tell("E214.target", [key, at, "target"], { target: item.target, count });
      }
    }
  }
  if (record.goal && TEACHER_FIRST.test(record.goal)) tell("H801.teacher", ["goal"]);
  if (record.visibility === "public" && !record.approved && !misses("approved")) tell("W710.public", ["visibility"]);
  const named = [record.standards, ...(record.targets || []).map((target) => target.standards)];
  if (!named.some((list) => list && list.length) && !misses("standards")) tell("H503.none", ["goal"]);
  checkPeople(data, [], add);
  return problems;
}

/* Typing: what can't be read is reported and taken out, so that the rest can still be held against each other. */

const blank = (value) => value === undefined || value === null || value === "" || (typeof value === "string" && !trim(value));

function readGroup(model, data, path, out) {
  const found = {};
  for (const field of spec.models[model]) {
    const place = [...path, field.key];
    const given = data[field.key];
    if (blank(given)) {
      if (field.required) missing(field, place, out);
      continue;
    }
    if (field.type === "list" && field.required && !given.length) {
      out.tell("E201.empty", place, { name: field.key, help: helpOf(field) });
      continue;
    }
    const value = readValue(field, given, place, out);
    if (value !== undefined) found[field.key] = value;
  }
  return found;
}

const helpOf = (field) => (field.help ? ` — ${field.help}` : "");

function missing(field, place, out) {
  const step = place[place.length - 2];
  const where = place.length < 2 ? "" : ` in ${typeof step === "number" && place.length > 2 ? `item ${step + 1} of \`${place[place.length - 3]}\`` : `\`${step}\``}`;
  out.tell("E201.missing", place, { name: field.key, where, help: helpOf(field) });
  out.lost.push(place);
}

function readValue(type, given, path, out) {
  if (type.type in READERS) {
    const [code, read] = READERS[type.type];
    const { value, error } = read(given);
    if (error === undefined) return value;
    // What is wrong with the number of a target is that there is none of that number.
    if (type.type === "count" && path[path.length - 1] === "target") out.tell("E214.number", path, { text: quoted(given.trim().slice(0, 40)) });
    else out.add(code, path, [error, ""]);
    lose(code, path, out);
    return undefined;
  }
  if (type.type === "list" || type.type === "standards") {
    const of = type.of || { type: "text" };
    const before = out.lost.length;
    const values = (Array.isArray(given) ? given : [given]).map((item, at) => readValue(of, item, [...path, at], out));
    // A list from which something had to go can't be counted through any more.
    return out.lost.slice(before).some((gone) => gone.length <= path.length) || values.includes(undefined) ? undefined : values;
  }
  if (type.type === "keys") {
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, readValue(type.of, value, [...path, key], out)]));
  }
  if (type.type === "group") {
    const before = out.lost.length;
    // A single value stands for the one key that the group can't do without: a target's text, how a cycle ended.
    const single = spec.models[type.model].find((field) => field.required)?.key;
    const value = readGroup(type.model, typeof given === "string" ? { [single]: given } : given, path, out);
    return out.lost.slice(before).some((gone) => gone.length <= path.length) ? undefined : value;
  }
  return type.type === "flag" ? given === true || given === "true" : String(given).trim();
}

function lose(code, path, out) {
  const counted = path.findIndex((step) => IN_COUNTS.has(step));
  let gone = path;
  if (counted >= 0 && code !== "E208") gone = path.slice(0, counted + 1);
  else while (gone.length && typeof gone[gone.length - 1] === "number") gone = gone.slice(0, -1);
  out.lost.push(gone);
}

/* Measures (numbers.py, tables.py) */

function* measuresOf(record) {
  for (const [at, measure] of (record.results || []).entries()) yield [["results", at], measure];
  for (const [number, target] of (record.targets || []).entries()) {
    for (const [at, measure] of (target.results || []).entries()) yield [["targets", number, "results", at], measure];
  }
}
function* readingsOf(measure, path) {
  if (measure.before) yield [[...path, "before"], measure.before];
  for (const [at, reading] of (measure.checks || []).entries()) yield [[...path, "checks", at], reading];
  if (measure.after) yield [[...path, "after"], measure.after];
  if (measure.follow_up) yield [[...path, "follow_up"], measure.follow_up];
}
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const cutOf = (assessment) => {
  const at = (assessment?.levels || []).indexOf(assessment?.proficient);
  return at < 0 ? null : at;
};

function checkScale(key, assessment, { tell, misses }) {
  const path = ["assessments", key], levels = assessment.levels || [];
  if (assessment.proficient !== undefined && !levels.length) {
    if (!misses(...path, "levels")) tell("E310.scale", [...path, "proficient"]);
    return;
  }
  if (new Set(levels).size < levels.length) tell("E310.twice", [...path, "levels"]);
  else if (levels.length > 1 && assessment.proficient === levels[0]) {
    tell("W314.lowest", [...path, "proficient"], { level: quoted(assessment.proficient) });
  }
}

function checkMeasure(measure, path, record, known) {
  let scale = null;
  if (measure.assessment !== undefined) {
    scale = (record.assessments || {})[measure.assessment] || null;
    if (!scale && !known.misses("assessments")) {
      const names = Object.keys(record.assessments || {}).join(", ") || "none yet";
      known.tell("E311.assessment", [...path, "assessment"], { key: quoted(measure.assessment), known: names });
    }
  }
  const counted = {};
  for (const [place, reading] of readingsOf(measure, path)) counted[place.slice(path.length).join(".")] = checkReading(reading, place, scale, known);
  const fits = checkMatched(measure, path, counted, known);
  checkMoved(measure, path, scale, counted, fits, known);
  checkCohort(measure, path, counted, known);
  checkChange(measure, path, known);
}

const DOUBTFUL = new Set(["E301", "E302", "E303", "E304", "E308", "E312"]);

function checkReading(reading, path, scale, { tell, misses, problems }) {
  const before = problems.length;
  let n = reading.students, x = reading.proficient;
  if (reading.mean !== undefined && (x !== undefined || reading.levels || reading.percent)) tell("E309.mean", [...path, "mean"]);
  if (reading.levels) {
    const total = sum(reading.levels);
    if (n !== undefined && n !== total) tell("E302.levels", [...path, "levels"], { total, n });
    n = n ?? total;
    x = checkLevels(reading, path, scale, x, tell);
  }
  if (x !== undefined && n === undefined && !misses(...path, "students")) tell("E312.proficient", [...path, "proficient"], { x });
  else if (x !== undefined && x > n) tell("E301.above", [...path, "proficient"], { x, n });
  if (reading.percent && n !== undefined) x = checkPercent(reading.percent.text, path, n, x, tell);
  const doubtful = problems.slice(before).some((problem) => DOUBTFUL.has(problem.code));
  if (reading.enrolled !== undefined && n !== undefined && n > reading.enrolled && !doubtful) {
    tell("E307.enrolled", [...path, "enrolled"], { n, enrolled: reading.enrolled });
  }
  if (n === 0 && !doubtful) tell("W315.nobody", [...path, reading.students === undefined ? "levels" : "students"]);
  checkScores(reading, path, tell, misses);
  return { reading, n, x, doubtful };
}

function checkLevels(reading, path, scale, x, tell) {
  if (!scale?.levels?.length) return x;
  const { levels } = reading;
  if (levels.length !== scale.levels.length) {
    tell("E303.counts", [...path, "levels"], { counts: levels.length, levels: scale.levels.length, names: scale.levels.join(", ") });
    return x;
  }
  const cut = cutOf(scale);
  if (cut === null) return x;
  const above = sum(levels.slice(cut));
  const off = reading.students === undefined ? 0 : sum(levels) - reading.students;
  if (x !== undefined && x !== above && !(off && off === above - x)) {
    tell("E304.disagree", [...path, "proficient"], { x, above, level: quoted(scale.proficient) });
  }
  return above;
}

function checkPercent(typed, path, n, x, tell) {
  if (n === 0) return x;
  const counts = possibleCounts(typed, n);
  if (!counts.length) {
    const near = nearestPossible(typed, n).map(([count, percent]) => say("E308.near", { x: count, n, percent })[0]).join(" or ");
    tell("E308.impossible", [...path, "percent"], { n, typed, near });
  } else if (x === undefined) return counts.length === 1 ? counts[0] : undefined;
  else if (!counts.includes(x) && x <= n) tell("E308.disagree", [...path, "percent"], { x, n, typed });
  return x;
}

function checkScores(reading, path, tell, misses) {
  if (reading.mean === undefined) {
    const key = ["sd", "out_of"].find((name) => reading[name] !== undefined);
    if (key) tell("E313.alone", [...path, key], { key });
    return;
  }
  const most = reading.out_of;
  if (most && reading.mean.number > most.number) tell("E313.mean", [...path, "mean"], { mean: reading.mean.text, out_of: most.text });
  if (reading.students === undefined && !misses(...path, "students")) tell("E312.mean", [...path, "mean"]);
  if (reading.sd && most && reading.sd.number > most.number) tell("E313.sd", [...path, "sd"], { out_of: most.text, sd: reading.sd.text });
}

function checkMatched(measure, path, counted, { tell, misses, problems }) {
  const { matched } = measure;
  if (!matched) return true;
  const total = matched.kept + matched.slipped + matched.gained + matched.not_yet;
  if (!total) { tell("W315.same", [...path, "matched"], { name: "matched" }); return false; }
  const found = [["before", matched.kept + matched.slipped, "kept + slipped"], ["after", matched.kept + matched.gained, "kept + gained"]]
    .filter(([side]) => !misses(...path, side)).map((side) => explainSide(side, counted, total)).filter(Boolean);
  if (!found.length) return true;
  const hints = [...new Set(found.map(([, hint]) => hint))];
  problems.push({ code: "E305", path: [...path, "matched"], message: found.map(([message]) => message).join("; "), hint: hints.join("; ") });
  return false;
}

function explainSide([side, proficient, added], counted, total) {
  const there = counted[side];
  if (!there) return say("E305.no_reading", { side });
  const { n, x, doubtful } = there;
  if (doubtful || n === undefined) return null;
  if (total > n) return say("E305.more", { total, n, side });
  if (x === undefined || (proficient <= x && proficient >= x - (n - total))) return null;
  const outside = n - total;
  const expected = outside === 0 ? `${x}` : `between ${Math.max(0, x - outside)} and ${x}`;
  return say("E305.sum", { sum: added, count: proficient, x, n, side, expected });
}

function checkMoved(measure, path, scale, counted, compare, { tell }) {
  const { moved } = measure;
  if (!moved) return;
  const place = [...path, "moved"], size = moved.length;
  if (size < 2 || moved.some((row) => row.length !== size)) { tell("E306.square", place); return; }
  if (!moved.some((row) => row.some(Boolean))) { tell("W315.same", place, { name: "moved" }); return; }
  if (scale?.levels?.length && scale.levels.length !== size) {
    tell("E306.scale", place, { size, levels: scale.levels.length, names: scale.levels.join(", ") });
    return;
  }
  const sides = { before: moved.map(sum), after: moved.map((_, column) => sum(moved.map((row) => row[column]))) };
  const list = (numbers) => `[${numbers.join(", ")}]`;
  for (const [name, side] of Object.entries(sides)) {
    const levels = counted[name] && !counted[name].doubtful ? counted[name].reading.levels : null;
    if (levels && levels.length === size && side.some((m, at) => m > levels[at])) {
      tell("E306.sums", place, { lines: name === "before" ? "rows" : "columns", side: list(side), name, levels: list(levels) });
    }
  }
  const cut = cutOf(scale), { matched } = measure;
  if (!compare || !matched || cut === null) return;
  const kept = sum(moved.slice(cut).map((row) => sum(row.slice(cut))));
  const gained = sum(moved.slice(0, cut).map((row) => sum(row.slice(cut))));
  if (kept !== matched.kept || gained !== matched.gained) {
    tell("E306.matched", place, { kept, gained, said_kept: matched.kept, said_gained: matched.gained });
  }
}

function checkCohort(measure, path, counted, { tell }) {
  const sure = (side) => (counted[side] && !counted[side].doubtful ? counted[side] : null);
  const before = sure("before"), after = sure("after"), { left, joined } = measure;
  const gone = left ? (left.proficient || 0) + (left.not_yet || 0) : null;
  if (gone !== null && before && before.n !== undefined && gone > before.n) tell("E307.left", [...path, "left"], { gone, n: before.n });
  else if (left && before && before.x !== undefined && (left.proficient || 0) > before.x) {
    tell("E307.left_proficient", [...path, "left"], { gone: left.proficient, x: before.x });
  }
  if (joined !== undefined && after && after.n !== undefined && joined > after.n) tell("E307.joined", [...path, "joined"], { joined, n: after.n });
  if (!before || !after || after.n === undefined || after.reading.enrolled !== undefined) return;
  const { enrolled } = before.reading;
  if (enrolled !== undefined && after.n > enrolled + (joined || 0)) {
    tell("E307.after", [...path, "after"], { n: after.n, enrolled, joined: joined ? say("E307.after_joined", { joined })[0] : "" });
  }
}

function checkChange(measure, path, { tell, misses }) {
  const { change } = measure;
  if (!change) return;
  for (const name of ["before", "after"]) {
    if (misses(...path, name)) continue;
    const reading = measure[name];
    if (!reading || reading.mean === undefined) { tell("E313.change", [...path, "change"], { name }); return; }
    if (change.students !== undefined && reading.students !== undefined && change.students > reading.students) {
      tell("E307.change", [...path, "change", "students"], { name });
    }
  }
}

/* Dates (order.py) */

function checkOrder(record, { tell }) {
  const dates = record.dates || {};
  for (const [name, key] of [["end", "E401.end"], ["planned_end", "E401.planned"]]) {
    if (dates.start && dates[name] && !precedes(dates.start, dates[name])) {
      tell(key, ["dates", name], { end: dates[name].text, start: dates.start.text });
    }
  }
  const far = [];
  for (const [path, measure] of measuresOf(record)) {
    const dated = [...readingsOf(measure, path)].filter(([, reading]) => reading.date).map(([place, { date }]) => ({ place, date }));
    for (const { place, date } of dated) if (place[place.length - 1] === "after") far.push([[...place, "date"], date]);
    checkReadings(dated, tell);
  }
  for (const [at, note] of (record.evidence || []).entries()) far.push([["evidence", at, "date"], note.date]);
  if (dates.start && dates.end) {
    for (const [place, day] of far) {
      if (day && Math.abs(day.year - dates.start.year) > 1) tell("W404.far", place, { day: day.text, start: dates.start.text, end: dates.end.text });
    }
  }
  const on = record.approved?.on;
  if (dates.start && on && record.status === "complete" && !precedes(dates.start, on)) {
    tell("W403.approved", ["approved", "on"], { on: on.text, start: dates.start.text });
  }
}

/* Readings in the order in which they should have been taken, each against those before it. */
function checkReadings(dated, tell) {
  const taken = [];
  const misplaced = (key, one, other) => tell(key, [...one.place, "date"],
    { name: nameOf(one.place), date: one.date.text, other: nameOf(other.place), latest: other.date.text });
  for (const one of dated) {
    const last = taken[taken.length - 1], earlier = taken[taken.length - 2];
    if (!last || precedes(last.date, one.date)) taken.push(one);
    else if (typeof last.place[last.place.length - 1] === "number" && earlier && precedes(earlier.date, one.date)) {
      // A single check that is later than what follows it is what does not fit.
      taken[taken.length - 1] = one;
      misplaced("E402.late", last, one);
    } else misplaced("E402.order", one, last);
  }
}
const nameOf = (path) => {
  const last = path[path.length - 1];
  return typeof last === "number" ? say("E402.check", { number: last + 1 })[0] : `\`${last}\``;
};

/* Addresses, numbers and dates that belong to one person (people.py), in every text. */

const PATTERNS = spec.patterns.map(([code, message, source, hint]) => [code, message, new RegExp(source, "gi"), hint]);

function checkPeople(value, path, add) {
  if (typeof value === "string") {
    const text = value.replace(/\b(?:https?:\/\/|www\.)[^\s<>"')\]}]+/gi, (link) => " ".repeat(link.length));
    const taken = [];
    for (const [code, message, pattern, hint] of PATTERNS) {
      for (const match of text.matchAll(pattern)) {
        const start = match.index, end = start + match[0].length;
        if (taken.some(([from, to]) => start < to && from < end)) continue;
        taken.push([start, end]);
        add(code, path, [message, hint]);
      }
    }
  } else if (Array.isArray(value)) value.forEach((item, at) => checkPeople(item, [...path, at], add));
  else if (value && typeof value === "object") for (const [key, item] of Object.entries(value)) checkPeople(item, [...path, key], add);
}
