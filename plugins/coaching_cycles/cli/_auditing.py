"""What the commands that audit share: the ledger before, what was found, the ledger after."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from coaching_cycles.problems import render
from coaching_cycles.workers import count_workers, share


def _nothing() -> None:
    """What is left to do for a process that has looked at its last file."""


def listed_words(file: Path | None) -> tuple[str, ...]:
    """The words of a file, one a line."""
    return tuple(file.read_text("utf-8", "replace").splitlines()) if file is not None else ()


def audit_folder(site: Path, words: tuple[str, ...], before: Path | None, after: Path | None) -> int:
    """Audit a built folder and print what was found. How many findings there are.

    `before` and `after` are the ledger to read and the one to write when nothing was found. Where `before`
    is not there yet, or empty, nothing was published before. It may be the data file of a public site.
    """
    from coaching_cycles.audit import audit
    from coaching_cycles.audit import ledger as ledgers
    from coaching_cycles.writing.files import replace_text

    text = before.read_text("utf-8", "replace") if before is not None and before.exists() else ""
    states = ledgers.read_any(text) if text else {}
    if states is None:
        msg = f"{before} is no ledger that `cycles audit` has written, and no data file of a site"
        raise click.UsageError(msg)
    workers = count_workers()
    spread = partial(share, finish=_nothing, workers=workers) if workers > 1 else None
    done = audit(site, words, ledgers.known(states), spread)
    click.echo(f"{render(done.problems)} in {done.files} files, {done.pages} of them pages")
    if after is not None and not done.problems and done.published is not None:
        after.touch()
        replace_text(after, ledgers.write_ledger(ledgers.extend(states, done.published)))
    return len(done.problems)
