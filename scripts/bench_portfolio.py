"""A made-up portfolio for the benchmark, and the same words laid out by hand for plain MkDocs."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

STANDARDS = [
    *(f"RL.{g}.{n}" for g in range(3, 9) for n in (1, 2, 3, 6)),
    *(f"W.{g}.1" for g in range(3, 9)),
    "RH.11-12.3", "RH.11-12.6", "8.EE.C.7b", "3.NF.A.1", "HSF-IF.B.4", "7.RP.A.2",
    "MS-PS1-2", "HS-LS1-3", "5-PS1-1",
]  # fmt: skip
SUBJECTS = ["English language arts", "Mathematics", "Science", "Social studies"]
PRACTICES = [
    "co-teaching",
    "annotation",
    "graphic organizer",
    "sorting student work",
    "exit slips",
    "number talks",
    "modeling",
]
LOGS = ["goal", "assessment", "baseline", "instruction", "impact"]


@dataclass(frozen=True, slots=True)
class Cycle:
    """One made-up cycle: everything that both sites are written from."""

    school: str
    name: str
    title: str
    grade: int
    subject: str
    goal: str
    standards: list[str]
    practices: list[str]
    year: int
    month: int
    learned: str
    would_change: str
    still_need: str
    conditions: str
    targets: list[tuple[str, int, int, int, tuple[int, int, int, int]]]
    levels: tuple[list[int], list[int]]
    logs: list[tuple[str, str, str]]
    body: list[str]


class Author:
    """Makes up words: a long-tailed vocabulary, as real writing has."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        ends = ["", "s", "ed", "ing", "er", "ly", "tion", "ness"]
        parts = [
            "re",
            "con",
            "stu",
            "mar",
            "lin",
            "tar",
            "gel",
            "pro",
            "vid",
            "ment",
            "sal",
            "or",
            "ben",
            "tic",
            "fam",
            "wri",
            "dra",
            "eve",
        ]
        words = {
            "".join(self.random.choices(parts, k=self.random.randint(1, 3))) + self.random.choice(ends)
            for _ in range(16000)
        }
        self.words = sorted(words)
        self.random.shuffle(self.words)
        self.weights = [1 / (rank + 2) for rank in range(len(self.words))]
        self.pool: list[str] = []

    def text(self, count: int) -> str:
        """A few sentences of about `count` words."""
        if len(self.pool) < count:
            self.pool = self.random.choices(self.words, self.weights, k=20000)
        taken, self.pool = self.pool[:count], self.pool[count:]
        sentences = [taken[i : i + 12] for i in range(0, len(taken), 12)]
        return " ".join(" ".join(s).capitalize() + "." for s in sentences)

    def cycle(self, number: int, schools: int) -> Cycle:
        """The cycle of a number: the same for the same seed."""
        r = self.random
        year, month = r.choice([2023, 2024, 2025]), r.randint(1, 6)
        n = r.randint(18, 32)
        targets = []
        for _ in range(3):
            kept, slipped, gained = r.randint(3, 5), r.randint(3, 4), r.randint(3, 7)
            cells = (kept, slipped, gained, n - kept - slipped - gained)
            targets.append((self.text(9), n, kept + slipped, kept + gained, cells))
        before = [n - 9 - 4, 5, 4, 4]
        after = [3, 4, n - 11, 4]
        logs = [
            (log, f"{year}-{month + i // 3:02d}-{3 + 5 * i:02d}", self.text(45)) for i, log in enumerate(LOGS)
        ]
        return Cycle(
            school=f"school-{number % schools:03d}",
            name=f"{year}-{month:02d}-cycle-{number:05d}",
            title=self.text(6).rstrip("."),
            grade=r.randint(1, 12),
            subject=r.choice(SUBJECTS),
            goal="Students will " + self.text(14).lower(),
            standards=r.sample(STANDARDS, 2),
            practices=r.sample(PRACTICES, 2),
            year=year,
            month=month,
            learned=self.text(30),
            would_change=self.text(20),
            still_need=self.text(20),
            conditions=self.text(12),
            targets=targets,
            levels=(before, after),
            logs=logs,
            body=[self.text(90), self.text(90), self.text(70)],
        )


def write_ours(folder: Path, cycles: Sequence[Cycle]) -> None:
    """A portfolio with one record a cycle."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://example.org/bench/\n"
        "theme: {name: material}\nplugins: [coaching-cycles]\n"
    )
    for cycle in cycles:
        home = folder / "cycles" / cycle.school
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{cycle.name}.md").write_text(_record(cycle))


def _record(cycle: Cycle) -> str:
    day = f"{cycle.year}-{cycle.month:02d}"
    front: dict[str, object] = {
        "title": cycle.title,
        "grades": [str(cycle.grade)],
        "subject": cycle.subject,
        "goal": cycle.goal,
        "status": "complete",
        "standards": cycle.standards,
        "visibility": "public",
        "approved": {"by": "teacher", "on": f"{cycle.year}-12-20"},
        "dates": {"start": f"{day}-02", "end": f"{cycle.year}-{cycle.month + 1:02d}-24"},
        "practices": cycle.practices,
        "conditions": cycle.conditions,
        "learned": cycle.learned,
        "would_change": cycle.would_change,
        "still_need": cycle.still_need,
        "assessments": {
            "task": {
                "title": "Common task",
                "source": "common",
                "levels": ["Beginning", "Developing", "Proficient", "Advanced"],
                "proficient": "Proficient",
            }
        },
        "results": {
            "assessment": "task",
            "before": {"date": f"{day}-03", "levels": cycle.levels[0]},
            "after": {"date": f"{cycle.year}-{cycle.month + 1:02d}-22", "levels": cycle.levels[1]},
        },
        "targets": [
            {
                "text": text,
                "results": {
                    "before": {"date": f"{day}-03", "students": n, "proficient": before},
                    "after": {
                        "date": f"{cycle.year}-{cycle.month + 1:02d}-22",
                        "students": n,
                        "proficient": after,
                    },
                    "matched": dict(zip(("kept", "slipped", "gained", "not_yet"), cells, strict=True)),
                },
            }
            for text, n, before, after, cells in cycle.targets
        ],
        "logs": [{"log": log, "date": date, "notes": notes} for log, date, notes in cycle.logs],
    }
    # JSON is YAML: every value is read by the same loader, and no second writer of the format is needed here.
    lines = [f"{key}: {json.dumps(value)}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "", "\n\n".join(cycle.body), ""])


def write_stock(folder: Path, cycles: Sequence[Cycle]) -> None:
    """The same words as plain Markdown pages."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://example.org/bench/\ntheme: {name: material, font: false}\n"
        "plugins: [search, tags]\nnav: [index.md]\nnot_in_nav: |\n  /cycles/\n"
    )
    (docs / "index.md").write_text(
        "# Cycles\n\n" + "\n".join(f"- [{c.title}](cycles/{c.school}/{c.name}.md)" for c in cycles[:50])
    )
    _write_pages(docs / "cycles", cycles)


LAYOUTS = {
    "_default/baseof.html": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        '<body><nav><a href="{{ "/" | absURL }}">Cycles</a></nav><main>{{ block "main" . }}{{ end }}</main>'
        "</body></html>"
    ),
    "_default/single.html": (
        '{{ define "main" }}{{ .TableOfContents }}{{ .Content }}<ul>{{ range .GetTerms "tags" }}'
        '<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>{{ end }}'
    ),
    "_default/list.html": (
        '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">'
        "{{ .Title }}</a></li>{{ end }}</ul>{{ end }}"
    ),
}


def write_hugo(folder: Path, cycles: Sequence[Cycle]) -> None:
    """The same Markdown pages for Hugo, with templates of a few lines: no theme, no search."""
    for name, text in LAYOUTS.items():
        path = folder / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "hugo.toml").write_text('baseURL = "https://example.org/bench/"\ntitle = "Bench"\n')
    _write_pages(folder / "content" / "cycles", cycles)


def _write_pages(folder: Path, cycles: Sequence[Cycle]) -> None:
    """A page a cycle, as a person would write it."""
    for cycle in cycles:
        home = folder / cycle.school
        home.mkdir(parents=True, exist_ok=True)
        tags = [*cycle.standards, cycle.subject, f"Grade {cycle.grade}"]
        rows = "\n".join(
            f"| {text} | {before} of {n} | {after} of {n} |" for text, n, before, after, _ in cycle.targets
        )
        logs = "\n\n".join(f"### {log.capitalize()}, {date}\n\n{notes}" for log, date, notes in cycle.logs)
        written = "\n\n".join(cycle.body)
        (home / f"{cycle.name}.md").write_text(
            f"---\ntags: {json.dumps(tags)}\n---\n\n# {cycle.title}\n\n{cycle.goal}\n\n{cycle.conditions}\n\n"
            f"## What we learned\n\n{cycle.learned}\n\n{cycle.would_change}\n\n"
            f"## Before and after\n\n| target | before | after |\n|---|---|---|\n{rows}\n\n"
            f"Levels before {cycle.levels[0]}, after {cycle.levels[1]}\n\n"
            f"## Not yet\n\n{cycle.still_need}\n\n"
            f"## Write-up\n\n{written}\n\n## Logs\n\n{logs}\n"
        )
