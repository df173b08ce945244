"""The bundles of a search index: what every search needs first, in two files, and nothing else than that."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from coaching_cycles.adapters import pagefind, parts
from coaching_cycles.adapters.bundle import FILTERS, FIRST, Bundles
from coaching_cycles.adapters.settling import read_filter
from coaching_cycles.audit.files import File
from coaching_cycles.audit.secrets import compile_secrets

PAGE = (
    '<article data-pagefind-body><i data-pagefind-sort="date[data-v]" data-v="202{year}-05-01"></i>'
    '<i data-pagefind-filter="school:Rivermouth {number}"></i><i data-pagefind-filter="code:4nf{number}"></i>'
    '<i data-pagefind-filter="standard:ccss-math/4-nf-{number}=4.NF.{number}"></i>word{number}</article>'
)


def unbundle(packed: bytes) -> tuple[list[str], dict[str, bytes]]:
    line, _, content = gzip.decompress(packed).partition(b"\n")
    head = json.loads(line)
    found = {}
    for path, size in head["files"]:
        found[path], content = content[:size], content[size:]
    assert content == b""
    return head["parts"], found


def is_of_codes(path: Path) -> bool:
    return read_filter(path.read_bytes())[0] == "code"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index in two parts."""
    monkeypatch.setattr(parts, "SMALL", 3)
    for number in range(6):
        (tmp_path / str(number)).mkdir()
        html = PAGE.format(year=number % 2, number=number)
        (tmp_path / str(number) / "index.html").write_text(html, encoding="utf-8")
    pagefind.index(tmp_path, "en")
    return tmp_path / "pagefind"


def test_bundles_hold_the_files_that_they_stand_for(folder: Path) -> None:
    listed = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    assert len(listed) == 2
    first = ("pagefind-entry.json", "*.pf_meta", "wasm.en.pagefind", "filter/*.pf_filter")
    patterns = {FIRST: first, FILTERS: ("filter/*.pf_filter",)}
    for name, files in patterns.items():
        named, found = unbundle((folder / name).read_bytes())
        assert named == listed
        there = [
            path
            for part in ("", *listed)
            for pattern in files
            for path in (folder / part).glob(pattern)
            if path.suffix != ".pf_filter" or is_of_codes(path) == (name == FIRST)
        ]
        assert found.keys() == {path.relative_to(folder).as_posix() for path in there} != set()
        for path in there:
            content = path.read_bytes()
            plain = gzip.decompress(content) if path.suffix != ".json" else content
            assert found[path.relative_to(folder).as_posix()] == plain


def test_codes_are_known_without_any_filter(folder: Path) -> None:
    """Which there are, over all parts, and how they are spelled: who types one does not wait for filters."""
    head = json.loads(gzip.decompress((folder / FIRST).read_bytes()).partition(b"\n")[0])
    assert head["codes"] == {
        "code": [f"4nf{number}" for number in range(6)],
        "standard": [f"ccss-math/4-nf-{number}=4.NF.{number}" for number in range(6)],
    }
    other = json.loads(gzip.decompress((folder / FILTERS).read_bytes()).partition(b"\n")[0])
    assert other.keys() == {"parts", "files"}


def test_filter_of_another_format_is_left_to_the_browser() -> None:
    bundles = Bundles()
    files = [
        (f"filter/{n}.pf_filter", content) for n, content in enumerate((b"", b"no", gzip.compress(b"1")))
    ]
    bundles.add("", files)
    assert unbundle(dict(bundles.files())[FIRST]) == ([], {})
    assert len(unbundle(dict(bundles.files())[FILTERS])[1]) == 3


def test_programs_of_another_format_are_left_to_the_browser() -> None:
    bundles = Bundles()
    bundles.add("", [("pagefind-entry.json", b'{"languages": [1]}'), ("wasm.en.pagefind", b"\0")])
    assert unbundle(dict(bundles.files())[FIRST]) == ([], {"pagefind-entry.json": b'{"languages": [1]}'})


def test_private_word_in_a_bundle_is_found(folder: Path) -> None:
    """It is read as filters are: a word stands there behind its length, which may look like a letter."""
    content = (folder / FILTERS).read_bytes()
    secrets = compile_secrets(["Rivermouth 3"])
    assert [p.code for p in secrets.check(File("pagefind/" + FILTERS, content))] == ["E901"]
    assert list(compile_secrets(["Rivermouth 7"]).check(File("pagefind/" + FILTERS, content))) == []
