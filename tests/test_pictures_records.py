"""Pictures of a record: found wanting while it is checked, published anew, and never as they were."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.model import Attachment
from coaching_cycles.problems import render
from coaching_cycles.site import Options, build_site

CANARY = b"CANARY-2268"
HEAD = [
    "---",
    "title: A title",
    "grades: [5]",
    "goal: Students will read.",
    "subject: Reading",
    "status: complete",
    "standards: RL.4.1",
    "visibility: public",
    "approved: {by: teacher, on: 2026-10-05}",
]
HOME = "cycles/hill-school/2026-10-one"


def photo(width: int = 1200, height: int = 600, orientation: int = 6, kind: str = "JPEG") -> bytes:
    out = BytesIO()
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Artist] = CANARY.decode()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind, exif=tags)
    return out.getvalue()


def lay_out(folder: Path, files: dict[str, bytes], keys: list[str], body: str = "", log: str = "") -> Checked:
    home = folder / HOME
    (home / "logs").mkdir(parents=True)
    (home / "index.md").write_text("\n".join([*HEAD, *keys, "---", body, ""]))
    if log:
        (home / "logs" / "2026-10-06-goal.md").write_text(f"---\nlog: goal\ndate: 2026-10-06\n---\n\n{log}\n")
    for name, content in files.items():
        (home / name).write_bytes(content)
    return read_portfolio(folder)


def work(*names: str) -> list[str]:
    return ["work:", *(f"  - {{file: {name}, alt: A page., permission: true}}" for name in names)]


def found(checked: Checked) -> list[str]:
    """All but the hint that these records are approved without a fingerprint."""
    told = (p for p in checked.problems if p.code != "H714")
    return [f"{p.path.removeprefix(HOME + '/')}:{p.line}:{p.column} {p.code}" for p in told]


def attachments(checked: Checked) -> dict[str, Attachment]:
    (cycle,) = checked.portfolio.cycles
    return {attachment.name: attachment for attachment in cycle.attachments}


def test_a_picture_is_known_before_it_is_built(tmp_path: Path) -> None:
    checked = lay_out(tmp_path, {"a.jpg": photo(), "b.pdf": b"%PDF-1.7"}, [*work("a.jpg", "b.pdf")])
    assert found(checked) == []
    a, b = attachments(checked)["a.jpg"], attachments(checked)["b.pdf"]
    assert (a.width, a.height, a.widths) == (600, 1200, ())
    assert (b.size, b.width, b.height, b.widths) == (8, 0, 0, ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (photo()[:2000], "E610"),
        (b"", "E610"),
        (photo(kind="PNG"), "E609"),
        (photo() + b"%PDF-1.4", "E612"),
        (b"<svg onload='alert(1)'/>", "E609"),
    ],
)
def test_a_refused_picture_stops_its_record(tmp_path: Path, content: bytes, code: str) -> None:
    checked = lay_out(tmp_path, {"a.jpg": content, "b.jpg": photo()}, work("b.jpg", "a.jpg"))
    assert found(checked) == [f"index.md:12:12 {code}"], render(checked.problems)
    assert "'a.jpg'" in checked.problems[0].message
    assert checked.portfolio.cycles == ()
    assert checked.broken == ("hill-school/2026-10-one",)


def test_a_refused_picture_is_reported_where_it_is_named(tmp_path: Path) -> None:
    checked = lay_out(
        tmp_path,
        dict.fromkeys(("a.png", "b.png", "c.png"), b"x"),
        work("a.png"),
        body="\nWords, then ![one](b.png).",
        log="Here ![another](../c.png) is.",
    )
    assert sorted(found(checked)) == [
        "index.md:11:12 E609",
        "index.md:14:20 E609",
        "logs/2026-10-06-goal.md:6:17 E609",
    ], render(checked.problems)


def test_movement_is_a_warning(tmp_path: Path) -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (9, 9), (value, 0, 0)) for value in (0, 255)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    checked = lay_out(tmp_path, {"a.gif": out.getvalue()}, work("a.gif"))
    assert found(checked) == ["index.md:11:12 W613"]
    assert len(checked.portfolio.cycles) == 1


def test_a_narrow_copy_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    files = {"a.jpg": photo(1500, 900, 1), "A-800.jpg": photo(50, 40, 1), "b.jpg": photo(1500, 900, 1)}
    checked = lay_out(tmp_path, files, work(*files))
    known = attachments(checked)
    assert {name: a.widths for name, a in known.items()} == {"a.jpg": (), "A-800.jpg": (), "b.jpg": (800,)}
    published = pictures(tmp_path)
    assert sorted(published) == ["A-800.jpg", "a.jpg", "b-800.jpg", "b.jpg"]
    assert {name: Image.open(BytesIO(published[name])).size for name in sorted(published)} == {
        "A-800.jpg": (50, 40),
        "a.jpg": (1500, 900),
        "b-800.jpg": (800, 480),
        "b.jpg": (1500, 900),
    }


def pictures(folder: Path, cache: Path | None = None) -> dict[str, bytes]:
    site = build_site(folder, Options(cache_dir=cache))
    return {
        asset.path.rpartition("/")[2]: asset.content
        for asset in site.assets
        if asset.path.endswith((".jpg", ".png", ".gif", ".webp"))
    }


def test_only_what_was_made_anew_is_published(tmp_path: Path) -> None:
    original = photo(2400, 1800)
    body, log = "\n![In the text](b.jpg)", "![In a log](../c.jpg)"
    checked = lay_out(
        tmp_path, dict.fromkeys(("a.jpg", "b.jpg", "c.jpg"), original), work("a.jpg"), body, log
    )
    assert found(checked) == []
    site = build_site(tmp_path)
    bytes_out = [asset.content for asset in site.assets] + [page.html.encode() for page in site.pages]
    assert CANARY in original
    assert not any(CANARY in content or original in content for content in bytes_out)
    published = pictures(tmp_path)
    assert sorted(published) == ["a-800.jpg", "a.jpg", "b-800.jpg", "b.jpg", "c-800.jpg", "c.jpg"]
    for name, attachment in attachments(checked).items():
        shown = Image.open(BytesIO(published[name]))
        assert (attachment.size, attachment.width, attachment.height) == (len(published[name]), *shown.size)
        assert shown.size == (1200, 1600)
        assert attachment.widths == (800,)


def test_with_a_cache_the_site_is_the_same(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.jpg": photo(2400, 1800)}, work("a.jpg"))
    plain = pictures(tmp_path)
    assert len(plain) == 2
    assert pictures(tmp_path, tmp_path / "cache") == plain
    assert pictures(tmp_path, tmp_path / "cache") == plain


def test_a_picture_that_changes_after_the_check_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the file be swapped between checking and building, its new bytes don't leave either."""
    lay_out(tmp_path, {"a.jpg": photo()}, work("a.jpg"))
    monkeypatch.setattr("coaching_cycles.site.read_bytes", lambda *_: photo() + b"%PDF-1.4")
    assert pictures(tmp_path) == {}


def test_a_second_build_decodes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"a.jpg": photo(2400, 1800)}, work("a.jpg"))
    first = pictures(tmp_path, tmp_path / "cache")
    monkeypatch.setattr("coaching_cycles.pictures.pixels.make", lambda *_: pytest.fail("decoded again"))
    assert pictures(tmp_path, tmp_path / "cache") == first
    assert len(first) == 2
