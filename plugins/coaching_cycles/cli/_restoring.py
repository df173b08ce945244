"""`cycles import` of an archive: its records go back into a portfolio."""

from __future__ import annotations

from pathlib import Path

import click


def restore_all(files: tuple[Path, ...], *, dry_run: bool) -> int:
    """Put the records of each archive into the portfolio; the exit code."""
    from coaching_cycles.writing.files import find_root
    from coaching_cycles.writing.restore import NoArchive, restore

    folder = find_root(Path.cwd()) or Path.cwd()
    failed = 0
    for file in files:
        try:
            done = restore(file, folder, dry_run=dry_run)
        except NoArchive as why:
            click.echo(f"{file}: {why}; nothing was written from it", err=True)
            failed += 1
            continue
        except OSError as error:
            click.echo(f"{file}: {error}; what was written before this stays", err=True)
            failed += 1
            continue
        for path in done.other:
            click.echo(f"{path} is there already, with another content: it stays as it is")
        would = "would be put" if dry_run else "put"
        told = f"{len(done.written)} files {would} into {folder}, {len(done.same)} were there already"
        click.echo(f"{file}: {told}")
        failed += bool(done.other)
    return 1 if failed else 0
