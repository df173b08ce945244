"""What stands among the site's own pages, through a whole build."""

from __future__ import annotations

from collections.abc import Iterator

from tests.assaults.attack import MARK, Attack, Files, Link, Pipe, Sparse, attack

PAGES: dict[str, tuple[Files, str]] = {
    "a pipe for a page": ({"docs/bad.md": Pipe()}, "refused"),
    "a pipe for a picture": ({"docs/bad.png": Pipe()}, "refused"),
    "a link to a file": ({"outside.md": MARK, "docs/bad.md": Link("../outside.md")}, "refused"),
    "a link to a folder": ({"outside/x.md": MARK, "docs/bad": Link("../outside")}, "refused"),
    "a link to itself": ({"docs/bad.md": Link("bad.md")}, "refused"),
    "a link to the folder above": ({"docs/bad": Link("..")}, "refused"),
    "a terabyte": ({"docs/bad.md": Sparse(1 << 40)}, "refused"),
    "Latin-1": ({"docs/bad.md": b"caf\xe9"}, "refused"),
    "UTF-16": ({"docs/bad.md": f"# {MARK}".encode("utf-16")}, "refused"),
    "NUL": ({"docs/bad.md": f"# {MARK}\0"}, ""),
    "front matter that is broken": ({"docs/bad.md": f"---\ntitle: [{MARK}\n---\n"}, "refused"),
    "brackets in front matter": ({"docs/bad.md": f"---\ntitle: {'[' * 100_000}\n---\n{MARK}"}, "refused"),
    "aliases in front matter": ({"docs/bad.md": f"---\na: &a [x]\nb: *a\n---\n{MARK}"}, "refused"),
    "a name that is no text": ({b"docs/bad\xff.md": MARK}, "refused"),
    "a name of a device": ({"docs/con.md": f"# {MARK}"}, ""),
}


def attacks() -> Iterator[Attack]:
    """Every page above."""
    for name, (files, codes) in PAGES.items():
        yield attack(f"page, {name}", files, codes, door="host")
