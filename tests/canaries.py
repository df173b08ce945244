"""Ways of breaking a record, and a record with a word of its own in every place that is not public."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

PRIVATE = (
    "Support",
    "Notes",
    "Teacher",
    "Coach",
    "Prompt",
    "LogPrompt",
    "History",
    "Conditions",
    "Approver",
    "Hash",
    "WaiverText",
    "WaiverWhy",
    "WaiverBy",
    "Unnamed",
    "UnnamedContent",
)
"""Places of a public record of which no public build may say anything."""

SETTINGS = "privacy: {fields: {goal_history: school, conditions: private}}\n"
RECORD = """---
title: Cycle {n} CanaryTitle{n}x
grades: [5]
subject: Reading
goal: Students will read CanaryGoal{n}x closely.
status: complete
visibility: public
approved: {{by: CanaryApprover{n}x, on: 2026-11-02, hash: CanaryHash{n}x}}
standards: RL.5.1
teachers: [{{role: Grade 5 teacher, name: CanaryTeacher{n}x, show: role}}]
coach: {{name: CanaryCoach{n}x, role: Literacy coach, show: role}}
goal_history: [CanaryHistory{n}x]
conditions: CanaryConditions{n}x
support_needed: CanarySupport{n}x
private_notes: CanaryNotes{n}x
waivers:
  - {{text: CanaryWaiverText{n}x, why: CanaryWaiverWhy{n}x, by: CanaryWaiverBy{n}x}}
learned: CanaryLearned{n}x
logs:
  - {{log: impact, date: 2026-10-30, answers: {{next_steps: Shown, support: CanaryPrompt{n}x}}}}
---

CanaryBody{n}x, the write-up.
"""
LOG = """---
log: impact
date: 2026-10-29
answers: {{support: CanaryLogPrompt{n}x}}
---

CanaryLogBody{n}x.
"""

Text = Callable[[str], str | bytes]


def swap(old: str, new: str) -> Text:
    """Put something else in the place of a line, or of a part of it."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def after(line: str, more: str) -> Text:
    """More, behind the line that begins with these words."""
    return lambda text: "".join(
        one + (more if one.startswith(line) else "") for one in text.splitlines(keepends=True)
    )


# By name: what is done to the text of a record. Those in HARMLESS leave it as good as it was.
BROKEN: dict[str, Text] = {
    "untouched": lambda text: text,
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old mac line ends": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: "\ufeff" + text,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "latin-1": lambda text: text.replace("Cycle", "Cyclé").encode("latin-1"),
    "nul": lambda text: text.replace("learned", "\0learned"),
    "control character": lambda text: text.replace("learned: ", "learned: \x07"),
    "bidi control": lambda text: text.replace("learned: ", "learned: \u202e"),
    "no opening fence": swap("---\n", ""),
    "no closing fence": lambda text: text.replace("\n---\n\n", "\n\n"),
    "no fences": lambda text: text.replace("---\n", ""),
    "dashes of a word processor": swap("---\n", "—-\n"),
    "indented fence": swap("---\n", " ---\n"),
    "long fence": swap("---\n", "-----\n"),
    "indented closing fence": lambda text: text.replace("\n---\n\n", "\n  ---\n\n"),
    "text before the fence": lambda text: "A note first.\n\n" + text,
    "blank lines before the fence": lambda text: "\n\n" + text,
    "comment before the fence": lambda text: "<!-- draft -->\n" + text,
    "toml": lambda text: text.replace("---", "+++").replace(": ", " = "),
    "json": lambda text: '{"title": "x"}\n' + text,
    "code fence": lambda text: "```yaml\n" + text.replace("\n---\n\n", "\n---\n```\n\n"),
    "tab": swap("  - {log", "\t- {log"),
    "tab behind a colon": swap("support_needed: ", "support_needed:\t"),
    "duplicate key": after("private_notes", "private_notes: again\n"),
    "key twice, private first": after("title", "support_needed: CanarySupport{n}x\n"),
    "unclosed quote": swap("support_needed: ", 'support_needed: "'),
    "unclosed single quote": swap("private_notes: ", "private_notes: '"),
    "unclosed bracket": swap("goal_history: [", "goal_history: [["),
    "unclosed brace": swap("coach: {", "coach: {{"),
    "text behind a quote": swap("learned: ", 'learned: "a" '),
    "colon in a sentence": swap("learned: ", "learned: One: "),
    "no space behind a colon": swap("support_needed: ", "support_needed:"),
    "number sign": swap("learned: ", "learned: # "),
    "lines that do not line up": swap("private_notes", "   private_notes"),
    "all moved in": lambda text: text.replace("\nsupport_needed", "\n  support_needed"),
    "block without an end": swap("support_needed: ", "support_needed: |\n  "),
    "folded": swap("private_notes: ", "private_notes: >-\n  "),
    "anchor": swap("support_needed: ", "support_needed: &a "),
    "alias": lambda text: text.replace("learned: ", "learned: *a ").replace(
        "support_needed: ", "support_needed: &a "
    ),
    "merge key": swap("learned", "<<: {learned: x}\nlearned"),
    "tag": swap("support_needed: ", "support_needed: !!python/object/apply:os.system "),
    "directive": swap("---\n", "%YAML 1.1\n---\n"),
    "two documents": swap("learned", "---\nlearned"),
    "end of a document": swap("learned", "...\nlearned"),
    "deep brackets": after("learned", "course: " + "[" * 3000 + "\n"),
    "very many values": after("learned", "practices: [" + "a, " * 30_000 + "]\n"),
    "long number": after("learned", "rhythm: {class_visits_per_week: " + "9" * 5000 + "}\n"),
    "not a number": after("learned", "rhythm: {class_visits_per_week: .nan}\n"),
    "too large": lambda text: text + "x" * 300_000,
    "half of it": lambda text: text[: len(text) // 2],
    "first line only": lambda text: text[:20],
    "cut within a word": lambda text: text[: text.index("CanarySupport") + 9],
    "front matter only": lambda text: text[: text.index("learned")],
    "empty": lambda _: "",
    "list": lambda text: text.replace("title:", "- title:", 1),
    "status of a wrong type": swap("status: complete", "status: [complete]"),
    "status unknown": swap("status: complete", "status: done"),
    "visibility misspelt": swap("visibility: public", "visibility: pubilc"),
    "visibility twice": after("visibility", "visibility: private\n"),
    "visibility in a list": swap("visibility: public", "visibility: [public]"),
    "visibility of its own audience": swap("visibility: public", "visibility: private"),
    "visibility left out": swap("visibility: public\n", ""),
    "not approved": lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith("approved")
    ),
    "approved as a word": lambda text: "".join(
        "approved: yes\n" if line.startswith("approved") else line for line in text.splitlines(keepends=True)
    ),
    "teachers as text": swap("teachers: [{role: Grade 5 teacher, name: ", "teachers: [{role: [x], name: "),
    "show misspelt": swap("show: role}]", "show: nmae}]"),
    "show in another place": swap(", show: role}]", "}]\nshow: name"),
    "coach as a list": swap("coach: {", "coach: [{"),
    "private key misspelt": swap("support_needed", "suport_needed"),
    "private key in capitals": swap("private_notes", "Private_Notes"),
    "private key with a space": swap("private_notes", "private notes"),
    "private key inside another": swap("support_needed", "capacity:\n  support_needed"),
    "log of a wrong type": swap("{log: impact", "{log: [impact]"),
    "log unknown": swap("{log: impact", "{log: impakt"),
    "prompt misspelt": swap("support: Canary", "suport: Canary"),
    "answers as text": swap("answers: {", "answers: x, more: {"),
    "impossible date": swap("date: 2026-10-30", "date: 2026-02-30"),
    "title missing": swap("title: ", "titel: "),
    "results as text": after("learned", "results: all of them\n"),
    "record in the write-up": lambda text: text + "\n" + text.replace("Canary", "Kanary"),
    "html in a private field": swap("support_needed: ", "support_needed: <script>x</script>"),
}
HARMLESS = frozenset({"untouched", "windows line ends", "old mac line ends", "folded", "number sign"})


def plant(root: Path) -> list[str]:
    """A portfolio with one record for each way of breaking, and some that are broken in other ways."""
    (root / "cycles").mkdir(parents=True)
    (root / "cycles" / "portfolio.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "roster.txt").write_text("CanaryRosterx\nCanarylast, Canaryfirst\n", encoding="utf-8")
    for number, change in enumerate(BROKEN.values()):
        home = root / "cycles" / f"school-{number}" / "2026-10-cycle"
        (home / "logs").mkdir(parents=True)
        text = change(RECORD.format(n=number))
        text = text.replace("{n}", str(number)) if isinstance(text, str) else text
        (home / "index.md").write_bytes(
            text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        )
        (home / "logs" / "2026-10-29-impact.md").write_text(LOG.format(n=number), encoding="utf-8")
        (home / f"CanaryUnnamed{number}x.txt").write_text(f"CanaryUnnamedContent{number}x", encoding="utf-8")
    return list(BROKEN)


def plant_files(root: Path) -> None:
    """What stands beside records and is none: links, copies, drafts, empty folders, broken logs."""
    secret = root / "elsewhere.md"
    secret.write_text(RECORD.format(n="Link"), encoding="utf-8")
    school = root / "cycles" / "school-files"
    good = school / "2026-10-good"
    (good / "logs").mkdir(parents=True)
    (good / "index.md").write_text(RECORD.format(n="Good"), encoding="utf-8")
    (good / "logs" / "2026-10-29-impact.md").write_text(LOG.format(n="Good"), encoding="utf-8")
    (school / "2026-10-linked.md").symlink_to(secret)
    (good / "linked.txt").symlink_to(secret)
    (school / "2026-10-linked-folder").symlink_to(secret.parent)
    for name in (
        "2026-10-copy.md~",
        "2026-10-copy.md.bak",
        "2026-10-copy.markdown",
        "_2026-10-draft.md",
        ".2026-10-hidden.md",
        "2026-10-copy.yml",
        "README.md",
    ):
        (school / name).write_text(RECORD.format(n="Copy"), encoding="utf-8")
    (root / "cycles" / "2026-10-no-school.md").write_text(RECORD.format(n="Copy"), encoding="utf-8")
    (school / "2026-10-no-record").mkdir()
    (school / "2026-10-no-record" / "notes.md").write_text(RECORD.format(n="Copy"), encoding="utf-8")
    for number, log in enumerate(
        (
            "no fence at all, CanaryBrokenLogx",
            "---\nlog: impact\nanswers: {support: CanaryBrokenLogx\n---\n",
            "---\nlog: nonsense\nanswers: {support: CanaryBrokenLogx}\n---\n",
            "---\nlog: impact\nanswers: CanaryBrokenLogx\n---\n",
        )
    ):
        home = school / f"2026-10-log-{number}"
        (home / "logs").mkdir(parents=True)
        (home / "index.md").write_text(RECORD.format(n=f"Log{number}"), encoding="utf-8")
        (home / "logs" / "2026-10-29-impact.md").write_text(log, encoding="utf-8")
