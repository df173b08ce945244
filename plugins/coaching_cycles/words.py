"""The words of the interface, one catalogue a language, and how dates, numbers and lists are written in it.

The catalogues are `data/words/<language>.yml` and, where an area has grown, `data/words/<language>/*.yml`;
the head of `data/words/en.yml` says how to add to them. English is complete; what another language lacks is
said in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as day_of
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Literal

import yaml
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

FOLDER = Path(__file__).parent / "data" / "words"

_LOCALES = {"en": "en", "es": "es", "ko": "ko", "no": "nb"}
"""Language of a catalogue → locale of Babel: its data for Norwegian are kept under Bokmål."""

_ALIASES = {"nb": "no", "nn": "no"}
_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})

LANGUAGES = tuple(_LOCALES)

Value = str | int | Decimal
Parts = tuple[tuple[str, str | None], ...]
"""Literal text, then the name of what follows it, or None at the end."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence or phrase with its blanks, in each of the plural forms it needs.

    `choose` tells the plural category of a number in the language that the message is written in, which for
    a fallback is English. `source` is the text as the catalogue has it, by category.
    """

    forms: Mapping[str, Parts]
    choose: Callable[[int], str]
    source: Mapping[str, str]

    def parts(self, key: str, n: Value | None) -> Parts:
        """The form for `n`; the only form where the message does not count."""
        if len(self.forms) == 1:
            return self.forms["other"]
        if not isinstance(n, int):
            raise KeyError(f"{key}: n, the number that chooses the form, is missing")
        return self.forms.get(self.choose(n)) or self.forms["other"]


class Words:
    """One language of the interface. Call it with key and blanks: `w("measure.share.count", x=7, n=25)`.

    `n` is the number that chooses between plural forms. Numbers are written in the language's way; text goes
    in as it is, unescaped: templates escape. A key or a blank that is not there raises `KeyError`: a test
    reads templates and code for both.
    """

    __slots__ = ("_messages", "_plain", "language")

    def __init__(self, language: str = "en") -> None:
        self.language = language_of(language)
        """The catalogue's language, fit for an HTML `lang` attribute."""
        self._messages = _catalogue(self.language)
        self._plain = _without_blanks(self.language)

    def __repr__(self) -> str:
        return f"Words({self.language!r})"

    def __call__(self, key: str, /, **values: Value) -> str:
        """Return the words of a key, its blanks filled."""
        plain = self._plain.get(key)
        if plain is not None:
            return plain  # most have no blanks, and are asked for on every page
        said: list[str] = []
        for literal, name in self._messages[key].parts(key, values.get("n")):
            said.append(literal)
            if name is not None:
                value = values[name]
                said.append(value if isinstance(value, str) else self.number(value))
        return "".join(said)

    def __contains__(self, key: str) -> bool:
        """Tell whether there are words for a key."""
        return key in self._messages

    @property
    def messages(self) -> Mapping[str, Message]:
        """Every message by key, the English ones included where this language lacks them."""
        return self._messages

    def number(self, value: int | Decimal) -> str:
        """Return a number with the language's separators; a Decimal keeps the decimals it was typed with."""
        if isinstance(value, int) and 0 <= value < 1000:  # noqa: PLR2004 - nothing to separate: the usual case
            return str(value)
        return _number(str(value), self.language)

    def signed(self, value: int | Decimal) -> str:
        """Return "+44", "−16" (a true minus) or "0"."""
        size = value if value >= 0 else -value
        if value == 0:
            return self.number(size)
        return self("number.plus" if value > 0 else "number.minus", x=size)

    def percent(self, value: int | Decimal) -> str:
        """Return "28%" as the language writes it."""
        return self("number.percent", x=value)

    def list(self, items: Iterable[str], kind: Literal["and", "or"] = "and") -> str:
        """Return "a", "a and b", "a, b, and c" in the language's way."""
        listed = tuple(items)
        if len(listed) == 1:  # the usual case
            return listed[0]
        return _list(listed, "standard" if kind == "and" else "or", self.language)

    def date(self, value: object) -> str:
        """Return "2 Oct 2012", "October 2012" or "2012" for "2012-10-02", "2012-10", "2012".

        Takes anything whose text is such a date. Raises `ValueError` for anything else.
        """
        return _date(str(value), self.language)

    def dates(self, first: object | None, last: object | None) -> str:
        """Return "1–26 Oct 2012", "3 Nov – 12 Dec 2025", "October – November 2012".

        With one end only "since 3 Nov 2025" or "until 12 Dec 2025", with neither "".
        """
        if first is None and last is None:
            return ""
        if first is None:
            return self("date.until", date=self.date(last))
        if last is None:
            return self("date.since", date=self.date(first))
        return _dates(str(first), str(last), self.language)

    def month(self, number: int, *, short: bool = True) -> str:
        """Return the name of a month (1 to 12) as it stands alone: "Oct" or "October"."""
        return _month(number, "LLL" if short else "LLLL", self.language)


@lru_cache(maxsize=16)
def words_in(language: str) -> Words:
    """Return the words for a language tag ("es", "es-MX", "nb"), made once; English where there are none."""
    return Words(language)


def language_of(tag: str) -> str:
    """Return the catalogue for a language tag: "es" for "es-MX", "no" for "nb-NO", "en" for unknown ones."""
    main = tag.strip().lower().replace("_", "-").partition("-")[0]
    main = _ALIASES.get(main, main)
    return main if main in _LOCALES else "en"


def read_catalogue(language: str) -> dict[str, dict[str, str]]:
    """Return what a language's files say: key → plural category → text; only "other" if nothing is counted.

    Raises `ValueError` when a key is given twice or a value is not text.
    """
    found: dict[str, dict[str, str]] = {}
    for file in [FOLDER / f"{language}.yml", *sorted((FOLDER / language).glob("*.yml"))]:
        if not file.is_file():
            continue
        # The base loader makes text of every scalar: a word `no` or `on` stays one.
        text = file.read_text(encoding="utf-8")
        try:
            tree: object = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - builds text only
        except yaml.YAMLError as fault:
            raise ValueError(f"{file.parent.name}/{file.name}: {fault}") from fault
        for key, forms in _flatten(tree, ""):
            if key in found:
                raise ValueError(f"{file.parent.name}/{file.name}: {key} is there twice")
            found[key] = forms
    return found


def compile_text(text: str) -> Parts:
    """Return a text as literals and the names of its blanks.

    Raises `ValueError` for a blank that is not a plain name.
    """
    parts: list[tuple[str, str | None]] = []
    for literal, name, spec, conversion in Formatter().parse(text):
        if name is not None and (not name.isidentifier() or spec or conversion):
            raise ValueError(f"a blank holds a plain name, not {{{name}}}: {text}")
        parts.append((literal, name))
    return tuple(parts)


def _flatten(tree: object, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(tree, str):
        yield prefix, {"other": tree}
    elif isinstance(tree, dict) and "other" in tree and _CATEGORIES.issuperset(tree):
        yield prefix, {str(category): str(text) for category, text in tree.items()}
    elif isinstance(tree, dict):
        for name, below in tree.items():
            yield from _flatten(below, f"{prefix}.{name}" if prefix else str(name))
    else:
        raise ValueError(f"{prefix or 'a catalogue'} must hold text or keys")


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])


@lru_cache(maxsize=16)
def _catalogue(language: str) -> Mapping[str, Message]:
    messages = dict(_catalogue("en")) if language != "en" else {}
    choose = lru_cache(maxsize=4096)(_locale(language).plural_form)
    for key, texts in read_catalogue(language).items():
        forms = {category: compile_text(text) for category, text in texts.items()}
        messages[key] = Message(forms, choose, texts)
    return messages


@lru_cache(maxsize=16)
def _without_blanks(language: str) -> Mapping[str, str]:
    """The messages that are one text, whatever is asked."""
    found = ((key, message.forms) for key, message in _catalogue(language).items())
    alone = ((key, forms["other"]) for key, forms in found if len(forms) == 1)
    return {key: parts[0][0] for key, parts in alone if len(parts) == 1 and parts[0][1] is None}


@lru_cache(maxsize=4096)
def _number(typed: str, language: str) -> str:
    # Keyed by what was typed: 9 and 9.0 are equal, and a cache of numbers would give one for the other.
    value = Decimal(typed)
    decimals = max(0, -int(value.as_tuple().exponent))
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return format_decimal(value, pattern, _locale(language))


@lru_cache(maxsize=1024)
def _list(items: tuple[str, ...], style: Literal["standard", "or"], language: str) -> str:
    return format_list(items, style, _locale(language))


@lru_cache(maxsize=256)
def _month(number: int, pattern: str, language: str) -> str:
    return format_date(day_of(2000, number, 1), pattern, _locale(language))


def _read_date(text: str) -> tuple[int, ...]:
    numbers = tuple(int(part) for part in text.split("-"))
    if not 1 <= len(numbers) <= 3:  # noqa: PLR2004 - year, month, day
        raise ValueError(f"{text!r} is not a date such as 2012-10-02, 2012-10 or 2012")
    return numbers


@lru_cache(maxsize=4096)
def _date(text: str, language: str) -> str:
    numbers = _read_date(text)
    return _write(numbers, ("date.year", "date.month", "date.day")[len(numbers) - 1], language)


@lru_cache(maxsize=4096)
def _dates(first: str, last: str, language: str) -> str:
    one, two = _read_date(first), _read_date(last)
    if one == two:
        return _date(first, language)
    name = _span(one, two)
    if name == "far":
        ends = _date(first, language), _date(last, language)
    else:
        ends = _write(one, f"date.{name}.first", language), _write(two, f"date.{name}.last", language)
    return words_in(language)(f"date.{name}.range", first=ends[0], last=ends[1])


def _span(one: tuple[int, ...], two: tuple[int, ...]) -> str:
    """Which pattern two dates take: what they share is written once."""
    if len(one) != len(two) or len(one) == 1 or one[0] != two[0]:
        return "far"
    if len(one) == 2:  # noqa: PLR2004 - year and month
        return "months"
    return "days" if one[1] == two[1] else "in_year"


def _write(numbers: tuple[int, ...], pattern: str, language: str) -> str:
    year, month, day = (*numbers, 1, 1)[:3]
    # A pattern is CLDR's, quotes and all, so it is taken as it stands.
    written = _catalogue(language)[pattern].source["other"]
    return format_date(day_of(year, month, day), written, _locale(language))
