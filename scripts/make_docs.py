"""Write the generated parts of the handbook anew: the fields, the findings, the commands, the data files.

    make docs

A test compares each with what generates it.
"""

from __future__ import annotations

from pathlib import Path

from coaching_cycles import reference
from coaching_cycles.cli import main as cycles
from coaching_cycles.views.data import COLUMNS, FIELDS

HANDBOOK = Path(__file__).resolve().parent.parent / "docs" / "handbook"


def fill(page: str, first: str, rows: dict[str, str]) -> str:
    """The page with the rows of the table whose head begins with `first` written anew; the rest stays."""
    head = f"| {first} | what it is |\n|---|---|\n"
    above, found, below = page.partition(head)
    if not found:
        msg = f"data.md has no table of this head:\n{head}"
        raise SystemExit(msg)
    lines = "".join(f"| `{name}` | {text} |\n" for name, text in rows.items())
    return above + head + lines + "\n" + below.partition("\n\n")[2]


def main() -> None:
    """Write all of them."""
    page = (HANDBOOK / "data.md").read_text(encoding="utf-8")
    page = fill(fill(page, "field", FIELDS), "column", COLUMNS)
    pages = {
        "fields.md": reference.markdown(),
        "checks.md": reference.checks(),
        "commands.md": reference.commands(cycles),
        "data.md": page,
    }
    for name, text in pages.items():
        (HANDBOOK / name).write_text(text, encoding="utf-8")
        print(f"docs/handbook/{name}")


if __name__ == "__main__":
    main()
