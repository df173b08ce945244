/* Values as a record's author types them: each reader gives {value} or {error}, by the rules of values.py and in its words
   (data/messages.yml). All parts of this folder are one script, in the order of their names. */

const spec = window.coachingCyclesForm;
const fill = (text, blanks) => text.replace(/\{\{|\}\}|\{(\w+)\}/g, (mark, name) => (name ? String(blanks[name]) : mark[0]));
const say = (key, blanks = {}) => spec.messages[key].map((text) => fill(text, blanks));
const w = (key, blanks = {}) => fill(spec.words[key], blanks);

const DASHES = /[\u2010-\u2015\u2212]/g;
const FIRST_YEAR = 1950, LAST_YEAR = 2100, LAST_GRADE = 13;
const trim = (text) => text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");

/* A text in quotes as the check writes it, cut where it is long. */
function quoted(text, limit = Infinity) {
  const cut = [...text].length > limit ? `${[...text].slice(0, limit).join("")}…` : text;
  const mark = cut.includes("'") && !cut.includes('"') ? '"' : "'";
  const inside = cut.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/\t/g, "\\t").replace(/\r/g, "\\r");
  return mark + (mark === "'" ? inside.replace(/'/g, "\\'") : inside) + mark;
}
const shorten = (text) => quoted(text, 40);
const pad = (number, size) => String(number).padStart(size, "0");
const daysIn = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate();

function readDate(text) {
  const clean = text.trim();
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(clean);
  if (!found) return { error: say("values.date", { text: shorten(text), why: explainDate(clean) })[0] };
  const [year, month, day] = [found[1], found[2] || 0, found[3] || 0].map(Number);
  if (year < FIRST_YEAR || year > LAST_YEAR) return { error: say("values.date.year", { year })[0] };
  if (found[2] && (month < 1 || month > 12)) return { error: say("values.date.month", { month: found[2] })[0] };
  if (found[3] && (day < 1 || day > daysIn(year, month))) {
    return { error: say("values.date.day", { day: found[3], month: `${year}-${pad(month, 2)}` })[0] };
  }
  const first = [year, month || 1, day || 1];
  const last = [year, month || 12, day || daysIn(year, month || 12)];
  return { value: { text: clean, year, first: order(first), last: order(last) } };
}
const order = ([year, month, day]) => year * 10000 + month * 100 + day;
const precedes = (one, two) => one.first <= two.last;

function explainDate(text) {
  const short = /^(\d{2})-(\d{2})-(\d{2})$/.exec(text);
  if (short && Number(short[2]) <= 12 && Number(short[1]) > 12) return say("values.date.full_year", { text })[0];
  const loose = /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$/.exec(text);
  if (loose && loose[1].length === 4 && loose[2] >= 1 && loose[2] <= 12 && loose[3].length <= 2) {
    return say("values.date.write", { date: `${loose[1]}-${pad(Number(loose[2]), 2)}-${pad(Number(loose[3]), 2)}` })[0];
  }
  const [usual] = say("values.date.usual");
  return loose ? say("values.date.which", { usual })[0] : usual;
}

function readCount(text) {
  const clean = text.trim();
  if (/^[0-9]{1,6}$/.test(clean)) return { value: Number(clean) };
  const example = /^[0-9]{1,3}(?:,[0-9]{3})+$/.test(clean) ? clean.replaceAll(",", "") : "28";
  const [usual] = say("values.count.usual", { example });
  const share = /^([0-9]{1,6}) ?(?:\/|of|out of) ?([0-9]{1,6})$/.exec(clean);
  let why = clean.endsWith("%") ? say("values.count.percent", { usual })[0] : usual;
  if (share) [why] = say("values.count.share", { usual, part: share[1], whole: share[2] });
  return { error: say("values.count", { text: shorten(text), why })[0] };
}

/* A number with the digits that were typed: {text, number}. */
const PLAIN = /^[0-9]{1,7}(?:\.[0-9]{1,6})?$/;
function readNumber(text) {
  const clean = text.trim();
  if (PLAIN.test(clean)) return { value: { text: clean.replace(/^0+(?=\d)/, ""), number: Number(clean) } };
  const comma = /^([0-9]{1,7}),([0-9]{1,6})%?$/.exec(clean);
  if (comma) return { error: say("values.number.comma", { text: shorten(text), number: `${comma[1]}.${comma[2]}` })[0] };
  if (/^[-−]/.test(clean) && PLAIN.test(clean.slice(1).trim())) return { error: say("values.number.below", { text: shorten(text) })[0] };
  return { error: say("values.number.digits", { text: shorten(text) })[0] };
}

function readDifference(text) {
  const clean = text.trim().replaceAll("−", "-");
  const read = readNumber(/^[+-]/.test(clean) ? clean.slice(1) : clean);
  if (read.error || !clean.startsWith("-")) return read;
  return { value: { text: `-${read.value.text}`, number: -read.value.number } };
}

function readPercent(text) {
  const read = readNumber(text.trim().replace(/%$/, ""));
  return !read.error && read.value.number > 100 ? { error: say("values.percent.above", { text })[0] } : read;
}

const EARLY = { PK: -2, TK: -1, K: 0 };
const WORDS_FOR = { KINDERGARTEN: "K", PREKINDERGARTEN: "PK", PKINDERGARTEN: "PK" };
const gradeOrder = (grade) => (grade in EARLY ? EARLY[grade] : /^\d+$/.test(grade) ? Number(grade) : 99);

function readGrade(text) {
  const clean = text.normalize("NFKC").replace(DASHES, "-").trim().toUpperCase().replace(/^(?:GRADES?|GR\.?)\s*/, "")
    .replaceAll(" ", "").replaceAll("PREK", "PK").replaceAll("PRE-K", "PK");
  const ends = /^(?:PK|TK|K|\d{1,2})-(?:K|\d{1,2})$/.test(clean) ? clean.split("-") : [clean];
  for (const end of ends) {
    if (end in EARLY || (/^[0-9]+$/.test(end) && Number(end) >= 1 && Number(end) <= LAST_GRADE)) continue;
    const ordinal = /^([0-9]{1,2})(?:ST|ND|RD|TH)(?:GRADE)?$/.exec(end);
    const meant = ordinal ? ordinal[1] : WORDS_FOR[end];
    const [fix] = meant ? say("values.grade.number", { grade: meant }) : say("values.grade.usual");
    return { error: say("values.grade", { text: shorten(text), fix })[0] };
  }
  const plain = ends.map((end) => (end in EARLY ? end : String(Number(end))));
  if (plain.length > 1 && gradeOrder(plain[0]) >= gradeOrder(plain[1])) {
    return { error: say("values.grade.backwards", { text: quoted(text) })[0] };
  }
  return { value: plain.join("-") };
}

const READERS = {
  count: ["E205", readCount], number: ["E206", readNumber], difference: ["E206", readDifference],
  percent: ["E207", readPercent], date: ["E208", readDate], grade: ["E210", readGrade],
};

/* GRIM: the counts of n students that give a typed percent (percents.py). */
function units(typed) {
  const [digits, places = ""] = typed.split(".");
  return [Number(digits + places), places.length];
}
function possibleCounts(typed, students) {
  const [number, places] = units(typed);
  const scale = 200 * 10 ** places;
  const lowest = Math.ceil(((2 * number - 1) * students) / scale);
  const high = (2 * number + 1) * students;
  let highest = Math.floor(high / scale);
  if (high % scale === 0 && number % 2) highest -= 1;
  const found = [];
  for (let count = Math.max(0, lowest); count <= Math.min(students, highest); count++) found.push(count);
  return found;
}
function nearestPossible(typed, students) {
  const [number, places] = units(typed);
  const below = Math.min(students, Math.floor((number * students) / (100 * 10 ** places)));
  const counts = below < students ? [below, below + 1] : [below];
  return counts.map((count) => {
    const rounded = Math.floor((2 * 100 * count * 10 ** places + students) / (2 * students));
    return [count, (rounded / 10 ** places).toFixed(places)];
  });
}
