"""Nothing that a picture's file contains stops a build, fills its memory, or rides along."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from coaching_cycles.pictures import MOST_PIXELS, Picture, Refusal, pixels, remake
from coaching_cycles.problems import kinds

FORMATS = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP", "a.gif": "GIF"}


def encode(kind: str, size: tuple[int, int] = (96, 64), **options: object) -> bytes:
    out = BytesIO()
    noise = Image.effect_noise(size, 60)
    Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise)).save(out, kind, **options)
    return out.getvalue()


GOOD = {name: encode(kind) for name, kind in FORMATS.items()}


def refused(data: bytes, name: str, code: str) -> Refusal:
    outcome = remake(data, name)
    assert isinstance(outcome, Refusal), outcome
    assert outcome.code == code, outcome
    assert outcome.code in kinds()
    assert outcome.message
    assert outcome.hint
    return outcome


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *parts: bytes, depth: int = 8, colour: int = 2) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(parts) + chunk(b"IEND", b"")


def resized(name: str, width: int, height: int) -> bytes:
    """A good picture whose header claims another size."""
    data = bytearray(GOOD[name])
    if name == "a.png":
        return png(width, height, chunk(b"IDAT", zlib.compress(b"")))
    if name == "a.gif":
        data[6:10] = struct.pack("<HH", width, height)
    elif name == "a.jpg":
        place = data.index(b"\xff\xc0") + 5
        data[place : place + 4] = struct.pack(">HH", height, width)
    else:
        body = struct.pack("<4sIB3xHBHB", b"VP8X", 10, 0, width - 1 & 0xFFFF, 0, height - 1 & 0xFFFF, 0)
        body += bytes(data[12:])
        return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    return bytes(data)


@pytest.mark.parametrize("name", FORMATS)
def test_a_claim_of_many_pixels_is_not_believed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "make", lambda *_: pytest.fail("handed to a decoder"))
    assert "30000 × 30000" in refused(resized(name, 30_000, 30_000), name, "E611").message


def test_limits() -> None:
    side = int(MOST_PIXELS**0.5)
    refused(png(side, side + 1, chunk(b"IDAT", b"")), "a.png", "E611")
    refused(png(side, side, chunk(b"IDAT", b"")), "a.png", "E610")
    refused(png(40_000, 1, chunk(b"IDAT", b"")), "a.png", "E611")
    refused(png(0, 5, chunk(b"IDAT", b"")), "a.png", "E610")


ONE_PIXEL = chunk(b"IDAT", zlib.compress(b"\0" + bytes(3)))
ZEROS = zlib.compress(bytes(300_000_000), 9)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([chunk(b"IDAT", ZEROS)], ""),
        ([chunk(b"zTXt", b"a\0\0" + ZEROS), ONE_PIXEL], ""),
        ([chunk(b"iTXt", b"a\0\1\0\0\0" + ZEROS), ONE_PIXEL], ""),
        ([chunk(b"iCCP", b"a\0\0" + ZEROS), ONE_PIXEL], "E610"),
    ],
    ids=["pixels", "text", "international text", "profile"],
)
def test_what_unpacks_without_end_is_not_unpacked(
    parts: list[bytes], code: str, root: Path, tmp_path: Path
) -> None:
    """One pixel, and 300 MB packed to 300 kB: the memory of a process of its own hardly grows."""
    (tmp_path / "a.png").write_bytes(png(1, 1, *parts))
    lines = [
        "import resource, sys",
        "from pathlib import Path",
        "from coaching_cycles.pictures import pixels, remake",
        "data = Path(sys.argv[1]).read_bytes()",
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss",
        "outcome = remake(data, 'a.png')",
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss",
        "print(after - before, getattr(outcome, 'code', ''))",
    ]
    result = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(tmp_path / "a.png")],
        env={**os.environ, "PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    kilobytes, _, found = result.stdout.strip().partition(" ")
    assert int(kilobytes) < 50_000
    assert found == code


def test_a_jpeg_of_endless_rounds() -> None:
    data = encode("JPEG", (3000, 3000), progressive=True)
    start = data.rindex(b"\xff\xda")
    last = data[start:-2]
    outcome = refused(data[:-2] + last[:40] * 400 + b"\xff\xd9", "a.jpg", "E611")
    assert "rounds" in outcome.message
    assert isinstance(remake(data, "a.jpg"), Picture)


@pytest.mark.parametrize("name", FORMATS)
def test_cut_short(name: str) -> None:
    data = GOOD[name]
    for keep in (0.02, 0.2, 0.5, 0.9, 0.98):
        refused(data[: int(len(data) * keep)], name, "E610")


@pytest.mark.parametrize("name", FORMATS)
def test_empty_and_nearly(name: str) -> None:
    assert refused(b"", name, "E610").message == "is empty"
    refused(GOOD[name][:12], name, "E610")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (GOOD["a.png"], "a.jpg", "a PNG picture under another ending"),
        (GOOD["a.jpg"], "a.png", "a JPEG picture"),
        (GOOD["a.webp"], "a.gif", "a WebP picture"),
        (GOOD["a.gif"], "a.webp", "a GIF picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.jpg", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "a.png", "AVIF"),
        (b"%PDF-1.7\n", "a.png", "a PDF"),
        (b"II*\0abcd", "a.jpg", "TIFF"),
        (b"\n<?xml version='1.0'?><svg onload='alert(1)'/>", "a.png", "SVG"),
        (b"<!doctype html><script>alert(1)</script>", "a.gif", "web page"),
        (b"PK\x03\x04....", "a.png", "zip file"),
        (b"x", "a.png", "not a picture of a known kind"),
        (b"MZ\x90\0", "a.jpg", "not a picture of a known kind"),
    ],
)
def test_not_what_the_ending_says(data: bytes, name: str, words: str) -> None:
    assert words in refused(data, name, "E609").message


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr("META-INF/MANIFEST.MF", "Main-Class: A\n")
    return out.getvalue()


def in_segment(words: bytes) -> bytes:
    """A JPEG with words in a comment, right behind its first two bytes."""
    return b"\xff\xd8\xff\xfe" + struct.pack(">H", len(words) + 2) + words + GOOD["a.jpg"][2:]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (GOOD["a.gif"] + archive(), "a.gif"),
        (GOOD["a.jpg"] + archive(), "a.jpg"),
        (GOOD["a.png"] + archive(), "a.png"),
        (GOOD["a.webp"] + archive(), "a.webp"),
        (GOOD["a.jpg"] + bytes(5000) + archive(), "a.jpg"),
        (in_segment(archive()), "a.jpg"),
        (in_segment(b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj"), "a.jpg"),
        (in_segment(b"<html><script>alert(1)</script>"), "a.jpg"),
        (in_segment(b"<?php system($_GET[0]); ?>"), "a.jpg"),
        (GOOD["a.png"] + b"\n<script>alert(1)</script>", "a.png"),
        (GOOD["a.gif"] + b"%PDF-1.4 ...", "a.gif"),
        (GOOD["a.webp"] + b"Rar!\x1a\x07\0", "a.webp"),
    ],
)
def test_two_kinds_of_file_in_one(data: bytes, name: str) -> None:
    refused(data, name, "E612")


def test_a_picture_with_words_in_it_is_no_web_page() -> None:
    outcome = remake(in_segment(b'<?xpacket begin=""?><x:xmpmeta>PK %PDF</x:xmpmeta>'), "a.jpg")
    assert isinstance(outcome, Picture)


def test_disguise_that_is_not_recognised_is_still_dropped() -> None:
    hidden = b"alert(document.domain)//" * 40
    for name, data in GOOD.items():
        outcome = remake(data + hidden, name)
        assert isinstance(outcome, Picture)
        assert b"alert(" not in outcome.main.content


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.randoms(use_true_random=False))
def test_no_damage_raises(name: str, dice: random.Random) -> None:
    data = bytearray(GOOD[name])
    for _ in range(dice.randint(1, 12)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    if dice.random() < 0.3:
        del data[dice.randrange(len(data)) :]
    outcome = remake(bytes(data), name)
    assert isinstance(outcome, Picture | Refusal)
    if isinstance(outcome, Picture):
        with Image.open(BytesIO(outcome.main.content)) as image:
            image.load()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=200))
def test_no_invention_raises(name: str, rest: bytes) -> None:
    assert isinstance(remake(GOOD[name][:12] + rest, name), Picture | Refusal)
    assert isinstance(remake(rest, name), Refusal)


def test_a_long_run_of_ff_is_read_once() -> None:
    """Scanning for markers must not start anew at each byte: ten million of them would never end."""
    refused(b"\xff\xd8" + b"\xff" * 10_000_000 + b"\x00", "a.jpg", "E610")
