"""The sanitiser lets through these elements, attributes and addresses, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from coaching_cycles import prose

PLAIN = [
    "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "p", "pre",
    "q", "s", "small", "strong", "sub", "sup", "table", "tbody", "tfoot", "thead", "tr", "ul", "var",
    "wbr",
]  # fmt: skip
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in PLAIN},
    "a": {"href"},
    "abbr": set(),
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
ON_ALL = {"lang", "title"}
# What they hold goes with them; of all others only the tags go.
SILENCED = [
    "script", "style", "iframe", "object", "template", "noscript", "svg", "math", "textarea", "title",
]  # fmt: skip
OTHERS = [
    "abbrx", "acronym", "address", "applet", "area", "article", "aside", "audio", "base", "bdi", "bdo",
    "big", "blink", "button", "canvas", "center", "col", "data", "datalist", "details", "dialog", "dir",
    "div", "embed", "fieldset", "font", "footer", "form", "frame", "header", "hgroup", "input", "label",
    "legend", "link", "main", "map", "marquee", "menu", "meta", "meter", "nav", "noembed", "option",
    "optgroup", "output", "param", "picture", "portal", "progress", "rp", "rt", "ruby", "samp",
    "section", "select", "slot", "source", "span", "strike", "summary", "time", "track", "tt", "u",
    "video",
]  # fmt: skip
ATTRIBUTES = [
    "abbr", "accesskey", "action", "align", "alt", "autofocus", "background", "class", "colspan",
    "contenteditable", "data-x", "datetime", "dir", "download", "form", "formaction", "height",
    "hidden", "href", "hreflang", "id", "ismap", "itemprop", "lang", "longdesc", "loop", "media",
    "name", "nonce", "onclick", "onerror", "onload", "ping", "popovertarget", "rel", "reversed", "role",
    "rowspan", "scope", "sizes", "slot", "src", "srcdoc", "srcset", "start", "style", "tabindex",
    "target", "title", "type", "usemap", "value", "width", "xlink:href", "xml:base", "xmlns",
]  # fmt: skip
# Where an HTML parser takes them at all.
INSIDE = {
    **dict.fromkeys(["caption", "tbody", "tfoot", "thead"], "<table>{}</table>"),
    "tr": "<table><tbody>{}</tbody></table>",
    "td": "<table><tbody><tr>{}</tr></tbody></table>",
    "th": "<table><tbody><tr>{}</tr></tbody></table>",
    "figcaption": "<figure>{}</figure>",
}


class Found(HTMLParser):
    """The elements of a text, each with the names of its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: dict[str, set[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.setdefault(tag, set()).update(name for name, _ in attrs)


def show(text: str, *, level: int = 1) -> Markup:
    """With every link and picture known."""
    return prose.render(text, lambda url: url, level=level)


def lost(_: str) -> None:
    """No link and no picture known."""


@pytest.mark.parametrize("tag", [*ALLOWED, *OTHERS, *SILENCED])
def test_elements_and_their_attributes(tag: str) -> None:
    given = " ".join(f'{name}="3"' for name in ATTRIBUTES)
    html = show(INSIDE.get(tag, "{}").format(f"<{tag} {given}>words</{tag}>"))
    found = Found(html).tags
    assert set(found) <= set(ALLOWED) | {"div"}
    if tag not in ALLOWED:
        assert tag not in found
        assert ("words" in html) == (tag not in SILENCED)
        return
    # What we add: links say that they are no relation, pictures load when they are seen.
    added = {"a": {"rel"}, "img": {"loading"}}.get(tag, set())
    assert found[tag] == ALLOWED[tag] | ON_ALL | added


def test_comments_are_not_published() -> None:
    assert "ours" not in show("Before <!-- ours --> and\n\n<!-- ours -->\n\nafter *it*")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http:x", True), ("https:x", True), ("mailto:x", True), ("beside.pdf", True), ("ftp:x", False),
        ("javascript:x", False), ("vbscript:x", False), ("data:x", False), ("file:x", False),
        ("blob:x", False), ("tel:x", False), ("ws:x", False), ("sms:x", False), ("//evil.example", False),
        ("/top", False), ("\\\\evil", False), ("#note", False),
    ],
)  # fmt: skip
def test_addresses_of_links(address: str, kept: bool) -> None:
    html = show(f'<a href="{address}">words</a>')
    assert ("href=" in html) == kept
    assert "words</a>" in html


@pytest.mark.parametrize(
    ("address", "relative"),
    [
        ("", False), ("a.png", True), ("../a.png", True), ("a/b:c", True), ("#a", False), ("/a", False),
        ("\\a", False), ("x:a", False), ("H1+.-:a", False), ("1a:b", True), (":a", True), ("?q", True),
    ],
)  # fmt: skip
def test_what_stands_beside_the_record(address: str, relative: bool) -> None:
    assert prose.relative(address) is relative


def test_links_of_a_text() -> None:
    assert prose.links("No [x] here (a)") == []
    assert prose.links("nothing") == []
    text = (
        "See [the sheet](sheet.pdf), ![a *ring*](<ring.png> 'R').\n\n[note]: note.md\n   [wide]:  <w.md> x\n"
    )
    assert prose.links(text) == [
        (text.index("sheet.pdf"), False, "the sheet", "sheet.pdf"),
        (text.index("ring.png"), True, "a *ring*", "ring.png"),
        (text.index("note.md"), False, "note", "note.md"),
        (text.index("w.md"), False, "wide", "w.md"),
    ]
    assert prose.links("[^1]: a footnote") == []
    assert prose.links("[a [b] c](d.md)") == [(10, False, "a [b] c", "d.md")]
    assert prose.links(r"[a \] c](d.md)") == [(9, False, r"a \] c", "d.md")]


def test_links_lead_where_they_are_resolved_to() -> None:
    asked: list[str] = []

    def resolve(url: str) -> str:
        asked.append(url)
        return f'../"{len(asked)}"&'

    html = prose.render("[one](a%20b.pdf?c&d) and ![two](e.png)", resolve)
    assert asked == ["a b.pdf?c&d", "e.png"]
    assert html == (
        '<p><a href="../&quot;1&quot;&amp;" rel="noopener">one</a> and '
        '<img alt="two" src="../&quot;2&quot;&amp;" loading="lazy"></p>'
    )


def test_links_that_lead_nowhere_keep_their_words_and_pictures_go() -> None:
    assert prose.render("[one](a.pdf) ![two](b.png)", lost) == '<p><a rel="noopener">one</a> </p>'
    for elsewhere in ("https://example.org/b.png", "//example.org/b.png", "/b.png"):
        assert show(f"*so* ![two]({elsewhere}).") == "<p><em>so</em> .</p>"
    assert "src" not in show("*so* ![two](data:image/png,x)")
    assert show("[one](https://example.org/?a&b)") == (
        '<p><a href="https://example.org/?a&amp;b" rel="noopener">one</a></p>'
    )


@pytest.mark.parametrize(
    ("level", "shown"), [(1, "123456"), (2, "234566"), (3, "345666"), (6, "666666")], ids=str
)
def test_headings_begin_at_their_level(level: int, shown: str) -> None:
    html = show("\n\n".join(f"{'#' * depth} One" for depth in range(1, 7)), level=level)
    assert html == "\n".join(f"<h{depth}>One</h{depth}>" for depth in shown)
    assert prose.render("# One", lost) == "<h3>One</h3>"


def test_what_looks_like_a_tag_in_an_attribute_is_none() -> None:
    """Whichever release of the cleaner: some leave these signs as they are."""
    html = prose._finish('<a title="<img src=x>" href="b.md">*</a> <abbr title="a > b">c</abbr>', str, 1)
    assert html == ('<a title="&lt;img src=x&gt;" href="b.md">*</a> <abbr title="a &gt; b">c</abbr>')
    assert prose._finish('<hr title="<" />', str, 1) == '<hr title="&lt;" />'


def test_what_markdown_is_read() -> None:
    assert show("| a | b |\n|---|---|\n| 1 | 2 |").startswith(
        '<div class="cc-table" role="group" tabindex="0" aria-label="Table"><table>\n<thead>'
    )
    assert show("| a |\n|---|\n| 1 |\n\nso\n\n| b |\n|---|\n| 2 |").count("</table></div>") == 2
    assert show("```\n<b>\n```") == "<pre><code>&lt;b&gt;\n</code></pre>"
    assert show("- a\n\n\n1. b") == "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"
    assert show("3. a\n4. b") == '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'
    assert show("- a\n    - b") == "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"
    assert show("*a*{: #b .c }") == "<p><em>a</em>{: #b .c }</p>"
    assert show("a  \nb") == "<p>a<br>\nb</p>"
    # Four blanks make a block of code, and a level of a list; three do not.
    assert show("a\n\n    b") == "<p>a</p>\n<pre><code>b\n</code></pre>"
    assert show("a\n\n   b") == "<p>a</p>\n<p>b</p>"
    assert show("- a\n   - b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_a_text_leaves_nothing_behind_for_the_next() -> None:
    assert "the note" in show("One[^1].\n\n[^1]: the note")
    assert show("Two[^1].") == "<p>Two[^1].</p>"
    assert show("[one][a]\n\n[a]: b.md") == '<p><a href="b.md" rel="noopener">one</a></p>'
    assert show("[one][a]") == "<p>[one][a]</p>"


def test_what_markdown_trips_over_is_shown_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for fault in (RecursionError, ValueError, AttributeError, IndexError, TypeError):

        def trip(_: str, fault: type[Exception] = fault) -> str:
            raise fault

        monkeypatch.setattr(prose._converter(), "convert", trip)
        assert show("*a* <b onclick=x>") == "<pre>*a* &lt;b onclick=x&gt;</pre>"


def test_a_line_loses_the_tags_of_its_paragraph() -> None:
    assert prose.inline("Some *words*", lost) == "Some <em>words</em>"
    assert prose.inline("Some words", lost) == "Some words"
    assert prose.inline("One\nline", lost) == "One\nline"
    assert prose.inline("One.\n\nTwo.", lost) == "<p>One.</p>\n<p>Two.</p>"
    assert prose.inline("- a", lost) == "<ul>\n<li>a</li>\n</ul>"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a: b", False), (f"{'a' * 38}: b", False), (f"{'a' * 39}: b", True), ("a:b", True), ("a_b", False),
        ("a - b", True), ("a\n12. b", False), ("a\n12.b", True), ("a\n+ b", False), ("a\n==", False),
        ("a\n--  ", False), ("a \nb", False), ("  a", True), ("a\n\n\n\nb", True), ("x://y", False),
        ("a\n\n b", False), ("x. a", True), ("(a", False), ("a <b", False), ("a & b", False), ("1) a", False),
    ],
)  # fmt: skip
def test_what_counts_as_plain(text: str, plain: bool) -> None:
    assert (prose._plain(text) is not None) == plain
