"""What a portfolio's folder holds: schools, records, logs and other files, found by their names alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coaching_cycles.problems import Problem
from coaching_cycles.reading import names
from coaching_cycles.reading.walk import Entry, Walk


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """One record. Paths are relative to the portfolio's root, with forward slashes.

    `id` is `<school>/<name>`, with accents composed; `path` is the record's Markdown; `folder` its own folder
    (None for a record in a single file); `files` are all other files of that folder, at any depth.
    """

    id: str
    path: str
    folder: str | None = None
    logs: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchoolFiles:
    """One school: its key (the folder's name), its folder, its `school.yml` if there is one, its records."""

    key: str
    path: str
    school: str | None
    records: tuple[RecordFiles, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """All that was found, by name. `drafts` are the schools and records left out for their underscore."""

    portfolio: str | None
    schools: tuple[SchoolFiles, ...]
    problems: tuple[Problem, ...]
    drafts: tuple[str, ...] = ()


_ALMOST_RECORD = {".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"}
_PASSED_OVER = {"readme.md", "readme", "readme.txt", "license", "license.md", "license.txt", "roster.txt"}


def scan(root: Path, cycles_dir: str = "cycles") -> Listing:
    """List a portfolio's folder. Only spreadsheets are opened, to see that they hold no row about a student.

    Names that begin with a dot and the leavings of editors are passed over; a school or a record whose name
    begins with an underscore is a draft and is left out. No link is followed.
    """
    return _Scan(root).scan(PurePosixPath(cycles_dir.replace("\\", "/")).as_posix())


class _Scan:
    def __init__(self, root: Path) -> None:
        self.walk = Walk(root)
        self.drafts: list[str] = []

    def scan(self, top: str) -> Listing:
        portfolio = None
        schools = []
        for entry in self.walk.enter(top):
            if self.is_draft(entry):
                continue
            if entry.is_folder:
                school = self.read_school(entry)
                if school is not None:
                    schools.append(school)
            elif entry.name == "portfolio.yml":
                portfolio = entry.path
            elif _is_record(entry):
                self.misplace(entry)
            else:
                self.stray(entry, "portfolio.yml")
        return Listing(portfolio, tuple(schools), tuple(sorted(self.walk.problems)), tuple(self.drafts))

    def read_school(self, entry: Entry) -> SchoolFiles | None:
        entries = self.walk.look_into(entry.path)
        index = _find(entries, "index.md")
        singles = [e for e in entries if _is_record(e) and e is not index]
        info = _find(entries, "school.yml")
        if index is not None:
            self.misplace(index)
            if info is None and not singles:
                # The whole folder is a record that lacks its school; its parts are no records of their own.
                self.walk.files_below(entry.path, quiet=True)
                return None
        self.check_address(entry, entry.name)
        for file in entries:
            if not file.is_folder and file is not info and file is not index and file not in singles:
                self.stray(file, "school.yml")
        records = self.read_records(names.key(entry.name), singles, [e for e in entries if e.is_folder])
        if not records and info is None:
            if index is None and not self.walk.is_reported_below(entry.path):
                message, hint = "this folder holds no record", "put a record into it, or remove it"
                self.walk.report("H142", entry.path, message, hint)
            return None
        return SchoolFiles(names.key(entry.name), entry.path, info.path if info else None, records)

    def read_records(
        self, school: str, singles: list[Entry], folders: list[Entry]
    ) -> tuple[RecordFiles, ...]:
        records: dict[str, RecordFiles] = {}
        beside = {names.fold(folder.name): folder for folder in folders}
        paired = set()
        for entry in singles:
            if self.is_draft(entry):
                continue
            stem = entry.name.removesuffix(".md")
            twin = beside.get(names.fold(stem))
            if twin is not None:
                paired.add(twin.path)
                message = f"{entry.name} and the folder {twin.name} claim one address"
                self.walk.report("E145", entry.path, message, f"move {entry.name} to {twin.name}/index.md")
            self.check_address(entry, stem)
            found = RecordFiles(f"{school}/{names.key(stem)}", entry.path)
            records.setdefault(found.id, found)
        for folder in folders:
            if self.is_draft(folder):
                continue
            record = self.read_folder(school, folder, paired=folder.path in paired)
            if record is not None:
                records.setdefault(record.id, record)
        return tuple(records[key] for key in sorted(records))

    def read_folder(self, school: str, folder: Entry, *, paired: bool) -> RecordFiles | None:
        files = self.walk.files_below(folder.path)
        index = next((file for file in files if file.path == f"{folder.path}/index.md"), None)
        if index is None:
            if files and not paired:
                near = next((f.name for f in files if f.path.count("/") == folder.path.count("/") + 1), "")
                hint = "name the record in this folder index.md"
                if folder.name.lower() == "logs":
                    hint = "make a folder for the record that these are of: <name>/index.md and <name>/logs/"
                elif PurePosixPath(near).suffix.lower() in _ALMOST_RECORD:
                    hint = f"rename {near} to index.md, if it is the record"
                self.walk.report("E146", folder.path, "this folder has no index.md, so it is no record", hint)
            return None
        self.check_address(folder, folder.name)
        logs = [f for f in files if _is_markdown(f) and f.path == f"{folder.path}/logs/{f.name}"]
        others = [f for f in files if f is not index and f not in logs]
        for file in others:
            if (
                PurePosixPath(file.name).suffix.lower() in _ALMOST_RECORD
                and file.name.lower() not in _PASSED_OVER
            ):
                message = "this file is not read: beside index.md, Markdown is read from logs/*.md only"
                self.walk.report("H141", file.path, message, "move it to logs/, or name it as an attachment")
        return RecordFiles(
            f"{school}/{names.key(folder.name)}",
            index.path,
            folder.path,
            tuple(f.path for f in logs),
            tuple(f.path for f in others),
        )

    def is_draft(self, entry: Entry) -> bool:
        if not names.is_draft(entry.name):
            return False
        self.drafts.append(entry.path)
        if entry.is_folder:
            # A roster in a draft is as public as any other file of the repository.
            self.walk.files_below(entry.path, quiet=True)
        return True

    def check_address(self, entry: Entry, stem: str) -> None:
        fault = names.explain_address(stem)
        if fault and not self.walk.is_reported(entry.path):
            suffix = "" if entry.is_folder else ".md"
            message = f"this name can't be part of an address: {fault}"
            self.walk.report("E143", entry.path, message, f"rename it to {names.suggest(stem)}{suffix}")

    def misplace(self, entry: Entry) -> None:
        message = (
            "a record belongs in the folder of its school: <school>/<name>.md or <school>/<name>/index.md"
        )
        self.walk.report(
            "E147", entry.path, message, "make a folder for the school and move the record into it"
        )

    def stray(self, entry: Entry, settings: str) -> None:
        """A file that nothing here reads: a warning when its name is almost right, else a hint."""
        name = PurePosixPath(entry.name)
        if self.walk.is_reported(entry.path) or entry.name.lower() in _PASSED_OVER:
            return
        if name.stem.lower() == settings.removesuffix(".yml") and name.suffix.lower() in {".yml", ".yaml"}:
            # Unread settings would leave the default privacy policy in force without a word.
            code = "E151" if settings == "portfolio.yml" else "W140"
            self.walk.report(code, entry.path, f"{entry.name} is not read", f"rename it to {settings}")
        elif name.suffix.lower() in _ALMOST_RECORD or entry.name.lower().endswith(".md.txt"):
            message = f"{entry.name} is not read: the name of a record ends in .md, in small letters"
            self.walk.report("W140", entry.path, message, "rename it")
        else:
            message = "nothing reads this file here"
            hint = (
                "an attachment goes into the folder of its record, beside index.md; anything else elsewhere"
            )
            self.walk.report("H140", entry.path, message, hint)


def _find(entries: Iterable[Entry], name: str) -> Entry | None:
    return next((entry for entry in entries if entry.name == name and not entry.is_folder), None)


def _is_markdown(entry: Entry) -> bool:
    return not entry.is_folder and entry.name.endswith(".md")


def _is_record(entry: Entry) -> bool:
    return _is_markdown(entry) and entry.name.lower() not in _PASSED_OVER
