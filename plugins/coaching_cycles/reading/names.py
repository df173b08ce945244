"""Names of files and folders: what every computer can hold, and what can stand in an address."""

from __future__ import annotations

import re
import unicodedata

from coaching_cycles.reading import characters

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"}
_LONGEST = 255
# What most names are; `_fits` knows the letters of all scripts.
_PLAIN = re.compile(r"[a-zA-Z0-9](?:[-_.a-zA-Z0-9]*[-_a-zA-Z0-9])?")
_JUNK = re.compile(
    r"(?i).*~|~\$.*|#.*#|thumbs\.db|desktop\.ini|icon\r|__macosx"
    r"|.*\.(?:bak|swp|swo|tmp|temp|orig|rej|part|crdownload)"
)


def is_hidden(name: str) -> bool:
    """Files and folders that begin with a dot belong to programs, not to the portfolio."""
    return name.startswith(".")


def is_junk(name: str) -> bool:
    """Copies and leavings that editors and systems drop; they are passed over without a word."""
    return _JUNK.fullmatch(name) is not None


def is_text(name: str) -> bool:
    """False for a name whose bytes are no text, as file systems of another encoding leave them."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def is_draft(name: str) -> bool:
    """An underscore in front keeps a school or a record out until it is ready."""
    return name.startswith("_")


def key(name: str) -> str:
    """The name as it stands in an address: as typed, with accents composed (systems differ in that)."""
    return unicodedata.normalize("NFC", name)


def fold(name: str) -> str:
    """Equal for two names that some computers cannot keep apart: by case, or by how accents are stored."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def explain_unportable(name: str) -> str:
    """Why some computer can't hold a file of this name; empty when all can."""
    bad = _FORBIDDEN.search(name)
    if bad is not None:
        character = bad.group()
        return f"it holds {character if character.isprintable() else characters.name(character)}"
    unsafe = characters.UNSAFE.search(name)
    if unsafe is not None:
        return f"it holds {characters.name(unsafe.group())}"
    if name != name.rstrip(" ."):
        return "it ends with a space or a dot"
    if name.split(".", maxsplit=1)[0].rstrip().casefold() in _RESERVED:
        return "Windows keeps this name for a device"
    if len(name.encode("utf-16-le")) // 2 > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    return ""


def explain_address(name: str) -> str:
    """Why a school or a record of this name can't have an address; empty when it can."""
    if _PLAIN.fullmatch(name):
        return ""
    bad = next((character for character in name if not _fits(character)), "")
    if bad == " ":
        return "it holds a space"
    if bad:
        return f"it holds {bad if bad.isprintable() else characters.name(bad)}"
    if not any(character.isalnum() for character in name):
        return "it has no letter or digit"
    if name.startswith(".") or name.endswith("."):
        return "it begins or ends with a dot"
    return ""


def suggest(name: str) -> str:
    """A name near this one that is good in an address and on every computer."""
    spaced = "".join(character if _fits(character) else "-" for character in key(name).replace("'", ""))
    neat = re.sub(r"-{2,}", "-", spaced).strip("-._")
    if not neat or explain_unportable(neat):
        neat = f"cycle-{neat}".rstrip("-")
    return neat


def suggest_file(name: str) -> str:
    """A name near this one for a file, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    return f"{suggest(stem)}.{suggest(ending)}" if dot and stem and ending.isalnum() else suggest(name)


def _fits(character: str) -> bool:
    # Marks are part of the letters of many scripts (Hindi, Thai, Arabic with vowels).
    return character in "-_." or unicodedata.category(character)[0] in "LM" or character.isdecimal()
