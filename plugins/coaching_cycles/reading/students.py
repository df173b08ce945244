"""Telling a table of counts from a table with a row for each student, by its header and its first column.

In doubt the answer is "students": a table of counts that is taken for one can be given a plainer header in a
minute, while a roster that was published cannot be called back.
"""

from __future__ import annotations

import re

from coaching_cycles.reading.spreadsheets import Rows

_HEADER_ROWS = 10
_MANY = 5

_WORD = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?%?")
_ID = re.compile(
    r"(?!(?:19|20)\d\d$)[A-Za-z]{0,3}-?\d{4,12}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_NUMBERED = re.compile(
    r"(?i)(?:student|pupil|learner|child|kid|scholar|alumn[oa]|estudiante|학생|st|s)[\s._#-]*(?:[a-z]|\d{1,4})"
)
_NAME_PART = r"[^\W\d_a-z][\w'’.-]*"
_LAST_FIRST = rf"{_NAME_PART}(?: {_NAME_PART})*, ?{_NAME_PART}(?: .*)?"
_FULL_NAME = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{1,3}}|{_LAST_FIRST}")
_ONE_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?")

_LOOKS = (
    (_NUMBERED, "“Student 1”"),
    (_ID, "numbers of students"),
    (_FULL_NAME, "names"),
    (_ONE_NAME, "names"),
)
_MOST = 0.8

_PERSON = {
    "student", "students", "pupil", "pupils", "learner", "learners", "child", "children", "kid", "scholar",
    "alumno", "alumna", "alumnos", "alumnas", "estudiante", "estudiantes", "elev", "elever", "학생",
}  # fmt: skip
_IDENTIFIES = {
    "name", "names", "id", "ids", "identifier", "number", "no", "code", "email", "mail", "initials",
    "first", "last", "middle", "given", "family", "birth", "birthdate", "dob", "login", "username",
    "nombre", "apellido", "이름", "번호",
}  # fmt: skip
_ALONE = {
    "name", "names", "id", "first name", "last name", "middle name", "given name", "family name",
    "full name", "legal name", "preferred name", "surname", "forename", "firstname", "lastname", "email",
    "e mail", "mail", "email address", "e mail address", "dob", "date of birth", "birth date", "birthdate",
    "birthday", "username", "user name", "user id", "login", "ssn", "ssid", "sasid", "lasid", "suid",
    "sis id", "local id", "state id", "upn", "nombre", "nombres", "apellido", "apellidos", "correo",
    "fecha de nacimiento", "이름", "성명", "학번", "생년월일", "student", "pupil", "learner", "child",
    "kid", "scholar", "alumno", "alumna", "estudiante", "elev", "navn", "fornavn", "etternavn",
    "elevnummer", "학생",
}  # fmt: skip
_WEAK = {"name", "names", "id", "code"}
_COUNTS = {
    "n", "students", "pupils", "learners", "children", "count", "counts", "enrolled", "assessed", "tested",
    "number of students", "number of pupils", "no of students", "of students", "num students", "n students",
    "student count", "students tested", "students assessed", "estudiantes", "alumnos", "학생 수", "인원",
}  # fmt: skip
_GROUPS = {
    "level", "levels", "target", "targets", "standard", "standards", "date", "question", "school",
    "schools", "grade", "grades", "group", "groups", "period", "item", "items", "skill", "skills", "domain",
    "subject", "week", "month", "year", "assessment", "class", "classes", "criterion", "criteria",
    "dimension", "reading", "check", "category", "score", "scores", "points", "percent", "measure", "step",
    "day", "time", "section", "strand", "resource", "title", "text", "word", "words", "event", "term",
    "topic", "source", "page", "chapter", "unit", "form", "teacher", "cycle", "practice", "strategy",
    "objective", "goal", "outcome", "proficiency", "band", "rating", "result", "test", "nivel", "fecha",
    "grupo", "수준", "날짜",
}  # fmt: skip


def find_student_row(rows: Rows) -> tuple[int, str] | None:
    """The row (from 1) that gives away a table of students, and why it does; None for a table of counts."""
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    for number, row in filled:
        if any(_EMAIL.fullmatch(cell) for cell in row):
            return number, "it holds an e-mail address"
    for place, (number, row) in enumerate(filled[:_HEADER_ROWS]):
        found = _judge_header(row, [below for _, below in filled[place + 1 :]])
        if found:
            return number, f"its column “{found}” names or numbers students"
    return _judge_first_column(filled)


def _judge_header(header: list[str], below: Rows) -> str:
    """The heading of a column that holds something about single students, or an empty text."""
    words = [split_heading(cell) for cell in header]
    counted = _has_counts(header, below)
    for column, (cell, heading) in enumerate(zip(header, words, strict=True)):
        values = [row[column] for row in below if column < len(row) and row[column]]
        if not values or not heading:
            continue
        phrase = " ".join(heading)
        if phrase in _COUNTS:
            # “Students” heads a count as well as a list of names.
            names = phrase in _PERSON and not all(_NUMBER.fullmatch(value) for value in values)
        else:
            names = names_students(cell) and not (phrase in _WEAK and counted)
        if names:
            return cell
    return ""


def names_students(heading: str) -> bool:
    """Whether a column of this heading names or numbers students, unless it counts them."""
    words = split_heading(heading)
    if " ".join(words) in _ALONE:
        return True
    return bool(_PERSON & set(words) and _IDENTIFIES & set(words)) and "of" not in words[1:]


def counts_students(heading: str) -> bool:
    """Whether a column of this heading may hold how many students there are."""
    return " ".join(split_heading(heading)) in _COUNTS


def _has_counts(header: list[str], below: Rows) -> bool:
    """True when a column counts students, more than one a row: the rows are groups."""
    for column, cell in enumerate(header):
        if counts_students(cell):
            values = [row[column] for row in below if column < len(row) and row[column]]
            if all(value.isdecimal() for value in values) and set(values) - {"0", "1"}:
                return True
    return False


def _judge_first_column(filled: list[tuple[int, list[str]]]) -> tuple[int, str] | None:
    if len(filled) < _MANY:
        return None
    header = filled[0][1]
    if set(split_heading(header[0])) & _GROUPS or _has_counts(header, [row for _, row in filled[1:]]):
        return None
    column = [(number, row[0]) for number, row in filled if row[0]]
    for pattern, what in _LOOKS:
        hits = [(number, text) for number, text in column if pattern.fullmatch(text)]
        # One cell may be a heading; a name that comes twice is more likely a group.
        alike = len(hits) >= _MANY and len(hits) >= _MOST * (len(column) - 1)
        if alike and len({text for _, text in hits}) == len(hits):
            return hits[0][0], f"the entries of its first column look like {what}"
    return None


def split_heading(cell: str) -> list[str]:
    """The words of a heading in small letters: “StudentID” and “student_id” are “student id”."""
    return [word.lower() for word in _WORD.findall(cell)]
