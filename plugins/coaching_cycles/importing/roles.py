"""What a heading says about its column: who, when, before or after, a level or a score, or nothing of use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from coaching_cycles.importing.cells import tidy
from coaching_cycles.reading.students import counts_students, names_students, split_heading
from coaching_cycles.standards import canonical, is_known

Role = Literal[
    "id", "mail", "name", "date", "window", "year", "standard", "part", "level", "score", "count", ""
]
Occasion = Literal["before", "check", "after", "follow_up"]
OCCASIONS: tuple[Occasion, ...] = ("before", "check", "after", "follow_up")

_IDS = frozenset(
    {
        "id",
        "ids",
        "identifier",
        "number",
        "no",
        "num",
        "code",
        "ssid",
        "sasid",
        "lasid",
        "upn",
        "suid",
        "학번",
        "번호",
    }
)
_MAIL = frozenset({"mail", "email", "login", "username", "correo"})
_AROUND = frozenset({
    "teacher", "teachers", "staff", "school", "schools", "district", "state", "account", "municipality",
    "class", "classes", "section", "course", "group", "groups", "period", "room", "homeroom", "gender",
    "sex", "race",
    "ethnicity", "language", "meal", "lunch", "disability", "accommodations", "birth", "dob", "tutor",
    "parent", "guardian", "phone", "comment", "comments", "notes", "feedback", "duration", "time", "minutes",
    "lexile",
    "quantile", "percentile", "norm", "error", "sem", "growth", "gain", "projected", "typical", "stretch",
    "range", "rank", "status", "attempts", "enrollment", "program",
})  # fmt: skip
_WINDOW = frozenset({
    "window", "season", "term", "termname", "administration", "occasion", "reading", "when", "round", "phase",

    "prepost", "checkpoint", "type", "wave", "trial", "timepoint",
    "test", "assessment", "event", "session", "vurdering", "시기",
})  # fmt: skip
_DATE = frozenset({"date", "day", "timestamp", "completed", "taken", "datum", "dato", "fecha", "날짜"})
_OTHER_DAYS = frozenset({"birth", "enrollment", "start", "launch"})
_NAMES = frozenset({"name", "code", "id", "standard"})
_YEAR = frozenset({"school year", "academic year", "year", "schoolyear"})
_STANDARD = frozenset({
    "standard", "standards", "objective", "skill", "outcome", "target", "competency", "strand", "domain",
    "criterion", "standardname", "estándar", "성취기준",
})  # fmt: skip
_PART = frozenset({"subject", "measurementscale", "measurement scale", "discipline"})
_LEVEL = frozenset({
    "level", "levels", "band", "placement", "proficiency", "performance", "rubric", "rating", "category",
    "mastery", "achievement", "quintile", "benchmark", "nivel", "nivå", "niveau", "수준",
})  # fmt: skip
_SCORE = frozenset({
    "score", "scores", "points", "pts", "point", "percent", "percentage", "result", "results", "raw", "marks",
    "mark", "correct", "rit", "total", "smartscore", "puntos", "poeng", "punkte", "점수",
})  # fmt: skip
_PHASES: tuple[tuple[Occasion, frozenset[str]], ...] = (
    ("follow_up", frozenset({"follow", "followup", "delayed", "retention", "later"})),
    ("before", frozenset({
        "pre", "pretest", "preassessment", "before", "baseline", "initial", "beginning", "boy", "fall",
        "autumn", "start", "first", "entry", "antes", "inicial", "før", "vorher", "사전",
    })),
    ("check", frozenset({
        "check", "mid", "middle", "moy", "winter", "interim", "midpoint", "progress", "slip", "ticket",
    })),
    ("after", frozenset({
        "post", "posttest", "postassessment", "after", "final", "end", "eoy", "spring", "exit", "last",
        "ending", "después", "despues", "etter", "nachher", "사후",
    })),
)  # fmt: skip
_NO_PHASE = {"last name", "first name"}
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9]{1,8}(?:[.\-:][A-Za-z0-9]{1,8}){1,7}(?:\([A-Za-z0-9]\))*")


def read_role(heading: str) -> Role:
    """What a column holds, going by its heading alone."""
    words = split_heading(heading)
    if not words:
        return ""
    phrase, known = " ".join(words), frozenset(words)
    if counts_students(heading):
        # “Students” heads a list of names as well as a count: what stands below it decides.
        return "name" if names_students(heading) else "count"
    if names_students(heading):
        return "mail" if known & _MAIL else "id" if known & _IDS else "name"
    if phrase in _YEAR:
        return "year"
    if phrase in _PART:
        return "part"
    return _read_result(phrase, known, percent="%" in heading)


def _read_result(phrase: str, known: frozenset[str], *, percent: bool) -> Role:
    """When something was assessed, what, and what came of it."""
    if known & _DATE and not known & _OTHER_DAYS:
        return "date"
    if phrase in _STANDARD or (known & _STANDARD and known & _NAMES and not known & _SCORE):
        return "standard"
    if known & _AROUND - {"period", "time"}:
        return ""
    if known & _LEVEL:
        return "window" if known & {"period", "window"} else "level"
    if known & _SCORE or percent:
        return "score"
    return "window" if known & _WINDOW else ""


def read_occasion(text: str) -> Occasion | None:
    """Before, on the way, after or later, as a heading or a window says it; None when it does not."""
    words = split_heading(tidy(text))
    phrase = " ".join(words)
    if phrase in _NO_PHASE:
        return None
    for occasion, said in _PHASES:
        if said & set(words):
            return occasion
    return None


@lru_cache(maxsize=4096)
def read_code(text: str) -> str | None:
    """The code of a standard that a heading or a cell holds, in its usual form, or None.

    Taken are codes of the built-in frameworks in any spelling, and what looks like a code of another one.
    """
    clean = tidy(text)
    candidates = [clean, *(word.strip("[](),;") for word in clean.split())]
    for candidate in candidates:
        found = canonical(candidate) if any(map(str.isdigit, candidate)) else None
        if found is not None and is_known(found):
            return found.code
    return next((c for c in candidates if _CODE.fullmatch(c) and any(map(str.isalpha, c))), None)
