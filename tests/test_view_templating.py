"""The quick way of filling templates gives what Jinja's own way gives."""

from __future__ import annotations

import re

import jinja2
import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from coaching_cycles.views.templating import QuickEnvironment, escape

TEMPLATE = """
{% macro cell(value, own="") %}
<td{{ own }}>{{ value }}{{ caller(value) if caller is defined }}</td>{% endmacro %}
{% set row %}{% for value in values %}{{ cell(value) }}{{ loop.index }}{% endfor %}{% endset %}
<table title="{{ values[0] }}">{{ row }}{{ row ~ values[0] }}{{ values | join(", ") }}</table>
{% call(found) cell(values[0], Markup(' lang="en"')) %}{{ found | upper }}{{ name(1) }}{% endcall %}
{{ shout(values[0]) }}{{ range(3) | list }}{{ none }}{{ 1.5 }}{{ true }}
"""


class Said:
    """Markup that is no string, as a chart is."""

    def __html__(self) -> str:
        return "<b>said</b>"


@pass_context
def name(context: Context, times: int) -> str:
    return str(context["own"]) * times


def beside(html: str) -> str:
    """A text without the spaces beside elements that stand by themselves, which nobody sees."""
    return re.sub(r"\s*(</?(?:p|td|div|table)\b[^>]*>)\s*", r"\1", html)


def filled(kind: type[jinja2.Environment], values: list[object]) -> str:
    environment = kind(autoescape=True, undefined=jinja2.StrictUndefined)
    environment.globals.update(name=name, Markup=Markup, shout=lambda text: f"{text}!", own="<own>")
    return environment.from_string(TEMPLATE).render(values=values)


VALUES = st.one_of(
    st.text(),
    st.sampled_from(["<script>", "a & b", "it's", '"', "", "a" * 300 + "<", Markup("<i>so</i>"), Said()]),
    st.integers(),
    st.floats(allow_nan=False),
    st.none(),
)


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_templates_say_the_same(values: list[object]) -> None:
    ours, theirs = (filled(kind, values) for kind in (QuickEnvironment, jinja2.Environment))
    assert beside(ours) == beside(theirs)


@given(VALUES)
def test_escapes_the_same(value: object) -> None:
    assert str(escape(value)) == str(markupsafe.escape(value))


PIECES = st.sampled_from(
    ["a", " ", "   ", "\n", "\n\n", "<p>", "</p>", "<td>", "<b>", "</b>", "</h3>",
     "{{ x }}", "{# said #}", "{% if x %}", "{%- if x %}",
     "{% endif %}", "{% endif -%}", "<pre>\n  a\n\n  b</pre>", "<textarea>  \n {{ x }}\n </textarea>"]
)  # fmt: skip


def shown(html: str) -> list[str]:
    """What a reader sees of an article: spaces run together but in elements that keep them."""
    pieces = re.split(r"(<(?:pre|textarea)>.*?</(?:pre|textarea)>)", html, flags=re.DOTALL)
    plain = [piece if at % 2 else re.sub(r"\s+", " ", piece) for at, piece in enumerate(pieces)]
    return [*map(beside, plain)]


@given(st.lists(PIECES, max_size=14).map("".join))
def test_leaves_out_no_space_between_words(template: str) -> None:
    found = []
    for kind in (jinja2.Environment, QuickEnvironment):
        environment = kind(trim_blocks=True, lstrip_blocks=True, autoescape=True)
        try:
            found.append(shown(environment.from_string(f"<div>{template}</div>").render(x="x")))
        except jinja2.TemplateSyntaxError:
            found.append([])
    assert found[0] == found[1]


def test_leaves_out_indents_and_empty_lines() -> None:
    made = QuickEnvironment(trim_blocks=True, lstrip_blocks=True, autoescape=True).from_string(
        "<ul>\n\n  {% for x in (1, 2) %}\n    <li>\n      {{ x }}</li>\n  {% endfor %}\n\n</ul>\n"
        "<pre>\n  {{ 3 }}\n</pre>"
    )
    assert made.render() == "<ul><li>1</li><li>2</li></ul><pre>\n  3\n</pre>"


@pytest.mark.parametrize("template", ["{{ missing }}", "{{ missing() }}", "{{ values.missing }}"])
def test_what_is_missing_is_an_error(template: str) -> None:
    environment = QuickEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string(template).render(values=[])
