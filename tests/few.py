"""A few records of the sample portfolio, with all that is made of records: charts, pictures, tables, logs."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

SCHOOL = "cycles/benton-high"
PARTS = (
    "cycles/portfolio.yml",
    "cycles/hanbit-international",
    *(f"{SCHOOL}/{name}" for name in ("school.yml", "2012-10-civil-war-evidence", "2024-10-key-features")),
    f"{SCHOOL}/2023-10-quadratics-by-form.md",
    "standards",
)
CONFIG = {
    "site_name": "A few cycles",
    "site_url": "https://example.org/x/",
    "theme": {"name": "material"},
    "plugins": ["coaching-cycles"],
}


def copy_few(root: Path, folder: Path, *, backwards: bool = False) -> Path:
    """Six records in another folder; their files are written in the other order if that is asked for."""
    found = [root / part for part in PARTS]
    paths = sorted(path for part in found for path in ([part] if part.is_file() else part.rglob("*")))
    for path in reversed(paths) if backwards else paths:
        if path.is_file():
            target = folder / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (folder / "docs").mkdir()
    (folder / "docs/own.md").write_text("# A page of our own\n\nWith *words*.\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(CONFIG), encoding="utf-8")
    return folder
