"""The catalogues against the code and templates that use them, and against what the product never says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel import Locale

from coaching_cycles.words import FOLDER, LANGUAGES, Message, read_catalogue, words_in

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "coaching_cycles"
ENGLISH = words_in("en").messages
AREAS = {key.partition(".")[0] for key in ENGLISH}
FILES = re.compile(r"\.(?:html|css|js|json|csv|xml|svg|yml|yaml|md|py|png|jpg|pdf|docx|txt)$")
KEY = re.compile(r"[a-z_]+(?:\.[A-Za-z0-9_]+)+")
IN_TEMPLATE = re.compile(r"""\bw\(\s*["']([A-Za-z0-9_.]+)["']""")

# statistics.md, "Never, anywhere the product writes", as it could slip into each language.
NEVER = {
    "en": r"\bcaused\b|because of (?:the )?coach|impact of|effective|effect size|proven?\b|proof|significan"
    r"|months of learning|clos\w+ the gap|percent (?:change|increase|growth)|leaderboard"
    r"|(?:best|top|rank\w+) (?:of )?(?:teacher|school|coach)|trophy|gold star|streak|completeness",
    "es": r"causad|causó|gracias a|impacto d|efectiv|eficaz|eficac|demostrad|probad[oa]|significativ"
    r"|cerr\w+ la brecha|racha|trofeo|mejor (?:docente|escuela)",
    "ko": r"때문에|덕분|효과|입증|증명|유의미|유의한|순위|트로피|격차를 (?:줄|없)",
    "no": r"forårsak|på grunn av|effektiv|effektstørrelse|bevis|signifikant|lukket gapet|rangering|pokal",
}


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def called_keys() -> dict[str, str]:
    """Keys that are said outright: `w("a.b")` and `….words("a.b")` in code, `w("a.b")` in templates."""
    found: dict[str, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"w", "words"}:
                for key in strings(node.args[0]):
                    if KEY.fullmatch(key):
                        found.setdefault(key, file.name)
    for file in sorted((PACKAGE / "templates").rglob("*.html")):
        for key in IN_TEMPLATE.findall(file.read_text(encoding="utf-8")):
            found.setdefault(key, file.name)
    return found


def mentioned_keys() -> set[str]:
    """Everything in the code that looks like a key, in tables of keys too."""
    found: set[str] = set()
    for file in sorted(PACKAGE.rglob("*.py")):
        for text in strings(ast.parse(file.read_text(encoding="utf-8"))):
            if KEY.fullmatch(text) and text.partition(".")[0] in AREAS and not FILES.search(text):
                found.add(text)
    return found


def blanks(message: Message) -> set[str]:
    return {name for parts in message.forms.values() for _, name in parts if name is not None}


def test_every_key_that_is_called_is_in_the_english_catalogue() -> None:
    called = called_keys()
    assert len(called) > 100, "the keys were not found, so nothing was tested"
    endings = {key: where for key, where in called.items() if not key.endswith(".")}
    assert {key: where for key, where in endings.items() if key not in ENGLISH} == {}


def test_every_word_about_measures_is_used() -> None:
    used = mentioned_keys() | set(called_keys())
    ours = {key for key in ENGLISH if key.startswith("measure.")}
    assert ours - used == set()
    assert {key for key in used if key.startswith("measure.")} - ours == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_fits_the_english_one(language: str) -> None:
    given, messages = read_catalogue(language), words_in(language).messages
    assert given
    assert set(given) - set(ENGLISH) == set()
    for key in given:
        optional = {"n"} if len(messages[key].forms) == 1 else set()
        assert blanks(messages[key]) ^ blanks(ENGLISH[key]) <= optional, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_about_measures_are_complete(language: str) -> None:
    """Only what holds no letters of its own may be left to the English catalogue."""
    given = read_catalogue(language)
    left = {
        key
        for key, message in ENGLISH.items()
        if key.startswith(("measure.", "number.", "status.")) and key not in given
        for text in message.source.values()
        if re.search(r"[a-z]{2}", re.sub(r"\{\w+\}", "", text))
    }
    assert left == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    rules = Locale.parse({"no": "nb"}.get(language, language)).plural_form
    expected = set(rules.tags) | {"other"}
    for key, forms in read_catalogue(language).items():
        if len(forms) > 1:
            assert set(forms) <= expected, key
            assert "other" in forms, key
            # A form for one is wanted wherever the language tells one from many.
            assert "one" in forms, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_that_is_never_said(language: str) -> None:
    never = re.compile(NEVER[language], re.IGNORECASE)
    said = {
        (key, found[0])
        for key, forms in read_catalogue(language).items()
        for text in forms.values()
        if (found := never.search(text))
    }
    assert said == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Coaching caused the rise"),
        ("en", "a significant gain"),
        ("en", "Proven in 12 schools"),
        ("en", "the impact of the coach"),
        ("en", "closed the gap"),
        ("es", "un cambio significativo"),
        ("ko", "코칭의 효과"),
        ("no", "signifikant framgang"),
    ],
)
def test_forbidden_claims_would_be_found(language: str, text: str) -> None:
    assert re.search(NEVER[language], text, re.IGNORECASE)


def test_templates_say_nothing_of_their_own_that_is_never_said() -> None:
    """Words belong in the catalogues; what stands in a template outside of tags and blocks is said too."""
    never = re.compile(NEVER["en"], re.IGNORECASE)
    for file in sorted((PACKAGE / "templates").rglob("*.html")):
        bare = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", file.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        assert never.search(bare) is None, file.name


def test_no_key_is_written_twice_in_a_file() -> None:
    for file in sorted(FOLDER.rglob("*.yml")):
        root = yaml.compose(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        assert list(repeated(root)) == [], file.name


def repeated(node: yaml.Node | None) -> Iterator[str]:
    if not isinstance(node, yaml.MappingNode):
        return
    keys = [key.value for key, _ in node.value]
    yield from (key for key in keys if keys.count(key) > 1)
    for _, value in node.value:
        yield from repeated(value)


@pytest.mark.parametrize(
    ("gain", "drop", "swaps"),
    [
        ("measure.sure.rose", "measure.sure.fell", {"rose": "fell"}),
        ("measure.sure.rose_scores", "measure.sure.fell_scores", {"rose": "fell"}),
        ("measure.headline.gained", "measure.headline.slipped", {"newly reached it": "slipped back"}),
        ("measure.change.under_up", "measure.change.under_down", {"up": "down"}),
        ("measure.out.floor", "measure.out.ceiling", {"none": "all", "None": "All", "fall": "rise"}),
    ],
)
def test_gain_and_drop_have_the_same_sentence(gain: str, drop: str, swaps: dict[str, str]) -> None:
    for category, text in ENGLISH[gain].source.items():
        mirrored = text
        for one, other in swaps.items():
            mirrored = re.sub(rf"\b{one}\b", other, mirrored)
        assert mirrored == ENGLISH[drop].source[category]
