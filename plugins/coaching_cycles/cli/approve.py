"""`cycles approve`: the teachers' approval, with a fingerprint of what they agreed to."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from coaching_cycles.cli._portfolio import Place, place_options
from coaching_cycles.values import PartialDate, read_date


@click.command("approve")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--by", help="Who approved: a role, not a name. By default what the record says, or teacher.")
@click.option("--on", "day", metavar="DATE", help="When they did. By default what the record says, or today.")
@click.option("--again", is_flag=True, help="Replace an approval that is there: they agreed to the new text.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@place_options
def command(
    ids: tuple[str, ...],
    by: str | None,
    day: str | None,
    place: Place,
    *,
    again: bool,
    dry_run: bool,
) -> None:
    """Write into the record of each cycle ID that its teachers approved it, when, and what they approved.

    An id is <school>/<name>. The fingerprint is of everything that a public build would publish: an edit of
    any of it makes the approval void, an edit of a private field or of the layout does not. Nothing is
    written when something speaks against one of the cycles. Exit code: 0 when all are approved, 1 when not.
    """
    from coaching_cycles.writing.approving import Wish, approve
    from coaching_cycles.writing.files import write_edited

    now = datetime.now(tz=UTC).astimezone()
    wish = Wish(by, _day(day), PartialDate(now.year, now.month, now.day), again)
    done = approve(place.read(), place.folder, ids, wish)
    for item in done:
        click.echo(f"{item.id}: {item.message}" if item.outcome != "sealed" else f"{item.id}: {_SEALED}")
    refused = [item for item in done if item.outcome == "refused"]
    if refused:
        if len(done) > len(refused):
            click.echo("nothing was written")
        raise SystemExit(1)
    if dry_run:
        click.echo("nothing was written, as asked")
        return
    problems = [write_edited(place.folder, item.edited) for item in done if item.edited is not None]
    failed = [problem for problem in problems if problem is not None]
    for problem in failed:
        click.echo(problem.render())
    if failed:
        raise SystemExit(1)


_SEALED = "approved before; the fingerprint of what it says now was added"


def _day(text: str | None) -> PartialDate | None:
    try:
        return None if text is None else read_date(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--on") from None
