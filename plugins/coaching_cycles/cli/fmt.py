"""`cycles fmt`: every file in the one canonical form."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; say which files would change (exit code 1).")
@click.option(
    "--cycles-dir", default="cycles", show_default=True, help="Folder of the records in a portfolio."
)
def command(paths: tuple[Path, ...], cycles_dir: str, *, check: bool) -> None:
    """Write records, logs, school.yml and portfolio.yml in one style; no word is altered, comments stay.

    PATHS are files, folders or a portfolio (by default the one you are in). Keys come in the order of the
    format, with one style for quotes, dates and lists. A file that can't be read is left as it is, and named.
    """
    from coaching_cycles.reading.files import read_text
    from coaching_cycles.writing.files import choose_files, replace_text
    from coaching_cycles.writing.format import format_text

    changed = left = seen = 0
    for place in paths or (Path(),):
        root, files = choose_files(place, cycles_dir)
        for path, kind in files:
            seen += 1
            text, found = read_text(root, path)
            done = None if text is None or found else format_text(kind, text, path).text
            if done is None:
                left += 1
                click.echo(f"{path}: left as it is: some of it can't be read (see `cycles check`)")
            elif done.encode() != (root / path).read_bytes():
                changed += 1
                click.echo(f"{path}: {'would be written anew' if check else 'written anew'}")
                if not check:
                    replace_text(root / path, done)
    if not seen:
        click.echo("nothing to format here: no record, log, school.yml or portfolio.yml")
    elif not changed and not left:
        click.echo(f"{seen} {'file is' if seen == 1 else 'files are'} in the canonical form")
    if left or (check and changed):
        raise SystemExit(1)
