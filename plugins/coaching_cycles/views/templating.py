"""Templates that are filled quickly: what Jinja's own code does, without what pages have no need of.

A page is put together from a thousand and more pieces. For each, Jinja makes a `Markup`, which says that it
has been escaped, before all are joined to plain text; and it asks of each function that a template calls
whether it wants the template's context. Both take longer than the escaping and the calling.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import markupsafe
from jinja2 import Environment
from jinja2.runtime import Context
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType

_special = re.compile("[&<>'\"]").search
_AS_THEY_STAND = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)", re.DOTALL)
# Jinja takes off the end of a line behind a tag of its own and the indent before one, so that the indent of
# the next line may be the only space that is left between two words.
_INDENTS = re.compile(r"([%#]\}\n)[ \t]+(?=\{[%#])|([%#]\}(?:\n|[ \t]+(?=\n)))\s+|[ \t]*(\n)\s*")
# No reader sees a space beside the tag of an element that stands by itself; of those that a style sheet puts
# on a line with others (h3), one does.
_BLOCK = (
    "</?(?:article|aside|blockquote|body|caption|d[dlt]|details|div|fieldset|fig(?:ure|caption)|footer|form|h[12]|"
    "head(?:er)?|html|hr|li|link|main|meta|nav|[ou]l|p|section|summary|table|tbody|t[dhr]|thead|title)"
)
_BEFORE_BLOCKS = re.compile(rf"\n+(?={_BLOCK}[\s>])")
_BEHIND_BLOCKS = re.compile(rf"({_BLOCK}(?:\s[^<>]*)?>)\n+")
_LONG = 100
"""Letters from which on escaping is quicker than looking whether there is anything to escape."""
# Behind the imports that Jinja writes at the head of a template's code, and so instead of its `escape`.
_OURS = f"\nfrom {__name__} import escape"


def escape(value: object) -> str:
    """The text of a value as it may stand in markup: what `markupsafe.escape` gives, or an equal string."""
    if isinstance(value, Markup) or (type(value) is str and len(value) < _LONG and _special(value) is None):
        return value
    return str(value) if type(value) is int else markupsafe.escape(value)


def dense(source: str) -> str:
    """A template, or a page, without indents, empty lines and line ends that a reader would never see.

    What stands in elements that keep their spaces stays as it is.
    """
    pieces = _AS_THEY_STAND.split(source)
    # Each third piece is such an element, followed by its name.
    pieces[::3] = map(_thin, pieces[::3])
    del pieces[2::3]
    return "".join(pieces)


def _thin(piece: str) -> str:
    return _BEHIND_BLOCKS.sub(r"\1", _BEFORE_BLOCKS.sub("", _INDENTS.sub(_line_end, piece)))


def _line_end(found: re.Match[str]) -> str:
    before_a_tag, behind_a_tag, _ = found.groups()
    return before_a_tag or f"{behind_a_tag or ''}\n"


class _Context(Context):
    def call(self, called: Callable[..., object], /, *args: object, **named: object) -> object:
        """Call what a template calls."""
        if hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return called(*args, **named)


class QuickEnvironment(Environment):
    """Jinja's environment, for templates that all escape."""

    context_class = _Context

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Leave out of a template what no page needs, once, before it is compiled."""
        return dense(super().preprocess(source, name, filename))

    def _compile(self, source: str, filename: str) -> CodeType:
        """Compile a template's code: the hook that Jinja has for it."""
        return super()._compile(source + _OURS, filename)
