"""Edits of an author's file: the value asked for is there, and every other byte is where it was."""

from __future__ import annotations

import random
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.reading.document import parse_record
from coaching_cycles.reading.paths import Plain, plain
from coaching_cycles.values import read_date
from coaching_cycles.writing.edits import Delete, Edit, Edited, Set, edit_bytes, edit_file
from coaching_cycles.writing.files import write_edited
from coaching_cycles.writing.steps import is_same

RECORD = """---
# What this was about
title: 'Weighing the evidence'   # chosen by the team
grades: [11]
subject: "Social studies"
goal: >
  Students will weigh
  evidence.
status: complete

coach: {name: Corey, show: name}   # as agreed
# the dates
dates: {start: 2012-10-01, end: 2012-10-26}
results:
  # first reading
  before: {date: 2012-10-02, students: 28, proficient: 9}
  after:   # second
    date: 2012-10-26
    students: 27
    proficient: 20   # counted twice
    # no enrolled here
targets:
  - text: Read a text   # t1
    kind: skill
  - {text: Know the events, kind: content}
  - Write it down
learned: |
  It slowed

  down.

---

# The write-up

dates: none of this is front matter
"""


def edit(text: str, *edits: Edit) -> Edited:
    return edit_bytes(text.encode(), "x.md", edits)


def after(text: str, *edits: Edit) -> str:
    edited = edit(text, *edits)
    assert edited.problems == ()
    assert edited.after is not None
    return edited.after.decode()


def changed(old: str, new: str) -> tuple[str, str]:
    """What was taken out and what was put in, between the longest common beginning and end."""
    begin = shared(old, new)
    end = shared(old[begin:][::-1], new[begin:][::-1])
    return old[begin : len(old) - end], new[begin : len(new) - end]


def shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


RESULTS = RECORD[RECORD.index("results:") : RECORD.index("targets:")]
NO_RESULTS = "results: x\n  # first reading   # counted twice\n    # no enrolled here\n"
DAY = read_date("2012-11-02")


@pytest.mark.parametrize(
    ("step", "before", "behind"),
    [
        (Set(("title",), "A"), "'Weighing the evidence'", "'A'"),
        (Set(("title",), "It's"), "'Weighing the evidence'", "'It''s'"),
        (Set(("subject",), 'The "new" one'), '"Social studies"', '"The \\"new\\" one"'),
        (Set(("status",), "active"), "complete", "active"),
        (Set(("status",), "no"), "complete", '"no"'),
        (Set(("dates", "end"), DAY), "2012-10-26}\nresults", "2012-11-02}\nresults"),
        (Set(("dates", "end"), "2012-11-02"), "2012-10-26}\nresults", "2012-11-02}\nresults"),
        (Set(("results", "after", "proficient"), 21), "20   #", "21   #"),
        (Set(("results", 0, "after", "students"), 26), "students: 27", "students: 26"),
        (Set(("learned",), "Nothing"), "|\n  It slowed\n\n  down.\n", "Nothing\n"),
        (Set(("learned",), "One\n\nTwo\n"), "  It slowed\n\n  down.\n", "  One\n\n  Two\n"),
        (Set(("title",), "One\nTwo"), "'Weighing the evidence'", '"One\\nTwo"'),
        (Set(("status",), "One\nTwo"), "complete", "|\n  One\n  Two"),
        (Set(("approved",), {"on": DAY}), "# the dates", "approved: {on: 2012-11-02}\n# the dates"),
        (Set(("approved", "by"), "t"), "# the dates", "approved: {by: t}\n# the dates"),
        (Set(("dates", "planned_end"), DAY), "26}\nresults", "26, planned_end: 2012-11-02}\nresults"),
        (Set(("results", "after", "enrolled"), 29), "    # no e", "    enrolled: 29\n    # no e"),
        (Set(("targets", 0, "standards"), ["RH.1"]), "kind: skill\n", "kind: skill\n    standards: [RH.1]\n"),
        (Set(("targets", 3), {"text": "More"}), "- Write it down\n", "- Write it down\n  - {text: More}\n"),
        (Set(("targets", 2), {"text": "More"}), "- Write it down\n", "- {text: More}\n"),
        (Set(("visibility",), "public"), "complete\n", "complete\nvisibility: public\n"),
        (Set(("course",), "no"), "complete\n", 'complete\ncourse: "no"\n'),
        (Set(("license",), "CC: BY"), "  down.\n", '  down.\nlicense: "CC: BY"\n'),
        (Set(("why",), "One\nTwo\n"), "10-26}\nresults", "10-26}\nwhy: |\n  One\n  Two\nresults"),
        (Set(("coach",), "Corey"), "{name: Corey, show: name} ", "Corey "),
        (Set(("results",), "x"), RESULTS, NO_RESULTS),
        (Delete(("dates",)), "dates: {start: 2012-10-01, end: 2012-10-26}\n", ""),
        (Delete(("dates", "end")), ", end: 2012-10-26}\n", "}\n"),
        (Delete(("dates", "start")), "start: 2012-10-01, ", ""),
        (Delete(("results", "after", "date")), "    date: 2012-10-26\n", ""),
        (Delete(("targets", 1)), "  - {text: Know the events, kind: content}\n", ""),
        (Delete(("nothing",)), "", ""),
        (Delete(("approved", "hash")), "", ""),
        (Set(("status",), "complete"), "", ""),
    ],
)  # fmt: skip
def test_one_edit(step: Edit, before: str, behind: str) -> None:
    assert after(RECORD, step) == RECORD.replace(before, behind, 1)


def test_new_keys_stand_where_the_format_has_them() -> None:
    text = after(
        RECORD,
        Set(("approved",), {"by": "teacher", "on": read_date("2012-11-02")}),
        Set(("visibility",), "public"),
        Set(("results", "matched"), {"kept": 9, "gained": 11, "slipped": 0, "not_yet": 7}),
    )
    lines = text.split("\n")
    assert lines[lines.index("status: complete") + 1] == "visibility: public"
    coach = lines.index("coach: {name: Corey, show: name}   # as agreed")
    assert lines[coach + 1] == "approved: {by: teacher, on: 2012-11-02}"
    note = lines.index("    # no enrolled here")
    assert lines[note + 1] == "  matched: {kept: 9, gained: 11, slipped: 0, not_yet: 7}"


def test_a_group_is_changed_key_by_key() -> None:
    """New numbers do not cost the comments between them."""
    new = {
        "before": {"date": read_date("2012-10-02"), "students": 27, "proficient": 8},
        "after": {"date": read_date("2012-10-26"), "students": 27, "proficient": 19},
    }
    text = after(RECORD, Set(("results",), new))
    assert text == RECORD.replace("students: 28, proficient: 9", "students: 27, proficient: 8").replace(
        "proficient: 20 ", "proficient: 19 "
    )


def test_a_whole_block_is_written_as_the_format_shows_it() -> None:
    text = after(
        "---\ntitle: A\nlearned: B\n---\n",
        Set(
            ("results",),
            {
                "assessment": "organizer",
                "before": {"date": read_date("2012-10-02"), "levels": [11, 12, 4, 1]},
                "checks": [{"date": read_date("2012-10-15"), "students": 27}],
                "moved": [[3, 5], [0, 4]],
            },
        ),
    )
    assert text == (
        "---\ntitle: A\nresults:\n  assessment: organizer\n"
        "  before: {date: 2012-10-02, levels: [11, 12, 4, 1]}\n"
        "  checks:\n    - {date: 2012-10-15, students: 27}\n"
        "  moved:\n    - [3, 5]\n    - [0, 4]\nlearned: B\n---\n"
    )


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf---\r\ntitle: A\r\nstatus: active # x\n---\r\nA\rB\n\r\nC"
    edited = edit_bytes(data, "x.md", [Set(("goal",), "G")])
    assert edited.after == data.replace(b"title: A\r\n", b"title: A\r\ngoal: G\r\n")
    edited = edit_bytes(data, "x.md", [Set(("status",), "complete"), Delete(("title",))])
    assert edited.after == data.replace(b"active", b"complete").replace(b"title: A\r\n", b"")


def test_settings_files() -> None:
    def changed_to(text: str, *edits: Edit) -> bytes | None:
        return edit_bytes(text.encode(), "portfolio.yml", edits).after

    assert changed_to("", Set(("title",), "T")) == b"title: T\n"
    assert changed_to("# only this", Set(("title",), "T")) == b"# only this\ntitle: T\n"
    assert changed_to("title: T", Set(("privacy", "policy"), "open")) == b"title: T\nprivacy: {policy: open}"
    assert changed_to("{title: T}\n", Set(("lang",), "es")) == b"{title: T, lang: es}\n"
    assert changed_to("licence: X\n", Set(("license",), "CC0")) == b"licence: CC0\n"
    assert changed_to("privacy: {fields: {}}\n", Set(("privacy", "fields", "learned"), "school")) == (
        b"privacy: {fields: {learned: school}}\n"
    )


@pytest.mark.parametrize(
    ("text", "step", "says"),
    [
        ("---\ntitle: [\n---\n", Set(("title",), "A"), None),
        ("---\ntitle: A\ntitle: B\n---\n", Set(("title",), "A"), None),
        ("title: A\n", Set(("title",), "A"), None),
        ("---\ncoach: Corey\n---\n", Set(("coach", "show"), "name"), "a single value"),
        ("---\ntargets: [a]\n---\n", Set(("targets", "text"), "name"), "a list"),
        ("---\ntargets: [a]\n---\n", Set(("targets", 4), "name"), "shorter"),
        ("---\ntitle: A\n---\n", Delete(("title",)), "nothing would be left"),
        ("---\ndates: {start}\n---\n", Set(("dates", "start"), "x"), "colon"),
        ("---\ndates: {start: 2012, # day one\n  end: 2013}\n---\n", Delete(("dates", "start")), "comment"),
        ("---\ntitle: A\n---\n", Set(("title",), "a\x00b"), "laid out"),
        (RECORD, Delete(("targets", 0, "text")), "one line"),
    ],
)
def test_what_is_not_safe_is_refused(text: str, step: Edit, says: str | None) -> None:
    edited = edit(text, step)
    assert edited.after is None
    assert edited.changed is False
    problem = edited.problems[0]
    if says is not None:
        assert problem.code == "E160"
        assert says in problem.message
        assert problem.hint


def test_files_are_swapped_in_one_go(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(RECORD.encode())
    path.chmod(0o640)
    edited = edit_file(tmp_path, "x.md", [Set(("status",), "active")])
    assert write_edited(tmp_path, edited) is None
    assert path.read_text(encoding="utf-8") == RECORD.replace("complete", "active", 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]
    late = write_edited(tmp_path, edited)
    assert late is not None
    assert late.code == "E161"
    missing = edit_file(tmp_path, "portfolio.yml", [Set(("title",), "T")])
    assert missing.problems[0].code == "E101"
    (tmp_path / "link.md").symlink_to(path)
    assert edit_file(tmp_path, "link.md", [Set(("status",), "x")]).problems[0].code == "E103"


# ---- properties: any layout, any edit ----

_KEYS = ("title", "goal", "dates", "results", "before", "after", "text", "kind", "x", "y z")
# "licence" is another spelling of a key: it stays in a file where it stands, and is found by both.
_WRITTEN = (*_KEYS, "licence")
_TEXTS = (
    "A",
    "28",
    "no",
    "12:30",
    "it's",
    'say "so"',
    "a, b",
    "é ✓",
    "2012-10-02",
    "x # y",
    "- a",
    "a: b",
    "",
)


def trees(keys: tuple[str, ...] = _KEYS, *, blanks: bool = True) -> st.SearchStrategy[Plain]:
    leaves: st.SearchStrategy[Plain] = st.sampled_from(_TEXTS)
    if blanks:
        leaves |= st.none()
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(st.sampled_from(keys), inner, min_size=1, max_size=4)
        ),
        max_leaves=6,
    )


class Layout:
    """A YAML file as somebody might have laid it out: any brackets, quotes, comments, indentation."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)

    def leaf(self, value: str | None, *, flow: bool) -> str:
        if value is None:
            return self.choose.choice(["~", "null", "" if not flow else "~"])
        quoted = ["'" + value.replace("'", "''") + "'", '"' + value.replace('"', '\\"') + '"']
        simple = value in {"A", "28", "no", "12:30", "it's", "é ✓", "2012-10-02"}
        return self.choose.choice([*quoted, *([value] * 4 if simple else [])])

    def flow(self, node: Plain) -> str:
        comma = self.choose.choice([", ", ",", " , "])
        if isinstance(node, dict):
            return "{" + comma.join(f"{key}: {self.flow(value)}" for key, value in node.items()) + "}"
        if isinstance(node, list):
            return "[" + comma.join(self.flow(item) for item in node) + "]"
        return self.leaf(node, flow=True)

    def comment(self, column: int) -> list[str]:
        kind = self.choose.random()
        if kind < 0.1:
            return [" " * column + "# note: [1"]
        return [""] if kind < 0.15 else []

    def tail(self) -> str:
        return self.choose.choice(["", "", "", "  # tail", "   "])

    def block(self, node: Plain, column: int) -> list[str]:
        lines: list[str] = []
        entries: list[tuple[str, Plain]]
        if isinstance(node, dict):
            entries = [(f"{key}:", value) for key, value in node.items()]
        else:
            assert isinstance(node, list)
            entries = [("-", item) for item in node]
        for head, value in entries:
            lines += self.comment(column)
            margin = " " * column
            if isinstance(value, dict | list) and self.choose.random() < 0.7:
                inner = column + self.choose.choice([1, 2, 4])
                if head == "-" and isinstance(value, dict) and self.choose.random() < 0.8:
                    below = self.block(value, column + 2)
                    if not below[0].strip() or below[0].lstrip().startswith("#"):
                        lines.append(f"{margin}-{self.tail()}")
                        lines += below
                    else:
                        lines += [f"{margin}- {below[0].lstrip()}", *below[1:]]
                else:
                    if head != "-" and isinstance(value, list) and self.choose.random() < 0.3:
                        inner = column
                    lines.append(f"{margin}{head}{self.tail()}")
                    lines += self.block(value, inner)
            elif isinstance(value, dict | list):
                lines.append(f"{margin}{head} {self.flow(value)}{self.tail()}")
            else:
                lines.append(f"{margin}{head} {self.leaf(value, flow=False)}{self.tail()}".rstrip(" ") + "")
        return lines


def every_path(node: Plain, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in items:
        found += every_path(value, (*path, step))
    return found


@given(
    st.dictionaries(st.sampled_from(_WRITTEN), trees(_WRITTEN), min_size=2, max_size=5),
    trees(blanks=False),
    st.integers(0, 10**6),
)
def test_nothing_else_changes(tree: dict[str, Plain], value: Plain, seed: int) -> None:
    layout = Layout(seed)
    choose = layout.choose
    end = choose.choice(["\n", "\n", "\r\n"])
    body = "\n\n---\ntitle: body\n" if choose.random() < 0.5 else ""
    old = "---\n" + "\n".join(layout.block(tree, 0)) + "\n---\n" + body
    reading = parse_record(old, "x.md")
    if reading.document is None:
        return
    found = plain(reading.document.front)
    path = choose.choice(every_path(tree))
    kind = choose.choice(["set", "add", "delete"])
    if kind == "add":
        path = (*path[:-1], "subject") if isinstance(path[-1], str) else path
    step: Edit = Delete(path) if kind == "delete" else Set(path, value)
    data = old.replace("\n", end).encode()
    edited = edit_bytes(data, "x.md", [step])
    if edited.after is None:
        assert edited.problems[0].code == "E160"
        return
    new = edited.after.decode()
    assert new.count("\r") == (new.count("\n") if end == "\r\n" else 0)
    new = new.replace("\r\n", "\n")
    again = parse_record(new, "x.md")
    assert again.document is not None
    assert again.document.body == reading.document.body
    seen = plain(again.document.front)
    taken, put = changed(old, new)
    if kind == "delete":
        assert put == "" or path[-1] == 0
    elif kind == "add" and path[-1] == "subject":
        assert taken == ""
    elif not isinstance(value, dict | list) and not isinstance(at(found, path), dict | list):
        assert "\n" not in taken
        assert "tail" not in taken
    if kind == "delete":
        assert is_same(seen, without(found, path))
    else:
        assert is_same(without(seen, path), without(found, path))
        assert is_same(at(seen, path), value)


def at(node: Plain, path: tuple[str | int, ...]) -> Plain:
    for step in path:
        node = node[step]  # type: ignore[index, call-overload]
    return node


def without(node: Plain, path: tuple[str | int, ...]) -> Plain:
    """The tree without what stands at a path."""
    step, rest = path[0], path[1:]
    if isinstance(node, dict):
        return {k: without(v, rest) if k == step else v for k, v in node.items() if k != step or rest}
    assert isinstance(node, list)
    return [without(v, rest) if n == step else v for n, v in enumerate(node) if n != step or rest]
