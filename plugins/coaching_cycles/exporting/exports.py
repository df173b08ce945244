"""What `cycles export` writes: the bytes of one file, for one audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.exporting.archive import pack
from coaching_cycles.exporting.offline import write_pages
from coaching_cycles.exporting.records import copy_files, copy_standards, write_records
from coaching_cycles.exporting.workbook import write_workbook
from coaching_cycles.site import attachments, build_site, open_desk
from coaching_cycles.views.data import COLUMNS
from coaching_cycles.views.data.files import write_json
from coaching_cycles.views.data.spreadsheet import rows, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from coaching_cycles.site import Options

RECORDS = "records/"
"""Where the records lie in an archive of a whole portfolio."""

NUMERIC = frozenset(
    name
    for name in COLUMNS
    if name in {"kept", "gained", "slipped", "not_yet"}
    or name.rpartition("_")[2] in {"students", "proficient", "percent", "mean", "of"}
)
"""Columns of counts and points; one cell of them that holds a range is a text."""


def export_table(folder: Path, options: Options, kind: str) -> bytes:
    """All published cycles as `csv`, `json` or `xlsx`: the site's data files, and the first as a workbook."""
    _, desk = open_desk(folder, options)
    if kind == "json":
        return write_json(desk).encode("utf-8", "replace")
    if kind == "csv":
        return write_csv(desk).encode("utf-8-sig", "replace")
    return write_workbook("cycles", list(COLUMNS), rows(desk, desk.library.cycles), NUMERIC)


def export_archive(folder: Path, options: Options) -> bytes:
    """The site as pages that open from a folder, its data, and its records; `index.html` comes first."""
    files = dict(write_pages(build_site(folder, options), options.site_name, options.language))
    checked, desk = open_desk(folder, options)
    published = desk.library.published
    if options.audience == "private":
        records = dict(copy_files(folder, options.cycles_dir, options.standards_dir))
    else:
        records = dict(write_records(checked.portfolio, published))
        records |= dict(copy_standards(folder, options.standards_dir))
        named = {f"cycles/{c.id}/{a.name}" for c in published.cycles for a in c.attachments}
        made = {a.path: a.content for a in attachments(folder, desk.library, options.cache_dir)}
        records |= {path: content for path, content in made.items() if path in named}
    files |= {RECORDS + path: content for path, content in records.items()}
    return pack(files, ("index.html",))
