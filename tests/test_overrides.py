"""A site's own templates win over ours, one by one."""

from __future__ import annotations

from pathlib import Path

from coaching_cycles.site import Options, build_site

RECORD = """---
title: A cycle
grades: [5]
subject: Reading
goal: Students will read.
status: planned
---
"""


def test_one_template_of_a_site(tmp_path: Path) -> None:
    """`theme_overrides/pages/about.html` replaces that page alone; it sees what ours sees."""
    school = tmp_path / "cycles" / "hill"
    school.mkdir(parents=True)
    (school / "2026-one.md").write_text(RECORD, encoding="utf-8")
    own = tmp_path / "theme_overrides" / "pages"
    own.mkdir(parents=True)
    text = "<h1>{{ title }}</h1><p>Our own: {{ library.cycles | length }}</p>"
    (own / "about.html").write_text(text, encoding="utf-8")
    options = Options(audience="school", overrides=own.parent)
    pages = {page.address: page.html for page in build_site(tmp_path, options).pages}
    assert "Our own: 1" in pages["about/"]
    assert "A cycle" in pages["cycles/hill/2026-one/"]
    # Templates are compiled once in a process; one that was edited is another.
    (own / "about.html").write_text(text.replace("Our own", "Ours now"), encoding="utf-8")
    pages = {page.address: page.html for page in build_site(tmp_path, options).pages}
    assert "Ours now: 1" in pages["about/"]
