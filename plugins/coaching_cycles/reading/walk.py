"""Going through a folder: in order, following no link, with an eye on every name and spreadsheet."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading import characters, names, spreadsheets
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.reading.students import find_student_row

_NO_ROWS = (
    "keep it out of this folder; publish counts instead: in a record, or in a table with a row for each "
    "group and the number of students in it"
)


def link_problem(path: str) -> Problem:
    """The finding about a link."""
    message = "this is a link to another place; links are not followed"
    return Problem(characters.replace(path), Mark(), "E140", message, "put the file or folder itself here")


def special_problem(path: str) -> Problem:
    """The finding about what is no file and no folder."""
    message = "this is neither a file nor a folder (a pipe, a socket or a device)"
    return Problem(characters.replace(path), Mark(), "E141", message, "remove it")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder; `path` is relative to the root, with forward slashes."""

    name: str
    path: str
    is_folder: bool


class Walk:
    """Lists folders below `root` and collects what is wrong with what they hold.

    `links`: links and pipes are reported wherever they are, and not only where names are.
    """

    def __init__(self, root: Path, *, links: bool = False) -> None:
        self.root = root
        self._links = links
        self.problems: list[Problem] = []
        self._reported: set[str] = set()

    def report(self, code: str, path: str, message: str, hint: str, line: int = 1) -> None:
        """Add a finding about a file or a folder."""
        self._add(path, Problem(characters.replace(path), Mark(line), code, message, hint))

    def _add(self, path: str, problem: Problem) -> None:
        self._reported.add(path)
        self.problems.append(problem)

    def is_reported(self, path: str) -> bool:
        """True when something has been found about this file or folder itself."""
        return path in self._reported

    def is_reported_below(self, folder: str) -> bool:
        """True when something has been found about what a folder holds."""
        return any(path.startswith(f"{folder}/") for path in self._reported)

    def enter(self, top: str) -> list[Entry]:
        """What the folder of all records holds; a finding and nothing when it is not there, or is a link."""
        place = self.root
        for part in PurePosixPath(top).parts:
            place /= part
            try:
                mode = place.lstat().st_mode
            except (OSError, ValueError):
                message, hint = (
                    f"there is no folder {top}",
                    f"make {top}/ with a folder for each school in it",
                )
                self.report("E150", top, message, hint)
                return []
            if part == ".." or stat.S_ISLNK(mode):
                self._add(top, link_problem(top))
                return []
        return self.look_into(top)

    def look_into(self, folder: str, *, quiet: bool = False) -> list[Entry]:
        """Files and folders in a folder, by name; `quiet` reports only rows about students."""
        try:
            with os.scandir(self.root / folder) as found:
                items = sorted(found, key=lambda item: item.name)
        except OSError as error:
            reason = error.strerror or "no reason given"
            self.report("E101", folder, f"this folder can't be read: {reason}", "check that you may open it")
            return []
        entries = []
        for item in items:
            if names.is_hidden(item.name) or names.is_junk(item.name):
                continue
            entry = self._look(item, f"{folder}/{item.name}", quiet=quiet)
            if entry is not None:
                entries.append(entry)
        if not quiet:
            self._compare(entries)
        return entries

    def files_below(self, folder: str, *, quiet: bool = False) -> list[Entry]:
        """All files of a folder and of the folders in it, by path."""
        files = []
        waiting = [folder]
        while waiting:
            for entry in self.look_into(waiting.pop(), quiet=quiet):
                if entry.is_folder:
                    waiting.append(entry.path)
                else:
                    files.append(entry)
        return sorted(files, key=lambda entry: entry.path)

    def _look(self, item: os.DirEntry[str], path: str, *, quiet: bool) -> Entry | None:
        # A junction is Windows' other kind of link; Python 3.11 can't tell it from a folder.
        if item.is_symlink() or getattr(item, "is_junction", bool)():
            if not quiet or self._links:
                self._add(path, link_problem(path))
            return None
        if item.is_dir(follow_symlinks=False):
            entry = Entry(item.name, path, is_folder=True)
        elif item.is_file(follow_symlinks=False):
            entry = Entry(item.name, path, is_folder=False)
            self._inspect(path)
        else:
            if not quiet or self._links:
                self._add(path, special_problem(path))
            return None
        fault = "" if quiet else names.explain_unportable(item.name)
        if fault:
            message = f"some computers can't hold a file of this name: {fault}"
            self.report("E142", path, message, f"rename it, for example to {names.suggest_file(item.name)}")
        # Bytes that are no text have no address, and a backslash is a folder elsewhere: neither is read.
        return entry if names.is_text(item.name) and "\\" not in item.name else None

    def _compare(self, entries: list[Entry]) -> None:
        known: dict[str, Entry] = {}
        for entry in entries:
            other = known.setdefault(names.fold(entry.name), entry)
            if other is not entry:
                message = f"{entry.name} and {other.name} are one name on many computers"
                self.report("E144", entry.path, message, "rename one of them")

    def _inspect(self, path: str) -> None:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix not in spreadsheets.SUFFIXES:
            return
        data = read_bytes(self.root, path, spreadsheets.LIMIT)
        tables = None if isinstance(data, Problem) else spreadsheets.read_tables(data, suffix)
        if tables is None:
            message = "this spreadsheet can't be looked into, so it may hold rows about students"
            hint = "save it as .xlsx or .csv with counts only, or keep it out of this folder"
            self.report("E149", path, message, hint)
            return
        for table in tables:
            found = find_student_row(table)
            if found is not None:
                number, why = found
                line = number if suffix in spreadsheets.PLAIN else 1
                self.report("E148", path, f"row {number} seems to be about a student: {why}", _NO_ROWS, line)
                return
