"""A small site, really built, for tests of the audit."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

CYCLE = "cycles/hill/2026-09-evidence"
RECORD = """---
title: Weighing evidence
grades: [7]
subject: Reading
goal: Students will weigh evidence.
status: complete
visibility: public
approved: {by: teacher, on: 2026-11-02}
teachers: [{role: Grade 7 teacher, name: Jonquil Marigold, show: role}]
standards: RH.6-8.1
support_needed: A quiet room on Thursdays for the pair.
assessments:
  task: {title: One task, levels: [One, Two, Three, Four], proficient: Three}
results:
  assessment: task
  before: {date: 2026-09-10, levels: [9, 8, 6, 3]}
  after: {date: 2026-10-20, levels: [4, 6, 10, 6]}
targets:
  - text: Quote a line
    results:
      before: {date: 2026-09-10, students: 25, proficient: 1}
      after: {date: 2026-10-20, students: 25, proficient: 12}
---

The write-up. Two of three groups asked for 1 of 2 sheets.
"""
HIDDEN = """---
title: A cycle for colleagues only
grades: [7]
subject: Reading
goal: Students will say what we keep among ourselves for now.
status: active
---

Not yet for everybody: the schedule is still being talked about.
"""
CONFIG = """site_name: Our cycles
site_url: https://example.org/portfolio/
theme: {name: material}
plugins: [coaching-cycles]
"""


def build_small(folder: Path, **privacy: str) -> Path:
    """Build a portfolio of two records, one of them for the school only, and give its site's folder."""
    write_small(folder)
    if privacy:
        settings = "privacy: {" + ", ".join(f"{key}: {value}" for key, value in privacy.items()) + "}\n"
        (folder / "cycles" / "portfolio.yml").write_text(settings, encoding="utf-8")
    return build_folder(folder)


def write_small(folder: Path) -> Path:
    """Write the portfolio of two records, and give the file of the one that is public."""
    school = folder / "cycles" / "hill"
    school.mkdir(parents=True)
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (school / "2026-09-evidence.md").write_text(RECORD, encoding="utf-8")
    (school / "2026-10-colleagues.md").write_text(HIDDEN, encoding="utf-8")
    return school / "2026-09-evidence.md"


def build_folder(folder: Path) -> Path:
    """Build the portfolio whose records are in a folder, and give its site's folder."""
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return folder / "site"
