"""The data files of a site: `data/cycles.json`, `data/cycles.csv` and the feed, made in parts.

The same portfolio gives the same bytes: no clock, no order but that of the library.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.data import feed
from coaching_cycles.views.data.records import SCHEMA, cycle_data, policy_data
from coaching_cycles.views.data.spreadsheet import rows, write_rows_of
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.job import Job, files_of
from coaching_cycles.views.page import Asset

_JSON, _CSV = "data/cycles.json", "data/cycles.csv"

_TOGETHER = 50
"""Cycles whose lines are made in one go: a change of one is a change of as many."""


def jobs(desk: Desk) -> Iterator[Job]:
    """The data files of the site, in parts, and the feed."""
    yield Job("data", assets=partial(_begin, desk), cycles=(), part=True)
    cycles = desk.library.cycles
    for at in range(0, len(cycles), _TOGETHER):
        some = cycles[at : at + _TOGETHER]
        yield Job(f"data/{at}", assets=partial(_go_on, desk, some, at), cycles=some, part=True)
    yield Job("data/end", assets=partial(_end, desk), cycles=(), part=True)
    newest = feed.newest(desk)
    yield Job("feed", assets=partial(_feed, desk, newest), cycles=newest)


def assets(desk: Desk) -> Iterator[Asset]:
    """The data files of the site."""
    return files_of((job, job.do()) for job in jobs(desk))


def _begin(desk: Desk) -> Iterator[Asset]:
    yield Asset(_JSON, begin_json(desk).encode("utf-8", "replace"))
    # With a byte order mark Excel reads accents and Hangul right; every other reader skips it.
    yield Asset(_CSV, write_rows_of((), begin=True).encode("utf-8-sig", "replace"))


def _go_on(desk: Desk, some: Sequence[PublishedCycle], at: int) -> Iterator[Asset]:
    yield Asset(_JSON, write_lines(desk, some, at).encode("utf-8", "replace"))
    yield Asset(_CSV, write_rows_of(rows(desk, some)).encode("utf-8", "replace"))


def _end(desk: Desk) -> Iterator[Asset]:
    yield Asset(_JSON, end_json(desk).encode())


def _feed(desk: Desk, newest: Sequence[PublishedCycle]) -> Iterator[Asset]:
    yield Asset("feed.xml", feed.write(desk, newest).encode("utf-8", "replace"))


def write_json(desk: Desk) -> str:
    """The text of `cycles.json`: one cycle a line, so that two builds can be compared line by line."""
    return begin_json(desk) + write_lines(desk, desk.library.cycles) + end_json(desk)


def begin_json(desk: Desk) -> str:
    """What stands in `cycles.json` before the cycles."""
    published = desk.library.published
    return (
        f'{{"schema": {SCHEMA}, "audience": {json.dumps(published.audience)}, '
        f'"policy": {json.dumps(policy_data(published.policy))}, "cycles": ['
    )


def write_lines(desk: Desk, some: Iterable[PublishedCycle], at: int = 0) -> str:
    """Some cycles as lines of `cycles.json`, the first of them behind `at` others."""
    # No spaces: at ten thousand cycles they would be four megabytes.
    lines = (json.dumps(cycle_data(desk, one), ensure_ascii=False, separators=(",", ":")) for one in some)
    return "".join(f"{',' if number else ''}\n{line}" for number, line in enumerate(lines, at))


def end_json(desk: Desk) -> str:
    """What stands there after them."""
    return "\n]}\n" if desk.library.cycles else "]}\n"
