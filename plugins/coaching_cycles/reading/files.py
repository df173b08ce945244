"""Bytes to text, and only from ordinary files of an ordinary size inside the portfolio's folder."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading import characters

LIMIT = 256 * 1024
"""The largest file that is read as text, in bytes: a record of a hundred pages is well below it."""

# O_NONBLOCK: opening a named pipe would otherwise wait for a writer for ever. Some systems lack some of
# these.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(r"\r\n?")
_SAVE_AS = (
    "open the file in the program that wrote it and save it again as UTF-8 "
    "(Notepad: File, Save As, Encoding: UTF-8; Word: Save As, Plain Text, Unicode (UTF-8))"
)


def read_bytes(root: Path, relative: str, limit: int = LIMIT) -> bytes | Problem:
    """The bytes of a regular file inside `root`, or what speaks against reading it.

    `relative` has forward slashes. No link is followed, in no part of the path below `root`; a file over
    `limit` bytes is not read; a pipe or a device is not opened.
    """
    shown = characters.replace(relative)
    try:
        refused = _refuse(root, relative, shown)
        if refused is not None:
            return refused
        handle = os.open(f"{root}/{relative}", _FLAGS)
    except (OSError, ValueError) as error:
        return _unreadable(shown, error)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return _not_a_file(shown)
        if status.st_size > limit:
            return _too_large(shown, limit)
        with os.fdopen(handle, "rb", closefd=False) as file:
            # Some files (of /proc, or one that is being written) are longer than they say.
            data = file.read(limit + 1)
    except OSError as error:
        return _unreadable(shown, error)
    finally:
        os.close(handle)
    return data if len(data) <= limit else _too_large(shown, limit)


def read_text(root: Path, relative: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, without a byte-order mark and with line feeds only, and what was found in it.

    None when the file can't be read at all. Unsafe characters are reported and stand as U+FFFD in the text,
    so that the rest of the file can still be checked.
    """
    data = read_bytes(root, relative)
    if isinstance(data, Problem):
        return None, [data]
    text = decode(data, characters.replace(relative))
    if isinstance(text, Problem):
        return None, [text]
    return characters.scrub(text, characters.replace(relative))


def decode(data: bytes, path: str) -> str | Problem:
    """UTF-8, with or without a byte-order mark and with any kind of line end, as text with line feeds."""
    wide = _wide(data)
    if wide:
        return Problem(path, Mark(), "E105", f"this file is saved as {wide}, not as UTF-8", _SAVE_AS)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(data, error.start, path)
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _wide(data: bytes) -> str:
    """The name of an encoding of two or four bytes a character, when the data look like it."""
    if data.startswith(_UTF32):
        return "UTF-32"
    if data.startswith(_UTF16):
        return "UTF-16 (“Unicode”)"
    head = data[:400]
    # Latin letters in UTF-16 have a zero in every other byte; a stray NUL in a text is another mistake.
    return "UTF-16 (“Unicode”)" if head.count(0) * 3 > len(head) else ""


def _undecodable(data: bytes, start: int, path: str) -> Problem:
    before = _LINE_END.sub("\n", data[:start].decode("utf-8"))
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    rest = re.split(rb"[\r\n]", data[start:], maxsplit=1)[0].decode("cp1252", "replace")
    return Problem(
        path,
        Mark(line, column),
        "E105",
        f"this file is not saved as UTF-8: a byte here ({data[start]:#04x}) is not text in UTF-8; "
        f"in Windows-1252 (“ANSI”, Latin-1) it would be “{rest[0]}”",
        _SAVE_AS,
        source=characters.replace(before[before.rfind("\n") + 1 :] + rest),
    )


def _refuse(root: Path, relative: str, shown: str) -> Problem | None:
    """A finding when the path leads outside, over a link, or to something that is not a file."""
    parts = relative.split("/")
    if any(part in {"", ".", ".."} or "\\" in part for part in parts) or os.path.isabs(relative):  # noqa: PTH117
        return Problem(
            shown,
            Mark(),
            "E103",
            "this path leads out of the portfolio's folder",
            "name a file inside the folder, with forward slashes and without `..`",
        )
    place = str(root)
    for part in parts:
        place += f"/{part}"
        mode = os.lstat(place).st_mode
        if stat.S_ISLNK(mode):
            return _link(shown)
    return None if stat.S_ISREG(mode) else _not_a_file(shown)


def _link(shown: str) -> Problem:
    return Problem(
        shown,
        Mark(),
        "E103",
        "this is a link to another place, or stands in a folder that is one; links are not followed",
        "put the file itself here",
    )


def _not_a_file(shown: str) -> Problem:
    return Problem(
        shown,
        Mark(),
        "E102",
        "this is not an ordinary file (a folder, a pipe or a device)",
        "put a text file here, or remove it",
    )


def _too_large(shown: str, limit: int) -> Problem:
    return Problem(
        shown,
        Mark(),
        "E104",
        f"this file is larger than {limit // 1024} kB",
        "keep a record to its words and counts, and put long material beside it as an attachment",
    )


def _unreadable(shown: str, error: OSError | ValueError) -> Problem:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(shown, Mark(), "E101", "there is no such file", "check the name, letter by letter")
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return _link(shown)
    reason = (error.strerror if isinstance(error, OSError) else None) or "its name can't be used"
    hint = "check that you may open the file in an editor"
    return Problem(shown, Mark(), "E101", f"this file can't be read: {reason}", hint)
