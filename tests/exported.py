"""A portfolio with a bit of everything, for tests that hold one host against another."""

from __future__ import annotations

from pathlib import Path

import yaml
from markdown import Markdown

from tests.audited import RECORD

NAME = "2026-09-evidence"
CONFIG = """site_name: Our cycles & logs
site_url: !ENV [NO_SUCH_VARIABLE, 'https://example.org/portfolio/']
repo_url: https://example.org/repository
edit_uri: edit/main/docs/
copyright: Ours
theme: {name: material, custom_dir: look}
plugins: [coaching-cycles]
extra_css: [mine.css]
markdown_extensions:
  - admonition
  - attr_list
  - toc: {permalink: true}
  - no_such_extension_anywhere
nav:
  - index.md
  - Help:
      - help/first.md
      - Second steps: help/second.md
"""

# What every host can build with.
BUILT = CONFIG.replace("  - no_such_extension_anywhere\n", "")


def lay_everything(folder: Path, *, config: str = CONFIG) -> Path:
    """A record with an old address, code and a file; pages of the author in a navigation; their own look."""
    record = RECORD.replace("status: complete\n", "status: complete\naliases: [hill/2025-old]\n")
    record += "\n[The sheet](sheet.txt)\n\n```\ncode\tand tabs\n\n   \n  more &amp; <b>less</b>\n```\n"
    record += "\n- [ ] a\n- [x] b *c*\n"
    files = {
        f"cycles/hill/{NAME}/index.md": record,
        f"cycles/hill/{NAME}/sheet.txt": "One line.\n",
        "docs/index.md": f"# Ours\n\n[One](cycles/hill/{NAME}/index.md#targets), [help](help/first.md)\n",
        "docs/help/first.md": "---\ntitle: First steps\n---\n\n# The first\n\n## Look\n\n![x](../x.svg)\n\n"
        "## Do\n\n!!! note\n    [Back](../index.md), [next](second.md#more), [all](../cycles/index.md)\n\n"
        "## See\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "docs/help/second.md": "# The second\n\n## More\n\nText {#here .there}\n",
        "docs/x.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "docs/mine.css": "p { margin: 1em }",
        "look/main.html": '{% extends "base.html" %}{% block announce %}Closed on Friday{% endblock %}',
        "mkdocs.yml": config,
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def render_markdown(tree: Path, out: Path) -> Path:
    """The pages of a Markdown export as every host makes HTML of them, without any chrome."""
    config = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = [e if isinstance(e, dict) else {e: {}} for e in config["markdown_extensions"]]
    options = {name: given for one in listed for name, given in one.items()}
    for path in (tree / "docs").rglob("*.md"):
        front, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        if "template: " in front:
            html = Markdown(extensions=[*options], extension_configs=options).convert(body)
            target = out / path.relative_to(tree / "docs").with_suffix(".html")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(html, encoding="utf-8")
    return out
