"""`cycles.json`, `cycles.csv` and the feed: their shape, their numbers, no text in them that does harm."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.schema import Audience
from coaching_cycles.views import data
from coaching_cycles.views.data import feed, files, spreadsheet
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.words import Words

MakeDesk = Callable[..., Desk]
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/our/portfolio/"
CYCLE_KEYS = [
    "id",
    "url",
    "title",
    "school",
    "grades",
    "subject",
    "goal",
    "status",
    "standards",
    "targets",
    "results",
]


def record(title: str, more: str = "", approved: str = "2024-06-01") -> str:
    head = (
        f"title: {title}\ngrades: [5, 9-12]\nsubject: Reading\ngoal: Students will read.\nstatus: complete\n"
    )
    return f"---\n{head}visibility: public\napproved: {{by: teacher, on: {approved}}}\n{more}---\n"


def desk_of(
    folder: Path, audience: Audience = "public", site_url: str = SITE, *, index_links: bool = False
) -> Desk:
    return desk_over(read_portfolio(folder, "cycles"), audience, site_url, index_links=index_links)


def desk_over(
    checked: Checked, audience: Audience = "public", site_url: str = SITE, *, index_links: bool = False
) -> Desk:
    assert not checked.broken, [str(problem) for problem in checked.problems]
    setting = Setting(site_name="Test", site_url=site_url, index_links=index_links)
    return Desk(Library(publish(checked.portfolio, audience)), Words(), setting)


@pytest.fixture
def make(tmp_path: Path) -> MakeDesk:
    def plant(files: Mapping[str, str], audience: Audience = "public", site_url: str = SITE) -> Desk:
        for name, text in files.items():
            path = tmp_path / "cycles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return desk_of(tmp_path, audience, site_url)

    return plant


def read_json(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files.write_json(desk))
    return found


def read_csv(desk: Desk) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(spreadsheet.write_csv(desk), newline="")))


def read_feed(desk: Desk) -> ET.Element:
    return ET.fromstring(feed.write(desk, feed.newest(desk)))


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_files_and_their_encodings(make: MakeDesk) -> None:
    assets = {asset.path: asset.content for asset in data.assets(make({"a/uno.md": record("Niños y 국어")}))}
    assert sorted(assets) == ["data/cycles.csv", "data/cycles.json", "feed.xml"]
    assert assets["data/cycles.csv"].startswith("\ufeff".encode())
    assert "Niños y 국어" in assets["data/cycles.csv"].decode("utf-8-sig")
    assert "Niños y 국어" in assets["data/cycles.json"].decode()


def test_shape_of_the_json(make: MakeDesk) -> None:
    more = (
        "standards: [RH.11-12.3, W.5.1]\n"
        "targets: [{text: Cite evidence, kind: skill, standards: [W.5.1]}, Read alone]\n"
    )
    found = read_json(make({"a/one.md": record("One", more), "a/two.md": record("Two")}))
    assert list(found) == ["schema", "audience", "policy", "cycles"]
    assert found["schema"] == 1
    assert found["audience"] == "public"
    assert [list(cycle) for cycle in found["cycles"]] == [CYCLE_KEYS, CYCLE_KEYS]
    one = found["cycles"][0]
    code = {"framework": "ccss-ela", "code": "W.5.1", "url": f"{SITE}standards/ccss-ela/w-5-1/"}
    assert one["id"] == "a/one"
    assert one["url"] == f"{SITE}cycles/a/one/"
    assert one["school"] == "a"
    assert one["grades"] == ["5", "9-12"]
    assert one["standards"] == [
        {"framework": "ccss-ela", "code": "RH.11-12.3", "url": f"{SITE}standards/ccss-ela/rh-11-12-3/"},
        code,
    ]
    assert one["targets"] == [
        {"text": "Cite evidence", "kind": "skill", "standards": [code]},
        {"text": "Read alone"},
    ]
    assert one["results"] == []


def test_an_empty_portfolio_is_still_data(make: MakeDesk) -> None:
    desk = make({"portfolio.yml": "title: Nothing yet\n"})
    found = read_json(desk)
    assert found["policy"]["name"] == "k12-10"
    assert (found["schema"], found["audience"], found["cycles"]) == (1, "public", [])
    assert read_csv(desk) == []
    assert read_feed(desk).findall(f"{ATOM}entry") == []


def test_addresses_without_a_site_address_are_relative(make: MakeDesk) -> None:
    desk = make({"a/one.md": record("One", "standards: [W.5.1]\n")}, site_url="")
    one = read_json(desk)["cycles"][0]
    assert one["url"] == "cycles/a/one/"
    assert "https://" not in files.write_json(desk)
    root = read_feed(desk)
    assert root.get("{http://www.w3.org/XML/1998/namespace}base") == "./"
    assert text(root, "id").startswith("urn:uuid:")
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "cycles/a/one/"


RESULTS = (
    "assessments: {{o: {{title: Organizer, levels: [Low, Middle, High], proficient: High}}}}\n"
    "results:\n  assessment: o\n  before: {before}\n  after: {after}\n"
)


def results(make: MakeDesk, before: str, after: str, audience: Audience = "public") -> dict[str, object]:
    desk = make({"a/one.md": record("One", RESULTS.format(before=before, after=after))}, audience)
    found = read_json(desk)["cycles"][0]["results"]
    assert isinstance(found, list)
    assert len(found) == 1
    measure: dict[str, object] = found[0]
    return measure


def readings(measure: dict[str, object]) -> list[dict[str, object]]:
    found = measure["readings"]
    assert isinstance(found, list)
    return found


def test_a_published_measure(make: MakeDesk) -> None:
    measure = results(
        make,
        "{date: 2024-01-10, students: 25, proficient: 7}",
        "{date: 2024-02, students: 25, proficient: 18, form: parallel}",
    )
    assert readings(measure) == [
        {"role": "before", "date": "2024-01-10", "students": 25, "proficient": 7, "percent": 28},
        {
            "role": "after",
            "date": "2024-02",
            "form": "parallel",
            "students": 25,
            "proficient": 18,
            "percent": 72,
        },
    ]
    assert measure["assessment"] == {
        "title": "Organizer",
        "levels": ["Low", "Middle", "High"],
        "proficient": "High",
    }
    assert "18 of 25" in str(measure["sentence"])
    assert measure["sure"]
    assert measure["leaves_out"]


def test_hidden_ends_are_bounds(make: MakeDesk) -> None:
    first, last = readings(results(make, "{students: 25, proficient: 1}", "{students: 25, proficient: 24}"))
    assert first["proficient"] == {"min": 0, "max": 2}
    assert last["proficient"] == {"min": 23, "max": 25}


def test_where_a_percent_is_all_that_is_said_no_count_stands_beside_it(make: MakeDesk) -> None:
    first, _ = readings(results(make, "{students: 80, proficient: 1}", "{students: 80, proficient: 40}"))
    assert first == {"role": "before", "students": 80, "percent": {"min": 0, "max": 5}}


def test_few_students_have_no_numbers(make: MakeDesk) -> None:
    measure = results(make, "{students: 8, proficient: 3}", "{students: 9, proficient: 7}")
    assert [set(r) for r in readings(measure)] == [{"role", "withheld"}, {"role", "form", "withheld"}]
    assert not re.search(r"\b[37] of\b", json.dumps(measure))


def test_few_students_are_exact_for_the_school(make: MakeDesk) -> None:
    measure = results(make, "{students: 8, proficient: 3}", "{students: 9, proficient: 7}", "school")
    assert [r["proficient"] for r in readings(measure)] == [3, 7]


def test_merged_levels_name_their_neighbours(make: MakeDesk) -> None:
    first, last = readings(results(make, "{levels: [9, 2, 14]}", "{levels: [6, 8, 11]}"))
    assert first["levels"] == [
        {"levels": ["Low", "Middle"], "students": 11},
        {"levels": ["High"], "students": 14},
    ]
    assert last["levels"] == [
        {"levels": ["Low"], "students": 6},
        {"levels": ["Middle"], "students": 8},
        {"levels": ["High"], "students": 11},
    ]


def test_scores_are_points(make: MakeDesk) -> None:
    first, _ = readings(
        results(
            make,
            "{students: 46, mean: 54.46, sd: 17.74, out_of: 100}",
            "{students: 46, mean: 83.20, sd: 12, out_of: 100}",
        )
    )
    assert first == {"role": "before", "students": 46, "mean": 54.46, "sd": 17.74, "out_of": 100}


def walk(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            name = f"{path}.{key}" if path else str(key)
            yield name
            yield from walk(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from walk(below, f"{path}[]")


LEAVES: tuple[str, ...] = (
    "assessment",
    "readings[].levels",
    "readings[].students",
    "readings[].proficient",
    "readings[].percent",
)
LEAVES += ("readings[].absent", "readings[].enrolled", "matched", "movement", "left", "joined", "change")
LEAVES += ("targets[].standards", "groups", "policy.bands", "policy.loosened")


@pytest.mark.parametrize("audience", ["public", "school", "private"])
def test_every_field_is_documented(sample: Checked, audience: Audience) -> None:
    found = read_json(desk_over(sample, audience))
    assert len(found["cycles"]) > 30
    undocumented = {path for path in walk(found) if path not in data.FIELDS}
    undocumented = {
        p
        for p in undocumented
        if not any(re.search(re.escape(leaf) + r"(\[\])?\.\w+$", p) for leaf in LEAVES)
    }
    assert not undocumented
    head = spreadsheet.write_csv(desk_over(sample, audience)).splitlines()[0]
    assert head.split(",") == list(spreadsheet.COLUMNS)


def test_the_sample_has_one_row_a_measure(sample: Checked) -> None:
    desk = desk_over(sample)
    rows = read_csv(desk)
    expected = [
        (cycle["id"], result["key"] if isinstance(result, dict) else "")
        for cycle in read_json(desk)["cycles"]
        for result in (cycle["results"] or [None])
    ]
    assert [(row["id"], row["measure"]) for row in rows] == expected
    assert all(len(row) == len(spreadsheet.COLUMNS) for row in rows)


def test_rows_of_the_csv(make: MakeDesk) -> None:
    more = (
        "dates: {start: 2024-01-08, end: 2024-02-16}\nstandards: [W.5.1, RH.11-12.3]\n"
        + RESULTS.format(before="{students: 25, proficient: 1}", after="{levels: [5, 8, 12]}")
        + "  checks: [{date: 2024-01-20, students: 24, proficient: 9}]\n"
    )
    row = read_csv(make({"a/one.md": record("One", more)}))[0]
    expected = {
        "grades": "5; 9; 10; 11; 12",
        "standards": "ccss-ela W.5.1; ccss-ela RH.11-12.3",
        "start": "2024-01-08",
        "end": "2024-02-16",
        "assessment": "Organizer",
        "before_students": "25",
        "before_proficient": "0..2",
        "after_proficient": "12",
        "after_percent": "48",
        "after_levels": "Low: 5; Middle: 8; High: 12",
        "checks": "2024-01-20 9/24",
    }
    assert {name: row[name] for name in expected} == expected


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    " =1",
    "\u200b=1",
    "\ufeff@x",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_text(cell: str) -> None:
    assert spreadsheet.guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "x=1", "2024-01-10", "0..2", "Read — and think", "'=1", "7 of 25"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert spreadsheet.guard(cell) == cell


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    guarded = spreadsheet.guard(cell)
    assert not guarded.lstrip(" \u00a0\u200b\u200c\u200d\u2060\ufeff").startswith(tuple("=+-@＝＋－＠"))
    assert guarded.removeprefix("'") in {cell.replace("\0", ""), cell.replace("\0", "").removeprefix("'")}


def test_author_text_in_the_csv(make: MakeDesk) -> None:
    more = "targets: [{text: '=cmd|x', results: {before: {note: '@a'}, after: {note: \"-b, c\"}}}]\n"
    row = read_csv(make({"a/one.md": record("'+1, \"quoted\"'", more)}))[0]
    assert row["title"] == '\'+1, "quoted"'
    assert row["target"] == "'=cmd|x"
    assert row["before_note"] == "'@a"
    assert row["after_note"] == "'-b, c"


def test_the_feed_is_newest_first_by_the_records_dates(make: MakeDesk) -> None:
    desk = make(
        {
            "a/old.md": record("Old", "dates: {start: 2023-01-01}\n", approved="2023-05"),
            "a/new.md": record("New", "dates: {start: 2020-01-01, end: 2020-02-01}\n", approved="2024-06-01"),
            "a/mid.md": record("Mid")
            .replace(", on: 2024-06-01", "")
            .replace("---\n", "---\ndates: {end: 2023-09-10}\n", 1),
        }
    )
    root = read_feed(desk)
    entries = root.findall(f"{ATOM}entry")
    assert [(text(e, "title"), text(e, "updated")) for e in entries] == [
        ("New", "2024-06-01T00:00:00Z"),
        ("Mid", "2023-09-10T00:00:00Z"),
        ("Old", "2023-05-01T00:00:00Z"),
    ]
    assert text(root, "updated") == "2024-06-01T00:00:00Z"
    assert text(entries[0], "id") == f"{SITE}cycles/a/new/"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None


def test_a_result_in_the_feed_has_its_class_level_and_instrument(make: MakeDesk) -> None:
    reading = "{students: 28, proficient: %s}"
    more = RESULTS.format(before=reading % 10, after=reading % 19) + "  section: Period 3\n"
    entry = read_feed(make({"a/one.md": record("One", more)})).find(f"{ATOM}entry")
    assert entry is not None
    result = "Result: 10 of 28 → 19 of 28 · at High on Organizer · Period 3"
    assert result in text(entry, "summary").splitlines()


def test_the_feed_holds_the_newest_fifty(make: MakeDesk) -> None:
    files = {f"a/c{n:02}.md": record(f"Cycle {n}", approved=f"2024-01-{n % 28 + 1:02}") for n in range(57)}
    entries = read_feed(make(files)).findall(f"{ATOM}entry")
    assert len(entries) == feed.NEWEST == 50
    assert min(text(e, "updated") for e in entries) > "2024-01-03"


def test_any_text_makes_a_valid_feed(make: MakeDesk) -> None:
    more = "learned: 'a <script>x</script> & b'\nlang: ko\nstandards: ['9국02-03']\n"
    desk = make({"a/one.md": record("One", more)})
    published = desk.library.published
    # The loader refuses such characters; the feed does not rely on that.
    title = '<b>A & B</b> ]]> \x00\x07\x1b\ufffe\u2028 "q" 국어 🙂'
    cycle = published.cycles[0]
    cycle = replace(cycle, record=cycle.record.model_copy(update={"title": title}))
    root = read_feed(Desk(Library(replace(published, cycles=(cycle,))), desk.words, desk.setting))
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert text(entry, "title") == '<b>A & B</b> ]]> \u2028 "q" 국어 🙂'
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ko"
    assert {c.get("term") for c in entry.findall(f"{ATOM}category")} >= {"Reading", "9국02-03"}


def test_nothing_above_the_audience(make: MakeDesk) -> None:
    private = (
        "support_needed: canary-one\nprivate_notes: canary-two\nteachers: [{role: T, name: Canarythree}]\n"
    )
    hidden = record("canary-four").replace("visibility: public", "visibility: school")
    waiting = record("canary-five").replace("approved: {by: teacher, on: 2024-06-01}\n", "")
    desk = make({"a/one.md": record("One", private), "a/two.md": hidden, "a/three.md": waiting})
    out = b"".join(asset.content for asset in data.assets(desk)).decode()
    assert "One" in out
    assert "canary" not in out.lower()


def test_same_records_same_bytes(root: Path, sample: Checked) -> None:
    first, second = (list(data.assets(desk)) for desk in (desk_of(root), desk_over(sample)))
    assert first == second
    assert all(asset.content for asset in first)
