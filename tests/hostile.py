"""Portfolios in which every text is a hostile one."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.problems import stops

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
BATCH = 300
LEAST = {"title": "A", "grades": 5, "subject": "B", "goal": "Students will read.", "status": "complete"}
FIRST = 2 + len(LEAST) + 1
"""The line of the first item of a list below these keys."""


def write_record(path: Path, keys: dict[str, object], body: str = "") -> None:
    """A record whose values stand in YAML's flow form, one top-level key a line; lists one item a line."""
    lines = []
    for key, value in keys.items():
        if isinstance(value, list):
            items = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            lines.append(f"{key}: [\n  {items}\n ]")
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n").encode("utf-8", "surrogatepass"))


def publishable(payloads: Iterable[str], folder: Path) -> list[str]:
    """Those that a record may hold: the check refuses control characters, addresses and long numbers."""
    texts = [text for text in payloads if text.strip()]
    for start in range(0, len(texts), BATCH):
        record = LEAST | {"questions_for_readers": texts[start : start + BATCH]}
        write_record(folder / "cycles" / "s" / f"batch-{start}.md", record)
    refused = set()
    for problem in read_portfolio(folder).problems:
        if stops([problem]):
            start = int(problem.path.rpartition("-")[2].removesuffix(".md"))
            refused.add(start + problem.line - FIRST)
    return [text for at, text in enumerate(texts) if at not in refused]


class Source:
    """Hands out texts in turn; `left` says how many have not been used yet."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = cycle(texts)
        self.left = len(texts)

    def one(self) -> str:
        self.left -= 1
        return next(self._texts)

    def some(self, count: int) -> list[str]:
        return [self.one() for _ in range(count)]


def record_of(text: Source, number: int) -> dict[str, object]:
    """A record in which everything that takes words has a text of its own."""
    t = text.one
    reading = {"date": "2026-09-07", "students": 25, "proficient": 7, "kind": t(), "note": t()}
    levels = [f"{n} {t()}" for n in range(3)]
    return {
        "title": t(),
        "grades": [5],
        "subject": t() if number % 4 == 0 else "Reading",
        "goal": f"Students will {t()}",
        "status": "complete",
        "visibility": "public",
        "approved": {"by": t(), "on": "2027-02-01", "hash": t()},
        "standards": ["RL.5.1", t()] if number % 4 == 1 else ["RL.5.1"],
        "practices": text.some(1) if number % 4 == 2 else [],
        "exemplar": {"why": t(), "limits": t()},
        "course": t(),
        "teachers": [
            {"role": t()},
            {"role": t(), "name": t(), "show": "name"},
            {"name": t(), "show": "initials"},
        ],
        "coach": {"name": t(), "show": "name"},
        "dates": {"start": "2026-09-01", "end": "2026-10-16"},
        "ended": {"how": "met early", "why": t()},
        "why": t(),
        "rhythm": {"planning": t()},
        "content_focus": t(),
        "teaching_goals": text.some(2),
        "goal_history": text.some(2),
        "conditions": t(),
        "capacity": {"time": t(), f"k {t()}": t()},
        "assessments": {
            "a": {"title": t(), "levels": levels, "proficient": levels[1], "description": t()},
            f"k {t()}": {"title": t()},
        },
        "results": [
            {
                "section": t(),
                "assessment": "a",
                "before": reading,
                "after": {"levels": [5, 9, 11], "note": t()},
            },
            {"section": t(), "before": {"note": t()}, "after": {"note": t()}},
        ],
        "targets": [
            t(),
            {"text": t(), "results": {"before": reading, "after": {"students": 25, "proficient": 12}}},
        ],
        "groups": [{"need": t(), "support": t()}],
        "evidence": [{"date": "2026-09-20", "target": 1, "content": t(), "standard": t()}],
        "work": [{"file": "p.png", "when": t(), "level": levels[0], "alt": t(), "permission": True}],
        "resources": [{"title": t(), "file": "p.png"}, {"title": t(), "url": "https://example.org/"}],
        "logs": [
            {"log": "goal", "date": "2026-09-01", "title": t(), "answers": {"goal": t(), f"k {t()}": t()}},
            {"log": "impact", "notes": t(), "next": {"date": "2026-11-01", "steps": text.some(2)}},
            {"log": f"l {t()}", "notes": t()},
        ],
        "still_need": t(),
        "learned": t(),
        "would_change": t(),
        "questions_for_readers": text.some(2),
        "license": t(),
        "lang": t() if number % 4 == 3 else "ko",
        "remixed_from": t(),
    }


def write_portfolio(folder: Path, texts: list[str], *, most: int = 1000) -> int:
    """Records until every text has been used, or `most`; returns how many there are."""
    text = Source(texts)
    number = 0
    while text.left > 0 and number < most:
        home = folder / "cycles" / f"school-{number % 3}" / f"2026-09-record-{number}"
        write_record(home / "index.md", record_of(text, number), "\n\n".join(text.some(6)))
        write_record(
            home / "logs" / "2026-09-12-instruction.md", {"answers": {"progress": text.one()}}, text.one()
        )
        (home / "p.png").write_bytes(PICTURE)
        number += 1
    for school in range(min(3, number)):
        about: dict[str, object] = {name: text.one() for name in ("name", "level", "about")}
        about |= {"focus": text.some(2), "places": text.some(2), "url": text.one()}
        (folder / "cycles" / f"school-{school}" / "school.yml").write_text(_yaml(about), encoding="utf-8")
    portfolio: dict[str, object] = {
        name: text.one() for name in ("title", "district", "about", "license", "contact")
    }
    portfolio["focus"] = [{"title": text.one(), "why": text.one(), "standards": ["RL.5.1", text.one()]}]
    portfolio["logs"] = {"goal": {"title": text.one(), "prompts": {"goal": text.one()}}}
    (folder / "cycles" / "portfolio.yml").write_text(_yaml(portfolio), encoding="utf-8")
    return number


def _yaml(keys: dict[str, object]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
