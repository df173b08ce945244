"""What could run script or ask another site for something, and the policy of each page that would stop it."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING

from coaching_cycles.audit.files import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.html import Page
    from coaching_cycles.audit.tags import Tag
    from coaching_cycles.problems import Problem

Fault = tuple[str, str, str]
"""A code, what is wrong, and what to do."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_AROUND = "".join(map(chr, range(33)))
# Attributes whose address a browser loads by itself, or sends something to.
_LOADED = frozenset(
    {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "archive"}
    | {"classid", "codebase", "xlink:href", "imagesrcset", "longdesc", "dynsrc", "lowsrc"}
)
_ADDRESSES = _LOADED | {"href", "from", "to", "values", "by", "xml:base"}
_CSP = "content-security-policy"
_QUIET = frozenset({"canonical", "alternate", "license", "author", "next", "prev", "help", "bookmark", "tag"})
"""Kinds of <link> that a browser loads nothing for."""
_FORBIDDEN = frozenset(
    {"applet", "base", "embed", "fencedframe", "foreignobject", "frame", "frameset", "iframe", "object"}
    | {"portal", "animate", "animatetransform", "animatemotion", "set", "handler", "listener", "marquee"}
)
_DATA_BLOCKS = frozenset({"application/ld+json", "application/json"})
_CSS_ADDRESS = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)|@import\s+(['\"])(.*?)\3", re.IGNORECASE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def clean_address(value: str) -> str:
    """An address as browsers read it: what can't be seen around and inside it goes."""
    return re.sub(r"[\t\n\r]", "", value).strip(_AROUND)


def foreign(value: str, base: str) -> bool:
    """True for an address on another site than the one whose address is `base` ("" where it is not known)."""
    url = clean_address(value).lower().replace("\\", "/")
    if base and (url + "/").startswith(base.lower()):
        return False
    return url.startswith("//") or bool(re.match(r"(?:https?|wss?|ftp):", url))


def inspect(page: Page, base: str) -> Iterator[Problem]:
    """Everything in a page (or a drawing) that runs, loads from elsewhere, or leaves the door open to it."""
    marked = set()
    for tag in set(page.tags):
        if tag.faults is None:
            tag.faults = tuple(_faults(tag, base))
        if tag.faults:
            marked.add(tag)
    # Where a tag stands in the file is asked for those few alone.
    for tag, at in page.places() if marked else ():
        if tag in marked:
            for code, message, hint in tag.faults or ():
                yield finding(code, page.path, message, hint, text=page.text, at=at)
    scripts = [n for n, tag in enumerate(page.tags) if tag.name == "script" and not tag.closing]
    metas = [n for n, tag in enumerate(page.tags) if tag.name == "meta"]
    if page.path.lower().endswith(".svg"):
        for number in scripts:
            message, hint = "a script in a drawing", "draw it without"
            yield finding("E904", page.path, message, hint, text=page.text, at=page.place(number))
        return
    yield from _policy(page, scripts, metas)


def _faults(tag: Tag, base: str) -> Iterator[Fault]:
    """What is wrong with a tag, on whichever page it stands."""
    if tag.closing:
        return
    if tag.name in _FORBIDDEN or tag.name.partition(":")[2] in _FORBIDDEN:
        yield "E904", f"a <{tag.name}>", "no page of a portfolio needs one: take it out"
    for name, value in tag.attributes.items():
        if name.startswith("on") or name == "srcdoc":
            yield "E904", f"`{name}` on <{tag.name}> runs script", "take the attribute out"
        elif name == "style":
            yield from _style(value, base)
        elif name in _ADDRESSES:
            yield from _address(tag, name, value, base)
    if tag.name == "style":
        yield from _style(tag.raw, base)
    if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh":
        yield from _redirect(tag, base)


def _redirect(tag: Tag, base: str) -> Iterator[Fault]:
    target = tag.attributes.get("content", "").partition("=")[2]
    scheme = _SCHEME.match(clean_address(target).lower())
    if scheme is not None and scheme[1] not in {"http", "https"}:
        yield "E904", f"a redirect to `{scheme[1]}:`", "redirects stay on this site"
    elif foreign(target, base):
        yield "E905", "sends the reader to another site", "redirects stay on this site"


def _address(tag: Tag, name: str, value: str, base: str) -> Iterator[Fault]:
    url = clean_address(value).lower()
    scheme = _SCHEME.match(url)
    picture = url.startswith("data:image/") and tag.name in {"img", "source", "image", "link"}
    if scheme is not None and scheme[1] not in {"http", "https", "mailto", "tel"} and not picture:
        yield "E904", f"an address that begins with `{scheme[1]}:`", "take the link out"
        return
    loads = name in _LOADED or (name == "href" and _loads(tag))
    parts = [part.split()[0] for part in value.split(",") if part.split()] if "srcset" in name else [value]
    if loads and any(foreign(part, base) for part in parts):
        yield "E905", f"<{tag.name}> asks another site: {value[:80]}", "bring the file to this site"


def _loads(tag: Tag) -> bool:
    if tag.name == "link":
        return not set(tag.attributes.get("rel", "").lower().split()) <= _QUIET
    return tag.name in {"image", "use", "feimage", "script"}


def _style(text: str, base: str) -> Iterator[Fault]:
    for url in css_addresses(text):
        if foreign(url, base):
            yield "E905", f"a style asks another site: {url[:80]}", "bring it to this site"


def css_addresses(text: str) -> list[str]:
    """Every address in a style sheet."""
    return [m[2] or m[4] or "" for m in _CSS_ADDRESS.finditer(_CSS_COMMENT.sub(" ", text))]


def inspect_css(path: str, text: str, base: str) -> Iterator[Problem]:
    """Requests of a style sheet to another site."""
    for url in css_addresses(text):
        if foreign(url, base):
            at = text.find(url)
            yield finding(
                "E905", path, f"asks another site: {url[:80]}", "bring it to this site", text=text, at=at
            )


def _policy(page: Page, scripts: list[int], metas: list[int]) -> Iterator[Problem]:
    """The content security policy of a page, and whether each script in it is one that the policy names.

    `scripts` and `metas` are which of the page's tags they are.
    """
    policies = [n for n in metas if page.tags[n].attributes.get("http-equiv", "").lower() == _CSP]
    if not policies:
        hint = "build it with the generator's theme, which brings one"
        yield finding("E906", page.path, "has no content security policy", hint)
        return
    first = policies[0]
    rules = _rules(page.tags[first].attributes.get("content", ""))
    script = rules.get("script-src", rules.get("default-src"))
    loose = _loose(rules, script)
    if loose:
        message = f"the content security policy {loose}"
        hint = "make it as strict as the other pages'"
        yield finding("E906", page.path, message, hint, text=page.text, at=page.place(first))
    for number in scripts:
        for code, message, hint in _script(page.tags[number], script or [], late=number < first):
            yield finding(code, page.path, message, hint, text=page.text, at=page.place(number))


def _script(tag: Tag, named: list[str], *, late: bool) -> Iterator[Fault]:
    """A script is data, or named by the policy, or from a file; `late` when the policy follows it."""
    if tag.attributes.get("type", "").lower().strip() in _DATA_BLOCKS:
        if not _is_json(tag.raw):
            yield "E904", "a data block that is not JSON", "build the page again"
    elif "src" not in tag.attributes:
        if f"'sha256-{digest(tag.raw)}'" not in named:
            yield "E904", "a script that the page's policy does not name", "take it out"
    elif late:
        yield "E906", "a script that stands before the policy", "put the policy first"


def digest(script: str) -> str:
    """How a policy names a script: the SHA-256 of its bytes in base64 (W3C, CSP 3, 6.7.3.3)."""
    return base64.b64encode(sha256(script.encode()).digest()).decode()


def _rules(text: str) -> dict[str, list[str]]:
    rules: dict[str, list[str]] = {}
    for rule in text.split(";"):
        words = rule.split()
        if words:
            rules.setdefault(words[0].lower(), words[1:])
    return rules


def _loose(rules: dict[str, list[str]], script: list[str] | None) -> str:
    if rules.get("default-src") not in (["'self'"], ["'none'"]):
        return "does not begin with default-src 'self'"
    sources = [source for name, listed in rules.items() if name != "img-src" for source in listed]
    wide = [s for s in sources if s == "*" or re.match(r"(?:https?|wss?|data|blob):", s, re.IGNORECASE)]
    if wide:
        return f"lets other sites in: {wide[0]}"
    if any(s == "*" or s.lower().startswith(("http", "//", "blob:")) for s in rules.get("img-src", [])):
        return "lets pictures of other sites in"
    if {"'unsafe-inline'", "'unsafe-eval'"} & set(script or []):
        return "lets any script of the page run"
    if "object-src" not in rules and rules["default-src"] != ["'none'"]:
        return "does not forbid plug-ins (object-src 'none')"
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
