"""What the form at /new/ is made from: every field of a record has its place, and each type a control."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coaching_cycles.schema import Measure, Record
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.views.new.spec import LEFT_OUT, SECTIONS, describe
from coaching_cycles.words import LANGUAGES, read_catalogue

RECORD = (
    "---\ntitle: A\ngrades: [5]\nsubject: B\ngoal: Students will read.\nstatus: planned\nvisibility: public\n"
    "approved: {by: teacher, on: 2026-10-05}\nlearned: 'a </script> \u2028 b'\n---\n"
)
KINDS = {"text", "words", "count", "number", "difference", "percent", "date", "flag", "grade", "choice"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    file = tmp_path / "cycles" / "hill" / "2026-one.md"
    file.parent.mkdir(parents=True)
    file.write_text(RECORD, encoding="utf-8")
    base = "https://github.com/a/b/edit/main/"
    return build_site(tmp_path, Options(site_url="https://example.org/x/", edit_base=base))


def read_spec(site: Site) -> dict[str, object]:
    text = next(asset.content for asset in site.assets if asset.path == "new/form.js").decode()
    found: dict[str, object] = json.loads(
        text.removeprefix("window.coachingCyclesForm = ").removesuffix(";\n")
    )
    return found


def test_every_field_of_a_record_has_one_place() -> None:
    placed = [name for names in SECTIONS.values() for name in names]
    assert sorted([*placed, *LEFT_OUT]) == sorted(Record.model_fields)


def test_types_are_told_from_the_schema() -> None:
    fields = {**Record.model_fields, **Measure.model_fields}
    told = {name: describe(info.annotation, tuple(info.metadata)) for name, info in fields.items()}
    assert told["title"] == {"type": "text"}
    assert told["learned"] == {"type": "words"}
    assert told["grades"] == {"type": "list", "of": {"type": "grade"}}
    assert told["status"]["type"] == "choice"
    assert told["before"] == {"type": "group", "model": "Reading"}
    assert told["moved"] == {"type": "list", "of": {"type": "list", "of": {"type": "count"}}}
    assert told["assessments"] == {"type": "keys", "of": {"type": "group", "model": "Assessment"}}


def test_script_knows_every_type_that_is_there(site: Site) -> None:
    models = read_spec(site)["models"]
    assert isinstance(models, dict)
    waiting = [field for fields in models.values() for field in fields]
    seen = set()
    while waiting:
        field = waiting.pop()
        seen.add(field["type"])
        if "of" in field:
            waiting.append(field["of"])
        assert field["type"] != "group" or field["model"] in models
    assert seen == KINDS | {"list", "keys", "group", "standards"}


def test_data_are_a_script_that_no_text_can_leave(site: Site) -> None:
    text = next(asset.content for asset in site.assets if asset.path == "new/form.js").decode()
    assert "\u2028" not in text
    assert text.count("\n") == 1
    spec = read_spec(site)
    assert spec["newFile"] == "https://github.com/a/b/new/main/cycles/"
    assert spec["schools"] == [["hill", "Hill"]]


def test_form_of_a_folder_elsewhere_proposes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "cycles" / "hill" / "2026-one.md"
    file.parent.mkdir(parents=True)
    file.write_text(RECORD, encoding="utf-8")
    assert (
        read_spec(build_site(tmp_path, Options(edit_base="https://git.example.org/a/edit/main/")))["newFile"]
        == ""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_is_said_in_every_language(language: str) -> None:
    english = {key for key in read_catalogue("en") if key.startswith("form.")}
    assert len(english) > 100
    assert english - set(read_catalogue(language)) == set()
