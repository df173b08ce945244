"""What every page builder has at hand.

The library, the words of the interface, Jinja, links, safe prose, charts.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from coaching_cycles import prose
from coaching_cycles.charts import Cache
from coaching_cycles.charts.cache import FOLDER as CHARTS
from coaching_cycles.library import Library, slug
from coaching_cycles.values import grade_order
from coaching_cycles.views.compiled import OURS
from coaching_cycles.views.page import Asset, Heading, Page, link
from coaching_cycles.views.templating import QuickEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coaching_cycles.privacy.published import PublishedCycle
    from coaching_cycles.standards import Code
    from coaching_cycles.words import Words

_HEADINGS = re.compile(r'<h([23])\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_SAFE = "/#.?=&:%-_~"
_PLAIN = re.compile(rf"[A-Za-z0-9{re.escape(_SAFE)}]*")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a build was asked for, as far as pages care."""

    site_name: str
    site_url: str = ""
    edit_base: str | None = None
    cycles_dir: str = "cycles"
    index_links: bool = False
    preview: bool = False
    overrides: Path | None = None
    cache_dir: Path | None = None


@dataclass(frozen=True)
class Desk:
    """Shared by all page builders of one build."""

    library: Library
    words: Words
    setting: Setting
    jinja: QuickEnvironment = field(init=False, repr=False)
    sources: dict[str, str] = field(init=False, repr=False)
    drawn: Cache | None = field(init=False, repr=False)
    """Charts that were drawn before, if the build keeps any."""
    asked: dict[str, dict[str, None]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        loaders: list[PackageLoader | FileSystemLoader] = [PackageLoader("coaching_cycles", "templates")]
        if self.setting.overrides is not None:
            # A site's own templates win: theme_overrides/pages/cycle.html replaces ours.
            loaders.insert(0, FileSystemLoader(str(self.setting.overrides)))
        jinja = QuickEnvironment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=OURS,
            # A desk is for one build, in which no template changes.
            auto_reload=False,
        )
        jinja.globals.update(w=self.words, library=self.library, setting=self.setting)
        # What a macro makes of things that stand on several pages, drawn once: `once(macro, thing, ...)`.
        jinja.globals["once"] = lru_cache(maxsize=4096)(_fill)
        jinja.filters["slug"] = slug
        kept = self.setting.cache_dir
        object.__setattr__(self, "drawn", Cache(kept / CHARTS) if kept is not None else None)
        object.__setattr__(self, "jinja", jinja)
        object.__setattr__(self, "sources", {c.source: c.address for c in self.library.cycles})

    def link(self, here: str, target: str) -> str:
        """A link from the page at `here` to another address of the site, percent-encoded."""
        there = link(here, target, index=self.setting.index_links)
        return there if _PLAIN.fullmatch(there) else quote(there, safe=_SAFE)

    def page(  # noqa: PLR0913 - a page has these facts
        self,
        template: str,
        address: str,
        title: str,
        *,
        kind: str,
        description: str = "",
        crumbs: tuple[tuple[str, str], ...] = (),
        cycle: PublishedCycle | None = None,
        nav: bool = False,
        searchable: bool = True,
        head: str = "",
        files: tuple[Asset | None, ...] = (),
        **values: object,
    ) -> Page:
        """Draw `templates/pages/<template>` as the page at an address.

        The template gets `url(address)`, `prose(text)` and `line(text)` for this page, beside `values`. With
        a `cycle`, relative links in prose lead to its attachments.
        """

        def url(target: str) -> str:
            return self.link(address, target)

        resolve = self.resolver(address, cycle)

        def blocks(text: str, level: int = 3) -> Markup:
            return prose.render(text, resolve, level=level)

        def line(text: str) -> Markup:
            return prose.inline(text, resolve)

        html = self.jinja.get_template(f"pages/{template}").render(
            here=address, url=url, prose=blocks, line=line, cycle=cycle, title=title, **values
        )
        return Page(
            address=address,
            title=title,
            html=html,
            headings=headings(html),
            description=description,
            kind=kind,
            crumbs=crumbs,
            source=cycle.source if cycle is not None else None,
            lang=cycle.record.lang if cycle is not None else None,
            head=head,
            nav=nav,
            searchable=searchable,
            files=tuple(file for file in files if file is not None),
        )

    def resolver(self, here: str, cycle: PublishedCycle | None) -> Callable[[str], str | None]:
        """What turns a relative link of a cycle's prose into an address.

        Its attachments, other cycles, nothing else.
        """

        def resolve(target: str) -> str | None:
            if cycle is None:
                return None
            path, _, _ = target.partition("#")
            clean = posixpath.normpath(path)
            # A log lies in logs/, one folder further down than the files that it speaks of.
            for name in (path, clean, clean.removeprefix("../")):
                if cycle.attachment(name) is not None:
                    return self.link(here, file_address(cycle, name))
            folder = posixpath.dirname(cycle.source)
            source = posixpath.normpath(posixpath.join(folder, path))
            there = self.lead(source)
            self.asked.setdefault(cycle.id, {})[source] = None
            return self.link(here, there) if there is not None else None

        return resolve

    def lead(self, source: str) -> str | None:
        """The address of the cycle whose record lies there, or in the folder of this name."""
        candidates = (source, f"{source}/index.md", f"{source}.md")
        return next((self.sources[name] for name in candidates if name in self.sources), None)

    def sought(self, key: str) -> tuple[str, ...]:
        """The places of records that the prose of a cycle, by its id, was found to link to so far."""
        return tuple(self.asked.get(key, ()))

    def year_title(self, year: str) -> str:
        """A school year for people: 2025–26."""
        return year.replace("-", "–")

    def grades(self, grades: tuple[str, ...]) -> str:
        """Grades in one phrase: “Grade 5”, “Grades 9–12”, “Kindergarten”."""
        return _say_grades(self.words, grades)

    def framework_title(self, key: str, *, short: bool = False) -> str:
        """What a framework is called."""
        framework = self.library.framework(key)
        if framework is None:
            return self.words("standard.other")
        return framework.short_title if short else framework.title

    def standard_title(self, code: Code) -> str:
        """A standard's code with its short name, where it has one."""
        shelf = self.library.standards[code]
        return f"{code.code} {shelf.label}".strip()


@lru_cache(maxsize=512)
def _say_grades(w: Words, grades: tuple[str, ...]) -> str:
    ordered = sorted(grades, key=grade_order)
    if len(ordered) == 1 and ordered[0] == "K":
        return w("grade.kindergarten")
    if len(ordered) == 1 and ordered[0] == "PK":
        return w("grade.prekindergarten")
    several = len(ordered) > 1 or "-" in ordered[0]
    listed = ", ".join(g.replace("-", "–") for g in ordered)
    return w("grade.many" if several else "grade.one", grades=listed)


def _fill(macro: Callable[..., Markup], *given: object) -> Markup:
    return macro(*given)


def headings(html: str) -> tuple[Heading, ...]:
    """The second and third level headings of an article that can be linked to."""
    return tuple(
        Heading(int(level), anchor, unescape(_TAG.sub("", title)).strip())
        for level, anchor, title in _HEADINGS.findall(html)
    )


def file_address(cycle: PublishedCycle, name: str) -> str:
    """Where an attachment of a cycle lies in the site."""
    return f"{cycle.address}{posixpath.normpath(name)}"
