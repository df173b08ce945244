"""What the site looks like where its author has not said otherwise: theme settings, links at the foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from coaching_cycles.problems import gravest_first, summarise

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence
    from collections.abc import Set as AbstractSet

    from coaching_cycles.problems import Problem
    from coaching_cycles.words import Words

FOLDER: Final = "assets/coaching-cycles/"
"""Where our styles and scripts lie in a site. A file of the same path in docs/ or in the custom_dir wins."""

COLORS: Final = FOLDER + "colors.js"
"""The choice of colours, where the theme's own is not asked for."""

UNUSED: Final = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""Files of the theme's own search, which ours replaces."""


FINDINGS: Final = "<!-- findings -->"
"""Where a served page shows what is wrong with the records. It is put in when somebody asks for the page, so
that one fault does not make thousands of files anew."""

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Chrome:
    """What the templates know of the site (`cc` in Jinja). Addresses are relative to the site's root."""

    index: str = ""
    """What a link to a folder ends with: "index.html" where pages are to be read without a server."""
    finder: str = "cycles/"
    hubs: tuple[tuple[str, str], ...] = ()
    """Title and address of the pages in the navigation."""
    foot: tuple[tuple[str, str], ...] = ()
    """Title and address of the links at the foot."""
    feed: str = ""
    findings: tuple[Problem, ...] = ()
    """The gravest."""
    more: int = 0
    """How many there are beside these."""
    summary: str = ""
    stale: bool = False
    """The pages are those of the last build without errors."""
    partial: bool = False
    """Some findings would stop a build."""
    scripts: Mapping[str, str] = field(default_factory=dict)
    """Scripts that only pages of one kind need, by kind."""
    colors: str = ""
    """The script that brings our choice of colours, where the site has not chosen others."""


def find_fault(problems: Sequence[Problem], *, stale: bool, partial: bool) -> Chrome:
    """A chrome with the gravest of some findings.

    A portfolio of a thousand cycles may have a thousand hints, and each page would show them.
    """
    found = tuple(gravest_first(problems)[:_SHOWN])
    rest = len(problems) - len(found)
    return Chrome(findings=found, more=rest, summary=summarise(problems), stale=stale, partial=partial)


def dress(theme: MutableMapping[str, object], chosen: AbstractSet[str], words: Words) -> None:
    """Set what the author did not choose in mkdocs.yml (`chosen` holds the theme's keys that they did)."""
    ours: dict[str, object] = {
        # Material would load its fonts from another origin.
        "font": False,
        "favicon": FOLDER + "icon.svg",
        "palette": [
            _palette("", "default", words("chrome.colors.device"), "auto"),
            _palette(": light", "default", words("chrome.colors.light"), "7"),
            _palette(": dark", "slate", words("chrome.colors.dark"), "4"),
        ],
    }
    for name, value in ours.items():
        if name not in chosen:
            theme[name] = value


def _palette(media: str, scheme: str, name: str, icon: str) -> dict[str, object]:
    return {
        "media": f"(prefers-color-scheme{media})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/brightness-{icon}", "name": name},
    }


def foot(has: AbstractSet[str], words: Words, index: str = "") -> list[tuple[str, str]]:
    """Title and address of the links at the foot, as far as the site has them; `index` ends folders."""
    wanted = (
        (words("chrome.foot.new"), "new/"),
        (words("chrome.foot.about"), "about/"),
        (words("chrome.foot.trust"), "trust/"),
        (words("chrome.foot.csv"), "data/cycles.csv"),
        (words("chrome.foot.json"), "data/cycles.json"),
        (words("chrome.foot.feed"), "feed.xml"),
    )
    there = [(title, address) for title, address in wanted if address in has]
    return [(title, address + index if address.endswith("/") else address) for title, address in there]
