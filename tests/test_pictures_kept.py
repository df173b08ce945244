"""A picture is made once; the same bytes come out again, whatever happens to the cache."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from coaching_cycles.pictures import Picture, Refusal, pixels, remake

FORMATS = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP", "a.gif": "GIF"}


def photo(kind: str = "JPEG") -> bytes:
    out = BytesIO()
    ramp = Image.linear_gradient("L").resize((1300, 900))
    Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.FLIP_LEFT_RIGHT), ramp)).save(out, kind)
    return out.getvalue()


def made(data: bytes, name: str, cache: Path | None) -> Picture:
    picture = remake(data, name, cache)
    assert isinstance(picture, Picture), picture
    return picture


@pytest.mark.parametrize("name", FORMATS)
def test_same_bytes_again(name: str) -> None:
    data = photo(FORMATS[name])
    assert made(data, name, None) == made(data, name, None)
    assert len(made(data, name, None).files) == 2


def test_same_bytes_in_another_process(root: Path, tmp_path: Path) -> None:
    lines = [
        "import hashlib, sys",
        "from pathlib import Path",
        "from coaching_cycles.pictures import remake",
        "for name in sys.argv[1:]:",
        "    for file in remake(Path(name).read_bytes(), name).files:",
        "        print(hashlib.sha256(file.content).hexdigest())",
    ]
    names = []
    for name, kind in FORMATS.items():
        (tmp_path / name).write_bytes(photo(kind))
        names.append(str(tmp_path / name))
    here = [
        hashlib.sha256(file.content).hexdigest()
        for name in names
        for file in made(Path(name).read_bytes(), name, None).files
    ]
    for seed in ("0", "1"):
        result = subprocess.run(
            [sys.executable, "-c", "\n".join(lines), *names],
            env={**os.environ, "PYTHONPATH": str(root / "plugins"), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout.split() == here


def test_second_build_decodes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = photo()
    first = made(data, "a.jpg", tmp_path)
    monkeypatch.setattr(pixels, "make", lambda *_: pytest.fail("decoded again"))
    assert made(data, "a.jpg", tmp_path) == first
    # The same photo under another name is the same picture.
    other = made(data, "x/b.jpeg", tmp_path)
    assert [f.name for f in other.files] == ["x/b.jpeg", "x/b-800.jpeg"]
    assert [f.content for f in other.files] == [f.content for f in first.files]


def test_pillow_is_not_loaded_for_what_is_kept(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    made(photo(), "a.jpg", tmp_path / "cache")
    lines = [
        "import sys",
        "from pathlib import Path",
        "from coaching_cycles.pictures import remake",
        "folder = Path(sys.argv[1])",
        "picture = remake((folder / 'a.jpg').read_bytes(), 'a.jpg', folder / 'cache')",
        "print(len(picture.files), 'PIL' in sys.modules)",
    ]
    result = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == ["2", "False"]


def entry(cache: Path) -> Path:
    (file,) = (file for file in cache.rglob("*") if file.is_file())
    return file


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "swapped", "text"])
def test_damaged_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    data = photo()
    first = made(data, "a.jpg", tmp_path)
    file = entry(tmp_path)
    whole = file.read_bytes()
    if damage == "swapped":
        # A whole entry of another picture in this one's place.
        made(photo("PNG"), "b.png", tmp_path / "other")
        file.write_bytes(entry(tmp_path / "other").read_bytes())
        entry(tmp_path / "other").unlink()
    else:
        middle = len(whole) // 2
        broken = {
            "empty": b"",
            "cut": whole[:middle],
            "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
            "text": b"hello\n",
        }[damage]
        file.write_bytes(broken)
    assert made(data, "a.jpg", tmp_path) == first
    assert entry(tmp_path).read_bytes() == whole


def test_a_cache_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder")
    assert made(photo(), "a.jpg", place) == made(photo(), "a.jpg", None)
    assert place.read_text() == "not a folder"


def test_refusal_is_not_kept(tmp_path: Path) -> None:
    assert isinstance(remake(photo()[:3000], "a.jpg", tmp_path), Refusal)
    assert list(tmp_path.rglob("*")) == []


def test_memory_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pixels, "_make", fail)
    outcome = remake(photo(), "a.jpg")
    assert isinstance(outcome, Refusal)
    assert outcome.code == "E611"
