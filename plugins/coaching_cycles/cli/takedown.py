"""`cycles takedown`: take a cycle off the site, and see every place that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coaching_cycles.cli._portfolio import Place, place_options

if TYPE_CHECKING:
    from coaching_cycles.takedown import Place as Found

_TITLES = {
    "record": "In the portfolio (stays there, private)",
    "page": "On the site: its own page",
    "file": "On the site: files of its page",
    "list": "Named by other pages and records",
    "data": "In data files",
    "redirect": "Old addresses that lead to it",
    "words": "In words of others, which only a person can change",
    "ledger": "In the ledger of what was published before",
}


@click.command("takedown")
@click.argument("name", metavar="ID")
@click.option("--dry-run", is_flag=True, help="List the places, and change nothing.")
@place_options
def command(name: str, place: Place, *, dry_run: bool) -> None:
    """Set the cycle ID to private, so that the next build is without it, and list every place it was in.

    The record, its logs and its files stay in the portfolio. Pages, lists, search, data files, feed and
    redirects are made anew by the next build; what others wrote about the cycle is listed with its line, for
    a person to change. Exit code: 0 when the record is private (or --dry-run), 1 when it could not be set.
    """
    from coaching_cycles.site import Options
    from coaching_cycles.takedown import find_files, find_places
    from coaching_cycles.writing.approving import clean_id
    from coaching_cycles.writing.edits import Set, edit_file
    from coaching_cycles.writing.files import write_edited

    clean = clean_id(name)
    files = find_files(place.folder, clean, place.cycles_dir)
    if files is None:
        msg = f"there is no cycle {clean}"
        raise click.UsageError(msg)
    options = Options(cycles_dir=place.cycles_dir, standards_dir=place.standards_dir)
    places = find_places(place.folder, clean, options)
    _print(places)
    click.echo("\nNot here to be seen: copies that others made, and the history of the repository.")
    if dry_run:
        return
    edited = edit_file(place.folder, files.path, [Set(("visibility",), "private")])
    problem = edited.problems[0] if edited.problems else write_edited(place.folder, edited)
    if problem is not None:
        click.echo(
            f"\n{problem.render()}\nSet `visibility: private` in {files.path} by hand, or delete the record."
        )
        raise SystemExit(1)
    what = "is private now" if edited.changed else "was private already"
    click.echo(f"\n{files.path} {what}. Build and publish the site anew; then run `cycles audit` on it.")


def _print(places: tuple[Found, ...]) -> None:
    for kind, title in _TITLES.items():
        found = [place for place in places if place.kind == kind]
        if found:
            click.echo(f"{title}:")
            for one in found:
                click.echo(f"  {one.where or '/'}  {one.what}".rstrip())
