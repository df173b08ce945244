"""Coaching-cycle portfolios: records in, a site worth browsing out.

The public API, and nothing else. Names are loaded when they are first used, so that a command which only
checks records does not pay for drawing pages.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coaching_cycles.checking.portfolio import Checked, read_portfolio
    from coaching_cycles.model import Cycle, Portfolio
    from coaching_cycles.privacy.publish import publish
    from coaching_cycles.privacy.published import Published, PublishedCycle
    from coaching_cycles.problems import Problem
    from coaching_cycles.site import Options, Site, build_site
    from coaching_cycles.standards import Code, canonical

__version__ = "0.1.0"

_HOMES = {
    "Checked": "checking.portfolio",
    "Code": "standards",
    "Cycle": "model",
    "Options": "site",
    "Portfolio": "model",
    "Problem": "problems",
    "Published": "privacy.publish",
    "PublishedCycle": "privacy.publish",
    "Site": "site",
    "build_site": "site",
    "canonical": "standards",
    "publish": "privacy.publish",
    "read_portfolio": "checking.portfolio",
}

__all__ = [
    "Checked",
    "Code",
    "Cycle",
    "Options",
    "Portfolio",
    "Problem",
    "Published",
    "PublishedCycle",
    "Site",
    "__version__",
    "build_site",
    "canonical",
    "publish",
    "read_portfolio",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
