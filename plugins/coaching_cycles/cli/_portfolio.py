"""What commands about single cycles share: where the portfolio is, and reading it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coaching_cycles.checking.portfolio import Checked


@dataclass(frozen=True, slots=True)
class Place:
    """A portfolio's folder, and in it the folders of its records and frameworks."""

    folder: Path
    cycles_dir: str
    standards_dir: str

    def read(self) -> Checked:
        """Everything of the portfolio; a usage error where there is none."""
        from coaching_cycles.checking.portfolio import CACHE, read_portfolio

        if not (self.folder / self.cycles_dir).is_dir():
            msg = f"there is no folder {self.cycles_dir!r} in {self.folder}; name yours with --cycles-dir"
            raise click.UsageError(msg)
        return read_portfolio(self.folder, self.cycles_dir, self.standards_dir, self.folder / CACHE)


def place_options(function: Callable[..., None]) -> Callable[..., None]:
    """Options that say where a portfolio is, for commands whose arguments are cycles; given as `place`."""

    @wraps(function)
    def placed(folder: Path, cycles_dir: str, standards_dir: str, **options: object) -> None:
        function(place=Place(folder, cycles_dir, standards_dir), **options)

    found: Callable[..., None] = placed
    for option in _OPTIONS:
        found = option(found)
    return found


_OPTIONS = (
    click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks."),
    click.option("--cycles-dir", default="cycles", show_default=True, help="Folder of its records."),
    click.option(
        "--folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        show_default=True,
        help="The portfolio.",
    ),
)
