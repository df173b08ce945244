"""Portfolios in which every text is a hostile one."""

from __future__ import annotations

import csv
import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown import Markdown
from mkdocs.__main__ import cli

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.problems import stops
from coaching_cycles.site import Options, Site, build_site
from tests.packages import child, item, package
from tests.payloads import MARKDOWN, WORDS

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
FILES = (
    "x' onerror=alert(1) y='.csv",
    "&lt;img src=x onerror=alert(1)&gt;.csv",
    "javascript&colon;alert(1).csv",
    "{{ config }}.csv",
    "=1+1.csv",
    "a)[b](javascript:alert(1)#.csv".replace(":", "%3a"),
    "%22%3e%3cscript%3e.csv",
)
"""Names that a file may have, each of which would be something else in one of the places where it is put."""
BATCH = 300
LEAST = {"title": "A", "grades": 5, "subject": "B", "goal": "Students will read.", "status": "complete"}
FIRST = 2 + len(LEAST) + 1
"""The line of the first item of a list below these keys."""


def public_payloads(data: Path) -> list[str]:
    """Those of the public lists, and those of our own that use what Markdown itself offers."""
    hostile = data / "hostile"
    listed = (hostile / "xss-payload-list" / "xss-payload-list.txt").read_text(
        encoding="utf-8", errors="replace"
    )
    own: list[str] = json.loads((hostile / "own" / "markdown_native_xss.json").read_text(encoding="utf-8"))
    naughty: list[str] = json.loads((hostile / "blns" / "blns.json").read_text(encoding="utf-8"))
    return [*own, *naughty, *filter(None, listed.split("\n"))]


OURS = (*WORDS, *MARKDOWN)
"""Fewer, for where the public lists are not at hand."""


def plain_markdown(texts: Iterable[str]) -> Iterator[str]:
    """What a site generator makes of them that trusts its authors."""
    converter = Markdown(extensions=["tables", "fenced_code", "toc", "attr_list", "admonition", "md_in_html"])
    for text in texts:
        try:
            yield converter.reset().convert(text)
        except (AssertionError, AttributeError, IndexError, TypeError, ValueError):
            continue


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

    def key() -> str:
        return f"k {' '.join(t().split())[:200]}"

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
        "standards": [
            *("RL.5.1", f"OWN.{number % 9}", f"TAB.{number % 9}", f"CASE.{number % 9}"),
            *(text.some(1) if number % 4 == 1 else ()),
        ],
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
        "capacity": {"time": t(), key(): t()},
        "assessments": {
            "a": {"title": t(), "levels": levels, "proficient": levels[1], "description": t()},
            key(): {"title": t()},
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
        "resources": [
            {"title": t(), "file": "p.png"},
            {"title": t(), "url": "https://example.org/"},
            {"title": t(), "file": FILES[number % len(FILES)]},
        ],
        "logs": [
            {"log": "goal", "date": "2026-09-01", "title": t(), "answers": {"goal": t(), key(): t()}},
            {"log": "impact", "notes": t(), "next": {"date": "2026-11-01", "steps": text.some(2)}},
            {"log": key(), "notes": t()},
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
        write_table(home / FILES[number % len(FILES)], [["=1+1", text.one()], ["@SUM(1)", text.one()]])
        number += 1
    for school in range(min(3, number)):
        about: dict[str, object] = {name: text.one() for name in ("name", "level", "about")}
        about |= {"focus": text.some(2), "places": text.some(2), "url": text.one()}
        (folder / "cycles" / f"school-{school}" / "school.yml").write_text(_yaml(about), encoding="utf-8")
    write_frameworks(folder / "standards", texts)
    portfolio: dict[str, object] = {
        name: text.one() for name in ("title", "district", "about", "license", "contact")
    }
    portfolio["focus"] = [{"title": text.one(), "why": text.one(), "standards": ["RL.5.1", text.one()]}]
    portfolio["logs"] = {"goal": {"title": text.one(), "prompts": {"goal": text.one()}}}
    (folder / "cycles" / "portfolio.yml").write_text(_yaml(portfolio), encoding="utf-8")
    return number


CONFIG = """
site_name: Cycles & <b>co</b>
site_url: https://example.org/x/
theme: {name: material}
plugins: [{coaching-cycles: {audience: private}}]
"""
MARKUP = re.compile(r'<[a-z!/]|"[ />]', re.IGNORECASE)


def build_private(folder: Path, texts: list[str]) -> Site:
    """All pages for the narrowest audience, which sees every field."""
    write_portfolio(folder, texts)
    return build_site(folder, Options(audience="private", site_url="https://example.org/x/", preview=True))


def build_host(folder: Path, texts: list[str]) -> Path:
    """A whole site from MkDocs, with payloads in titles, heads, navigation and search; the site's folder."""
    # Those that break out of text and of attributes: short ones, as titles are.
    markup = [text for text in texts if MARKUP.search(text) and len(text) < 150]
    write_portfolio(folder, markup[:: max(1, len(markup) // 900)], most=12)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "docs").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        result = CliRunner().invoke(cli, ["build", "--quiet"])
    assert result.exit_code == 0, result.output
    return folder / "site"


def write_table(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """A file of comma-separated values."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows(rows)


def write_frameworks(folder: Path, texts: list[str]) -> None:
    """Standards in each kind of file; each text is the statement of one, and what else says something."""
    write_table(
        folder / "tab.csv",
        [("code", "statement", "label"), *((f"TAB.{n}", text, text) for n, text in enumerate(texts[::9]))],
    )
    own = {
        "title": texts[0],
        "licence": texts[-1],
        "standards": [
            {"code": f"OWN.{n}", "statement": text, "kind": text, "url": text, "parent": f"OWN.{n // 9}"}
            for n, text in enumerate(texts[::9])
        ],
    }
    (folder / "own.yml").write_text(_yaml(own), encoding="utf-8")
    items = [
        item(f"i{n}", f"CASE.{n}", text, notes=text, abbreviatedStatement=text, CFItemType=text)
        for n, text in enumerate(texts)
    ]
    links = [child(f"i{n}", f"i{n // 12}" if n else "document", n) for n in range(len(items))]
    made = package(items, links, title=texts[1], creator=texts[2], licenseURI=texts[3])
    (folder / "case.json").write_text(json.dumps(made), encoding="utf-8")


def _yaml(keys: dict[str, object]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
