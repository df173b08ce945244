"""`cycles audit`: what a built site gives away or breaks."""

from __future__ import annotations

from pathlib import Path

import click

from coaching_cycles.problems import render


@click.command("audit")
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path), default="site")
@click.option(
    "--private",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of words that must not be on the site, one a line.",
)
@click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the portfolio: what its private fields and hidden records hold is looked for.",
)
@click.option(
    "--ledger",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ledger of what was published before; its numbers are attacked together with the new ones.",
)
@click.option(
    "--write-ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the ledger with this publication in it, if nothing was found.",
)
def command(
    site: Path, private: Path | None, records: Path | None, ledger: Path | None, write_ledger: Path | None
) -> None:
    """Audit the built SITE before it is published: it reads that folder and nothing of what built it.

    Exit code: 0 when nothing was found, 1 when something was, 2 when the command was not understood.
    """
    from coaching_cycles.audit import audience_of, audit
    from coaching_cycles.audit import ledger as ledgers
    from coaching_cycles.audit.records import private_words

    words = tuple(private.read_text("utf-8", "replace").splitlines()) if private is not None else ()
    if records is not None:
        words += private_words(records, audience_of(site))
    states = ledgers.read_ledger(ledger.read_text("utf-8", "replace")) if ledger is not None else {}
    if states is None:
        msg = f"{ledger} is no ledger that `cycles audit` has written"
        raise click.UsageError(msg)
    done = audit(site, words, ledgers.known(states))
    click.echo(f"{render(done.problems)} in {done.files} files, {done.pages} of them pages")
    if done.problems:
        raise SystemExit(1)
    if write_ledger is not None and done.published is not None:
        write_ledger.write_text(
            ledgers.write_ledger(ledgers.extend(states, done.published)), encoding="utf-8"
        )
