"""Pictures and other attachments that attack, and names of files and folders that do."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from tests.assaults.attack import MARK, Attack, Content, Files, Link, Pipe, Sparse, attack
from tests.assaults.bombs import INDEX
from tests.test_pictures_hostile import GOOD, archive, chunk, encode, in_segment, png, resized

N = 1_000_000
RECORD = INDEX.removesuffix("---\n")


def showing(name: str, data: Content, alt: str = "A page of writing") -> Files:
    """A record that shows a picture."""
    text = f"{RECORD}work:\n  - {{file: {name}, alt: {alt}, permission: true}}\n---\n{MARK}\n"
    return {"cycles/bad/one/index.md": text, f"cycles/bad/one/{name}": data}


def naming(name: str, files: Files) -> Files:
    """A record that offers a file to download."""
    text = f"{RECORD}resources:\n  - {{title: A file, file: {name}}}\n---\n{MARK}\n"
    return {"cycles/bad/one/index.md": text, **files}


def zeros(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


PICTURES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "30,000 by 30,000 in a PNG": ("a.png", lambda: resized("a.png", 30_000, 30_000), "E611"),
    "30,000 by 30,000 in a JPEG": ("a.jpg", lambda: resized("a.jpg", 30_000, 30_000), "E611"),
    "30,000 by 30,000 in a GIF": ("a.gif", lambda: resized("a.gif", 30_000, 30_000), "E611"),
    "16,000 by 16,000 in a WebP": ("a.webp", lambda: resized("a.webp", 16_000, 16_000), "E611"),
    "the most pixels there may be, all of them": (
        "a.png",
        lambda: png(7_000, 7_000, chunk(b"IDAT", zeros(7_000 * 21_001))),
        "",
    ),
    "a profile of 300 MB": (
        "a.png",
        lambda: png(
            1, 1, chunk(b"iCCP", b"a\0\0" + zeros(300 * N)), chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        ),
        "E610",
    ),
    "a text of 300 MB": (
        "a.png",
        lambda: png(
            1, 1, chunk(b"zTXt", b"a\0\0" + zeros(300 * N)), chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
        ),
        "",
    ),
    "300 MB in a pixel": ("a.png", lambda: png(1, 1, chunk(b"IDAT", zeros(300 * N))), ""),
    "a million chunks": (
        "a.png",
        lambda: png(1, 1, *([chunk(b"tEXt", b"a\0b")] * N), chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))),
        "E610",
    ),
    "6 million markers": (
        "a.jpg",
        lambda: b"\xff\xd8" + b"\xff\xfe\x00\x02" * 6 * N + GOOD["a.jpg"][2:],
        "E610",
    ),
    "12 million blocks": (
        "a.gif",
        lambda: GOOD["a.gif"][:-1] + b"\x21\xfe" + b"\x01x" * 12 * N + b"\0;",
        "E610",
    ),
    "3 million chunks in a WebP": (
        "a.webp",
        lambda: b"RIFF" + (24 * N + 4).to_bytes(4, "little") + b"WEBP" + b"abcd\0\0\0\0" * 3 * N,
        "E610",
    ),
    "10 MB of markers": ("a.jpg", lambda: b"\xff\xd8" + b"\xff" * 10 * N, "E610"),
    "300,000 comments": (
        "a.jpg",
        lambda: b"\xff\xd8" + b"\xff\xfe\x00\x03x" * 300_000 + GOOD["a.jpg"][2:],
        "E610",
    ),
    "400 rounds": (
        "a.jpg",
        lambda: (
            (d := encode("JPEG", (1500, 1500), progressive=True))[:-2]
            + d[d.rindex(b"\xff\xda") : -2][:40] * 400
            + b"\xff\xd9"
        ),
        "",
    ),
    "20,000 images in a GIF": (
        "a.gif",
        lambda: GOOD["a.gif"][:-1] + b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0" * 20_000 + b";",
        "W613",
    ),
    "cut short": ("a.jpg", lambda: GOOD["a.jpg"][:-200], "E610"),
    "cut shorter": ("a.webp", lambda: GOOD["a.webp"][:30], "E610"),
    "nothing": ("a.gif", lambda: b"", "E610"),
    "SVG": ("a.png", lambda: b"<svg onload='alert(1)'/>", "E609"),
    "HTML": ("a.gif", lambda: b"<!doctype html><script>alert(1)</script>", "E609"),
    "another kind": ("a.png", lambda: GOOD["a.jpg"], "E609"),
    "a ZIP behind it": ("a.png", lambda: GOOD["a.png"] + archive(), "E612"),
    "a script behind it": ("a.gif", lambda: GOOD["a.gif"] + b"<script>alert(1)</script>", "E612"),
    "a PDF in it": ("a.jpg", lambda: in_segment(b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj"), "E612"),
    "PHP in it": ("a.jpg", lambda: in_segment(b"<?php system($_GET[0]); ?>"), "E612"),
}
OFFERED: dict[str, tuple[str, Files | Callable[[], Files], str]] = {
    "a text of 25 MB": ("a.txt", lambda: {"cycles/bad/one/a.txt": "x " * 12 * N}, ""),
    "a text of a million at signs": ("a.txt", lambda: {"cycles/bad/one/a.txt": "a@" * 500_000}, ""),
    "30,000 addresses": (
        "a.txt",
        lambda: {"cycles/bad/one/a.txt": "".join(f"a{n}@example.org\n" for n in range(50_000))},
        "E701",
    ),
    "60,000 telephones": ("a.txt", lambda: {"cycles/bad/one/a.txt": "555-123-4567\n" * 75_000}, "E702"),
    "a million digits": ("a.txt", lambda: {"cycles/bad/one/a.txt": "1234-" * 200_000}, ""),
    "a million dots": ("a.txt", lambda: {"cycles/bad/one/a.txt": "a." * 500_000}, ""),
    "a million capitals": ("a.txt", lambda: {"cycles/bad/one/a.txt": "Aa Bb " * 160_000}, ""),
    "students": ("a.txt", lambda: {"cycles/bad/one/a.txt": "Student " * 125_000}, ""),
    "larger than 25 MB": ("a.pdf", {"cycles/bad/one/a.pdf": Sparse(26 << 20)}, "E601"),
    "a terabyte": ("a.pdf", {"cycles/bad/one/a.pdf": Sparse(1 << 40)}, "E601"),
    "a pipe": ("a.pdf", {"cycles/bad/one/a.pdf": Pipe()}, "E141"),
    "a link": ("a.pdf", {"cycles/bad/one/a.pdf": Link("/etc/passwd")}, "E140"),
    "a link to itself": ("a.pdf", {"cycles/bad/one/a.pdf": Link("a.pdf")}, "E140"),
    "a link to a folder": (
        "a/b.pdf",
        {"outside/b.pdf": MARK, "cycles/bad/one/a": Link("../../../outside")},
        "E140",
    ),
    "a folder": ("a.pdf", {"cycles/bad/one/a.pdf/x": "x"}, "E601"),
    "a path with ..": ("../../../mkdocs.yml", {}, "E602"),
    "a path with .. to what may be taken": ("../../../outside.pdf", {"outside.pdf": MARK}, "E602"),
    "a path from the root": ("/etc/passwd.pdf", {}, "E602"),
    "a drive": ("C:\\\\x.pdf", {}, "E602"),
    "a device": ("con.pdf", {"cycles/bad/one/con.pdf": "x"}, "E142"),
    "a long name": (f"{'x' * 300}.pdf", {}, "E601"),
    "a name that is not there": ("b.pdf", {}, "E601"),
    "HTML": ("a.html", {"cycles/bad/one/a.html": "<script>alert(1)</script>"}, "E605"),
    "SVG": ("a.svg", {"cycles/bad/one/a.svg": "<svg onload='alert(1)'/>"}, "E605"),
}
PLAIN = f"{INDEX}{MARK}\n"
NAMES: dict[str, tuple[Files, str]] = {
    "a link to a record": ({"outside.md": PLAIN, "cycles/bad/one.md": Link("../../outside.md")}, "E140"),
    "a link to itself": ({"cycles/bad/one.md": Link("one.md")}, "E140"),
    "a link to nothing": ({"cycles/bad/one.md": Link("nothing")}, "E140"),
    "a link to a folder": ({"outside/one.md": PLAIN, "cycles/bad": Link("../outside")}, "E140"),
    "a link to the folder above": ({"cycles/bad/one": Link("..")}, "E140"),
    "links in a circle": ({"cycles/bad/a": Link("b"), "cycles/bad/b": Link("a")}, "E140"),
    "settings that are a link": (
        {"outside.yml": "title: x", "cycles/portfolio.yml": Link("../outside.yml")},
        "E140",
    ),
    "a school that is a link": (
        {
            "outside.yml": "name: x",
            "cycles/bad/school.yml": Link("../../outside.yml"),
            "cycles/bad/one.md": PLAIN,
        },
        "E140",
    ),
    "a pipe": ({"cycles/bad/one.md": Pipe()}, "E141"),
    "settings that are a pipe": ({"cycles/portfolio.yml": Pipe()}, "E141"),
    "a log that is a pipe": ({"cycles/bad/one/index.md": INDEX, "cycles/bad/one/logs/1.md": Pipe()}, "E141"),
    "a folder for a record": ({"cycles/bad/one.md/x.md": PLAIN}, "E146"),
    "a folder for settings": ({"cycles/portfolio.yml/x.md": PLAIN}, ""),
    "a terabyte": ({"cycles/bad/one.md": Sparse(1 << 40)}, "E104"),
    "settings of a terabyte": ({"cycles/portfolio.yml": Sparse(1 << 40)}, "E104"),
    "a device": ({"cycles/bad/con.md": PLAIN}, "E142"),
    "a device as a school": ({"cycles/aux/one.md": PLAIN}, "E142"),
    "a dot at the end": ({"cycles/bad/one./index.md": PLAIN}, "E142"),
    "a backslash": ({"cycles/bad/a\\one.md": PLAIN}, "E142"),
    "a colon": ({"cycles/bad/C:one.md": PLAIN}, "E142"),
    "a name that turns round": ({"cycles/bad/a\u202eb.md": PLAIN}, "E142"),
    "a name without width": ({"cycles/bad/a\u200bb.md": PLAIN}, "E143"),
    "a line end in a name": ({"cycles/bad/a\nb.md": PLAIN}, "E142"),
    "a control in a name": ({"cycles/bad/a\x1b[31mb.md": PLAIN}, "E142"),
    "a name that is no text": ({b"cycles/bad/\xff\xfe.md": PLAIN}, "E142"),
    "a school that is no text": ({b"cycles/b\xffd/one.md": PLAIN}, "E142"),
    "an attachment that is no text": (
        {b"cycles/bad/one/\xff.pdf": "x", "cycles/bad/one/index.md": INDEX},
        "E142",
    ),
    "HTML in a name": ({"cycles/bad/<img src=x onerror=alert(1)>.md": PLAIN}, "E142"),
    "names that differ by case": ({"cycles/bad/one.md": INDEX, "cycles/bad/ONE.md": INDEX}, "E144"),
    "NFC and NFD": ({"cycles/bad/é.md": INDEX, "cycles/bad/e\u0301.md": INDEX}, "E144"),
    "schools that differ by case": ({"cycles/Good/one.md": PLAIN}, "E144"),
    "a file and a folder": ({"cycles/bad/one.md": INDEX, "cycles/bad/one/index.md": INDEX}, "E145"),
    "200 folders": ({f"cycles/bad/one/{'a/' * 200}x.pdf": "x", "cycles/bad/one/index.md": PLAIN}, ""),
    "900 folders": ({f"cycles/bad/one/{'a/' * 900}x.pdf": "x", "cycles/bad/one/index.md": PLAIN}, ""),
    "a name of 255": ({f"cycles/bad/{'x' * 252}.md": PLAIN}, ""),
    "5,000 files": (
        {"cycles/bad/one/index.md": PLAIN, **{f"cycles/bad/one/f{n}.pdf": "x" for n in range(5_000)}},
        "",
    ),
    "UTF-16": ({"cycles/bad/one.md": PLAIN.encode("utf-16")}, "E105"),
    "UTF-32": ({"cycles/bad/one.md": PLAIN.encode("utf-32")}, "E105"),
    "Latin-1": ({"cycles/bad/one.md": PLAIN.encode() + b"caf\xe9"}, "E105"),
    "settings in UTF-16": ({"cycles/portfolio.yml": "title: x\n".encode("utf-16")}, "E105"),
    "settings in Latin-1": ({"cycles/portfolio.yml": b"title: caf\xe9\n"}, "E105"),
    "a byte-order mark": ({"cycles/bad/one.md": b"\xef\xbb\xbf" + PLAIN.encode()}, ""),
    "two byte-order marks": ({"cycles/bad/one.md": b"\xef\xbb\xbf" * 2 + PLAIN.encode()}, "E113"),
    "carriage returns": ({"cycles/bad/one.md": PLAIN.replace("\n", "\r")}, ""),
    "NUL": ({"cycles/bad/one.md": PLAIN + "a\0b"}, "E106"),
    "bidi": ({"cycles/bad/one.md": PLAIN + "a\u202eb"}, "E107"),
    "without width": ({"cycles/bad/one.md": PLAIN + "a\u200bb"}, ""),
    "a roster that is a pipe": ({"roster.txt": Pipe()}, ""),
    "a roster of 256 kB": ({"roster.txt": "".join(f"Name{n} Family{n}\n" for n in range(5_000))}, ""),
    "a roster in UTF-16": ({"roster.txt": "Maria Lopez\n".encode("utf-16")}, ""),
    "students in 250 kB": ({"cycles/bad/one.md": PLAIN + "Maria and Jayden said so. " * 9_000}, ""),
    "telephones in 250 kB": ({"cycles/bad/one.md": PLAIN + "555-123-4567\n" * 18_000}, "E702"),
    "dots and an at sign": ({"cycles/bad/one.md": PLAIN + "a." * 120_000 + " @"}, ""),
    "dots and signs of all kinds": (
        {"cycles/bad/one.md": PLAIN + "a." * 120_000 + " (at dot tel born dob id named +1"},
        "",
    ),
    "spaces behind a word for a number": (
        {"cycles/bad/one.md": PLAIN + "student id" + " " * 240_000 + "x"},
        "",
    ),
    "spaces around an at sign": ({"cycles/bad/one.md": PLAIN + "a (at) b" + " " * 240_000 + "x"}, ""),
    "quotes and names": ({"cycles/bad/one.md": PLAIN + '"Aa, a student' * 17_000}, "W705"),
    "links in 250 kB": ({"cycles/bad/one.md": PLAIN + "[a](b.pdf) " * 22_000}, "W607"),
    "pictures in 250 kB": ({"cycles/bad/one.md": PLAIN + "![](b.png) " * 22_000}, "E601 E603"),
}


UNREAD = {"a name that is no text", "a school that is no text", "a folder for a record", "a backslash"}
NAMED = {"E142", "E143", "E144"}
"""What is wrong with a name alone: the record is read all the same, and the build refused for its name."""


def _is_marked(held: Content) -> bool:
    return MARK.encode() in _bytes(held)


def _bytes(held: Content) -> bytes:
    if isinstance(held, str):
        return held.encode("utf-8", "surrogatepass")
    return held if isinstance(held, bytes) else b""


def _is_read(files: Files, codes: str) -> bool:
    """Whether a mark of these files is on the site: the record that brings it is whole."""
    marked = any(
        isinstance(name, str) and name.startswith("cycles/") and _is_marked(held)
        for name, held in files.items()
    )
    return marked and set(codes.split()) <= NAMED | {"E140", "W607", "W705"}


def attacks() -> Iterator[Attack]:
    """Every file and name above."""
    for name, (file, made, codes) in PICTURES.items():
        yield attack(
            f"picture, {name}",
            lambda file=file, made=made: showing(file, made()),
            codes,
            read=not codes.startswith("E"),
        )  # type: ignore[misc]
    for name, (file, files, codes) in OFFERED.items():
        yield attack(
            f"file, {name}",
            lambda file=file, files=files: naming(file, files() if callable(files) else files),  # type: ignore[misc]
            codes,
            read=not codes or codes in NAMED,
        )
    for name, (files, codes) in NAMES.items():
        yield attack(f"place, {name}", files, codes, read=name not in UNREAD and _is_read(files, codes))
