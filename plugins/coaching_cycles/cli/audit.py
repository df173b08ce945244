"""`cycles audit`: what a built site gives away or breaks."""

from __future__ import annotations

from pathlib import Path

import click

from coaching_cycles.cli._auditing import audit_folder, listed_words


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
    from coaching_cycles.audit import audience_of
    from coaching_cycles.audit.records import private_words

    words = listed_words(private)
    if records is not None:
        words += private_words(records, audience_of(site))
    if audit_folder(site, words, ledger, write_ledger):
        raise SystemExit(1)
