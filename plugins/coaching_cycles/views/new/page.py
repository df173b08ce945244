"""The page at /new/ and the files beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from markupsafe import Markup

from coaching_cycles.views.desk import Desk
from coaching_cycles.views.new.spec import form_spec
from coaching_cycles.views.page import Asset, Page
from coaching_cycles.writing.format import write_file

ADDRESS = "new/"
_DATA = "form.js"
_BLANK = "blank.txt"
_BLANK_KEYS = (
    *("title", "grades", "subject", "goal", "status", "standards", "assessments", "results", "targets"),
    *("practices", "conditions", "logs", "still_need", "learned", "would_change"),
)
_EDIT = re.compile(r"(https://github\.com/[\w.-]+/[\w.-]+)/edit/([^/]+/.*)")


def pages(desk: Desk) -> Iterator[Page]:
    """The form. Everything on it is made by its script; without one the page says what to do instead."""
    yield desk.page(
        "new.html",
        ADDRESS,
        desk.words("form.title"),
        kind="new",
        description=desk.words("form.description"),
        crumbs=((desk.words("home.crumb"), ""),),
        searchable=False,
        blank=_BLANK,
        # Before the page's own script: data that a page from a folder gets too, where nothing is fetched.
        head=Markup('<script src="{}"></script>').format(_DATA),
    )


def assets(desk: Desk) -> Iterator[Asset]:
    """The form's data as a script, and a blank record for those who write in an editor."""
    found = json.dumps(form_spec(desk, new_file_address(desk)), ensure_ascii=False, separators=(",", ":"))
    # Two characters that end a line in older readers of JavaScript, though not in JSON.
    safe = found.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    yield Asset(ADDRESS + _BLANK, write_file("record", dict.fromkeys(_BLANK_KEYS)).encode())
    yield Asset(ADDRESS + _DATA, f"window.coachingCyclesForm = {safe};\n".encode())


def new_file_address(desk: Desk) -> str:
    """The address on GitHub below which new records are proposed; empty when records lie elsewhere."""
    match = _EDIT.fullmatch(desk.setting.edit_base or "")
    return f"{match[1]}/new/{match[2]}{desk.setting.cycles_dir}/" if match is not None else ""
