"""Whether there is a focus map: for the pages that link to it."""

from __future__ import annotations

from coaching_cycles.views.desk import Desk


def has_map(desk: Desk) -> bool:
    """True when a priority of the portfolio names a standard."""
    return any(focus.standards for focus in desk.library.published.record.focus or ())
