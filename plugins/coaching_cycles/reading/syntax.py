"""What libyaml says about a mistake, in a coach's words: the likely cause, its place and the fix."""

from __future__ import annotations

import re
from collections.abc import Callable

from coaching_cycles.reading.faults import Fault, Scene, quote, shorten
from coaching_cycles.reading.spaces import find_glued_dash, find_pair

_KEY = re.compile(r"""^(\s*(?:-[ ]+)*)("[^"]*"|'[^']*'|[^\s"'#\[\]{},:][^:#]*?)[ \t]*:[ \t]+(?=\S)""")
_NO_SPACE = re.compile(r"^\s*(?:-[ ]+)*[\w-]+:(?=[^\s:/])")
_INDENT = re.compile(r"^ *")
_CURLY = "“”„‟‘’‚‛"
DASH = (
    "a space is missing after the dash",
    "write `- ` before each item of a list; text that begins with a dash goes in double quotes",
)
"""Message and hint of the finding."""
_QUOTE_IT = "put the whole text in double quotes"


def explain(scene: Scene) -> Fault:
    """The likely mistake behind an error of the YAML reader."""
    said = f"{scene.context}: {scene.problem}"
    for pattern, handler in _HANDLERS:
        if re.search(pattern, said):
            return handler(scene)
    return _other(scene)


def _other(scene: Scene) -> Fault:
    return Fault(
        "E137",
        scene.at,
        f"this can't be read as YAML ({scene.problem or 'no reason given'})",
        "each line is `key: value`, a list item after `- `, or further in than the key it belongs to",
    )


def _colon(scene: Scene) -> Fault:
    number, column = scene.at
    line = scene.line(number)
    key = _KEY.match(line)
    if key is not None and key.end(2) < column:
        value = line[key.end() :]
        if value[0] in "\"'":
            return _after_quote(scene)
        said = "a second `: ` in one line: YAML takes the text before it for another key"
        if value[0] in _CURLY:
            said += ", and curly quotes are letters to it"
            value = value.strip().strip(_CURLY)
        hint = f"put the text in quotes: {shorten(line[: key.end()].strip())} {quote(value)}"
        pair = find_pair(line[:column])
        if pair is not None and pair.sure:
            hint += f"; if `{pair.word}` is a key of its own, begin a new line before it"
        return Fault("E131", scene.at, said, hint)
    above = _above(scene, number)
    glued = find_glued_dash(scene.line(above))
    if glued is not None:
        return Fault("E129", (above, glued), *DASH)
    if _indent(line) > _indent(scene.line(above)):
        return Fault(
            "E134",
            (number, _indent(line)),
            f"this line is further in than line {scene.number(above)}, which has a value already",
            "start it in the same column as the line above; if it goes on with a sentence with a colon, "
            + _QUOTE_IT,
        )
    return _not_a_key(scene, above)


def _not_a_key(scene: Scene, number: int) -> Fault:
    line = scene.line(number)
    dash = find_glued_dash(line)
    if dash is not None:
        return Fault("E129", (number, dash), *DASH)
    glued = _NO_SPACE.match(line)
    if glued is not None:
        fixed = shorten(f"{line[: glued.end()].strip()} {line[glued.end() :].strip()}")
        return Fault(
            "E139", (number, glued.end() - 1), "a space is missing after the colon", f"write `{fixed}`"
        )
    column = len(line) - len(line.lstrip())
    return Fault(
        "E137",
        (number, column),
        "this line is neither `key: value` nor a list item",
        "give it a key, or move it further in if it goes on with the line above; "
        "if the write-up begins here, put a line with --- above it",
        prose=column == 0,
    )


def _simple_key(scene: Scene) -> Fault:
    return _not_a_key(scene, (scene.start or scene.at)[0])


def _open_quote(scene: Scene) -> Fault:
    spot = scene.start or scene.at
    mark = scene.line(spot[0])[spot[1] : spot[1] + 1]
    return Fault(
        "E132",
        spot,
        f"the quote {mark} that opens here is not closed",
        f"put {mark} at the end of the text; text that begins with an apostrophe goes in double quotes",
    )


def _after_quote(scene: Scene) -> Fault:
    return Fault(
        "E133",
        scene.at,
        "text after a closing quote: the quotes must go around the whole value",
        'for quotes inside a text use the other kind around it: \'She said "yes"\' or "the teacher\'s goal"',
    )


def _block(scene: Scene) -> Fault:
    number, column = scene.at
    before = scene.line(number)[:column].rstrip()
    if scene.quoted is not None and scene.quoted[1] == (number, len(before)):
        opened = scene.quoted[0]
        if opened[0] == number:
            return _after_quote(scene)
        mark = scene.line(opened[0])[opened[1] : opened[1] + 1]
        return Fault(
            "E132",
            opened,
            f"the quote {mark} that opens here is not closed before line {scene.number(number)}",
            f"put {mark} at the end of the text",
        )
    if before.endswith(("]", "}")):
        return Fault(
            "E136",
            scene.at,
            f"text after the closing bracket {before[-1]}",
            "remove it, or " + _QUOTE_IT + " if the brackets belong to a sentence",
        )
    if before.strip():
        return _other(scene)
    if scene.here.startswith(":"):
        return Fault("E126", scene.at, "a key is missing before this colon", "write `key: value`")
    glued = find_glued_dash(scene.line(number))
    if glued == column:
        return Fault("E129", scene.at, *DASH)
    kind = "this list item" if scene.here.startswith("-") else "this line"
    hint = "use the same number of spaces for all that belongs together, and no tabs"
    if scene.start is not None:
        hint = f"start it in column {scene.start[1] + 1}, as line {scene.number(scene.start[0])} does; {hint}"
    return Fault("E134", scene.at, f"{kind} does not line up with the lines that it belongs to", hint)


def _flow(scene: Scene) -> Fault:
    start = scene.start or scene.at
    opened = scene.line(start[0])[start[1] : start[1] + 1]
    closing = {"[": "]", "{": "}"}.get(opened, "")
    number, column = scene.at
    pair = find_pair(scene.line(number)[:column]) if scene.here.startswith(":") else None
    if pair is not None and pair.sure:
        return Fault(
            "E136",
            (number, pair.column),
            f"is a comma missing before `{pair.word}`?",
            "put a comma between two parts of the group; if all of it is one text, put it in double quotes",
        )
    if start[0] != scene.at[0]:
        return Fault(
            "E136",
            start,
            f"the bracket {opened} that opens here is not closed",
            f"put {closing} at the end of the list"
            if closing == "]"
            else f"put {closing} at the end of the group",
        )
    if scene.here.startswith(":"):
        return Fault(
            "E131",
            scene.at,
            "a second `: ` in one value: YAML takes the text before it for another key",
            (f"is a comma missing before `{pair.word}`? If not, " if pair is not None else "")
            + "put the text between the commas in double quotes",
        )
    return Fault(
        "E136",
        scene.at,
        f"inside {opened} … {closing} a comma or the closing {closing} is missing before this",
        "put a comma between two items; text with commas, quotes, colons or brackets goes in double quotes",
    )


def _start(scene: Scene) -> Fault:
    character = scene.here[:1]
    return _tab(scene) if character == "\t" else _reserved(scene, scene.at)


def _reserved(scene: Scene, spot: tuple[int, int]) -> Fault:
    rest = scene.line(spot[0])[spot[1] :]
    character = rest[:1] or scene.here[:1]
    begins = f"a value can't begin with “{character}”" if character else "a value is missing here"
    return Fault(
        "E135",
        spot,
        begins + ", which means something else in YAML",
        f"put the text in quotes: {quote(rest)}",
    )


def _begins(scene: Scene) -> Fault:
    return _reserved(scene, scene.start or scene.at)


def _here(scene: Scene) -> Fault:
    return _reserved(scene, scene.at)


def _tab(scene: Scene) -> Fault:
    return Fault(
        "E130",
        scene.at,
        "a tab: YAML lines are moved in with spaces only",
        "replace the tab by two spaces for each step (most editors can do this for the whole file)",
    )


def _tag(scene: Scene) -> Fault:
    spot = scene.start or scene.at
    rest = scene.line(spot[0])[spot[1] :]
    hint = f"put the text in quotes: {quote(rest)}" if rest else "remove it"
    return Fault("E122", spot, "a value can't begin with !, which is a type tag in YAML", hint)


def _directive(scene: Scene) -> Fault:
    number = (scene.start or scene.at)[0]
    spot = (next((n for n in range(number + 1) if scene.line(n).startswith("%")), number), 0)
    return Fault(
        "E123", spot, "a line that begins with % is an instruction to a YAML reader", "remove the line"
    )


def _document(scene: Scene) -> Fault:
    above = (scene.line(number) for number in range(scene.at[0] + 1))
    return _directive(scene) if any(line.startswith("%") for line in above) else _other(scene)


def _escape(scene: Scene) -> Fault:
    return Fault(
        "E138",
        scene.at,
        "inside double quotes a backslash begins a code, and this is none",
        "write \\\\ for one backslash, or use single quotes around the text",
    )


def _dash(scene: Scene) -> Fault:
    return Fault(
        "E134",
        scene.at,
        "a list can't begin on the line of its key",
        "put each item on a line of its own after `- `, or write [one, two]; for a blank value write nothing",
    )


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0


def _above(scene: Scene, number: int) -> int:
    """The nearest line above that says something."""
    return next((n for n in range(number - 1, -1, -1) if scene.line(n).strip()), number)


# In order: the first pattern that is found in "context: problem" tells the mistake.
_HANDLERS: tuple[tuple[str, Callable[[Scene], Fault]], ...] = (
    (r"tab character", _tab),
    (r"scanning a quoted scalar.*unexpected (end|document)", _open_quote),
    (r"directive", _directive),
    (r"escape|hexdecimal", _escape),
    (r"scanning an (alias|anchor)|scanning a block scalar", _begins),
    (r"a tag\b|tag handle|%TAG", _tag),
    (r"mapping values are not allowed", _colon),
    (r"could not find expected ':'", _simple_key),
    (r"expected ',' or", _flow),
    (r"cannot start any token", _start),
    (r"expected key|expected '-'", _block),
    (r"block sequence entries", _dash),
    (r"mapping keys are not allowed|expected node content", _here),
    (r"<document start>", _document),
)
