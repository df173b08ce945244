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
def command(site: Path, private: Path | None) -> None:
    """Audit the built SITE before it is published: it reads that folder and nothing of what built it.

    Exit code: 0 when nothing was found, 1 when something was, 2 when the command was not understood.
    """
    from coaching_cycles.audit import audit

    words = tuple(private.read_text("utf-8", "replace").splitlines()) if private is not None else ()
    done = audit(site, words)
    click.echo(f"{render(done.problems)} in {done.files} files, {done.pages} of them pages")
    if done.problems:
        raise SystemExit(1)
