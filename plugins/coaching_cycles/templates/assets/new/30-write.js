/* A record's text, to the byte what `cycles fmt` makes of the same data. The rules are those of writing/format.py, and a test
   holds both against the same cases (tests/cases/format.json). */

const WIDTH = 100;
const FIRST = /^(?:[?:,[\]{}#&*!|>'"%@`]|-(?![0-9]))/;
const INSIDE = /: |:$| #/;
const FLOW = /[,[\]{}:]/;
const TRAP = /^(?:~|null|Null|NULL|[yY]|[nN]|[yY][eE][sS]|[nN][oO]|[oO][nN]|[oO][fF][fF]|[0-9]+:[0-9][^\n]*|0[0-9]+)$/;
const ODD_SPACE = /(?:^|[ :-])[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000]/m;
const HIDDEN = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const KEY = /^[\p{L}\p{N}][\p{L}\p{N}_ .-]*$/u;
const ALIASES = { licence: "license" };

function quote(text) {
  const escape = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\r": "\\r" };
  const hidden = new RegExp(`["\\\\\\n]|${HIDDEN.source}`, "g");
  return `"${text.replace(hidden, (mark) => escape[mark] || `\\u${pad(mark.charCodeAt(0).toString(16), 4)}`)}"`;
}
function writeScalar(text, flow = false) {
  const plain = text !== "" && !text.includes("\n") && !FIRST.test(text) && !INSIDE.test(text) && !(flow && FLOW.test(text))
    && !TRAP.test(text) && !ODD_SPACE.test(text) && !HIDDEN.test(text);
  return plain ? text : quote(text);
}
const writeKey = (text) => (KEY.test(text) && text === trim(text) && !/^(?:null|Null|NULL)$/.test(text) ? text : quote(text));
const isBlock = (text) => text.includes("\n") && !HIDDEN.test(text.replaceAll("\t", "")) && !ODD_SPACE.test(text);
const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/* A date that is written in another way than ours and can mean one day only (writing/dates.py). */
const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const NAME = "(?<name>[A-Za-z]{3,9})\\.?";
const DATES = [
  /^(?<year>\d{4})(?<sep>[-/.])(?<month>\d{1,2})(?:\k<sep>(?<day>\d{1,2}))?$/,
  new RegExp(`^${NAME} (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})$`),
  new RegExp(`^(?<day>\\d{1,2})(?:st|nd|rd|th)?\\.? ${NAME},? (?<year>\\d{4})$`),
  new RegExp(`^${NAME},? (?<year>\\d{4})$`),
];
function monthNamed(name) {
  const word = name.toLowerCase();
  return word === "sept" ? 9 : MONTHS.findIndex((month) => word === month || word === month.slice(0, 3)) + 1;
}
function mendDate(text) {
  const clean = text.split(/\s+/).filter(Boolean).join(" ");
  let parts = null;
  for (const pattern of DATES) {
    const found = parts ? null : pattern.exec(clean)?.groups;
    if (found) parts = [found.year, found.month ? Number(found.month) : monthNamed(found.name), Number(found.day || 0)];
    if (parts && !parts[1]) return null;
  }
  const both = parts ? null : /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(clean);
  if (both) {
    const [first, second] = [Number(both[1]), Number(both[3])];
    if (first === second || (second > 12 && first <= 12)) parts = [both[4], first, second];
    else if (first > 12 && second <= 12) parts = [both[4], second, first];
  }
  if (!parts) return null;
  const [year, month, day] = parts;
  const iso = `${year}-${pad(month, 2)}${day ? `-${pad(day, 2)}` : ""}`;
  return readDate(iso).error ? null : iso;
}

/* The data in the order of the schema, values as trimmed text. `type` is what the schema says of it. */
function settle(value, type) {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? "true" : "false";
  if (Array.isArray(value)) return value.map((item) => settle(item, type?.of));
  if (isGroup(value)) {
    if (type?.type === "list") return settle(value, type.of);  // one group that stands for a list of one
    const fields = type?.type === "group" ? spec.models[type.model] : [];
    const rank = (key) => { const at = fields.findIndex((field) => field.key === (ALIASES[key] || key)); return at < 0 ? fields.length : at; };
    const keys = Object.keys(value).sort((one, two) => rank(one) - rank(two));
    return Object.fromEntries(keys.map((key) => {
      const below = type?.type === "keys" ? type.of : fields.find((field) => field.key === (ALIASES[key] || key));
      let settled = settle(value[key], below);
      const several = below && (below.type === "standards" || (below.type === "list" && !["group", "list"].includes(below.of.type)));
      if (several && typeof settled === "string") settled = [settled];
      return [`=${key}`, settled];
    }));
  }
  const text = trim(String(value));
  if (type?.type === "date") return mendDate(text) || text;
  return type?.type === "flag" ? { yes: "true", no: "false" }[text.toLowerCase()] || text : text;
}
/* Keys carry a sign, because JavaScript puts keys of digits first; entries() takes it off again. */
const entries = (group) => Object.entries(group).map(([key, value]) => [key.slice(1), value]);

function fitsFlow(value) {
  const inside = Array.isArray(value) ? value : entries(value).map(([, item]) => item);
  return inside.every((item) => {
    if (item === null || (typeof item === "string" && item.includes("\n"))) return false;
    return typeof item === "string" || (isGroup(value) && Array.isArray(item) && fitsFlow(item));
  });
}
function writeFlow(value) {
  if (Array.isArray(value)) return `[${value.map(writeFlow).join(", ")}]`;
  if (isGroup(value)) return `{${entries(value).map(([key, item]) => `${writeKey(key)}: ${writeFlow(item)}`).join(", ")}}`;
  return writeScalar(value, true);
}
function oneLine(value, head, opened = false) {
  if (value === null) return head;
  if (typeof value === "string") return isBlock(value) ? null : `${head} ${writeScalar(value)}`;
  const empty = Array.isArray(value) ? !value.length : !entries(value).length;
  if (empty) return `${head} ${Array.isArray(value) ? "[]" : "{}"}`;
  if (opened || !fitsFlow(value)) return null;
  const line = `${head} ${writeFlow(value)}`;
  return [...line].length <= WIDTH ? line : null;
}
const block = (text, indent) => text.split("\n").map((line) => (line ? indent + line : ""));

function writeEntry(key, value, indent) {
  const head = `${indent}${writeKey(key)}:`;
  const line = oneLine(value, head, key === "answers");
  if (line !== null) return [line];
  if (typeof value === "string") return [`${head} |`, ...block(value, `${indent}  `)];
  return [head, ...writeChildren(value, `${indent}  `)];
}
function writeItem(value, indent) {
  const line = oneLine(value, `${indent}-`);
  if (line !== null) return [line];
  if (typeof value === "string") return [`${indent}- |`, ...block(value, `${indent}  `)];
  const [first, ...rest] = writeChildren(value, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}
function writeChildren(value, indent) {
  if (Array.isArray(value)) return value.flatMap((item) => writeItem(item, indent));
  return entries(value).flatMap(([key, item]) => writeEntry(key, item, indent));
}

/* The text of a record (or a log file) that holds `data`, with a write-up. */
function write(data, body = "", model = "Record") {
  const root = settle(data, { type: "group", model });
  const written = body.split("\n");
  while (written.length && !trim(written[0])) written.shift();
  const text = written.join("\n").replace(/[ \t\n]+$/, "");
  const lines = ["---", ...entries(root).flatMap(([key, value]) => writeEntry(key, value, "")), "---", ...(text ? ["", text] : [])];
  return lines.map((line) => `${line}\n`).join("");
}
