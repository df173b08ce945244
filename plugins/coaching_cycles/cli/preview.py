"""`cycles preview`: what others will see of each record, field by field, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from coaching_cycles.cli._portfolio import Place, place_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.privacy.outlook import Outlook


@click.command("preview")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--as",
    "audience",
    type=click.Choice(("public", "school", "private")),
    default="public",
    show_default=True,
    help="Whose eyes to see with.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people, or for other programs.",
)
@place_options
def command(ids: tuple[str, ...], audience: str, form: str, place: Place) -> None:
    """Say of each cycle ID (all of them without one) whether others see it, and what of each field.

    For every field: seen, seen in part, or not, and why: the record's visibility, the approval, the field's
    audience, how people wish to be shown, the rule for small numbers and what it leaves, in words. Pages of
    private and school builds have the same list at their end.
    """
    from coaching_cycles.privacy.publish import preview
    from coaching_cycles.schema import AUDIENCES
    from coaching_cycles.writing.approving import clean_id

    checked = place.read()
    wanted = [clean_id(name) for name in ids]
    chosen = next(a for a in AUDIENCES if a == audience)
    found = preview(checked.portfolio, chosen, set(wanted) if wanted else None)
    missing = [name for name in wanted if name not in found]
    for name in missing:
        broken = name in checked.broken
        why = "the record has errors; `cycles check` lists them" if broken else "there is no such cycle"
        click.echo(f"{name}: {why}", err=True)
    shown = [found[name] for name in (dict.fromkeys(wanted) or found) if name in found]
    if form == "json":
        click.echo(json.dumps([_data(outlook) for outlook in shown], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join("\n".join(_lines(outlook)) for outlook in shown))
    if missing:
        raise SystemExit(1)


def _lines(outlook: Outlook) -> Iterator[str]:
    from coaching_cycles.privacy.outlook import say_reason, say_rows
    from coaching_cycles.words import Words

    w = Words("en")
    yield f"{outlook.id}  {outlook.title}"
    yield f"  as {w(f'audience.{outlook.audience}')}: {say_reason(outlook, w)}"
    if outlook.reason is not None:
        yield f"  {w('preview.record.would')}"
    rows = say_rows(outlook, w)
    width = max((len(row.field) for row in rows), default=0)
    for row in rows:
        yield f"  {row.field:<{width}}  {row.state:<7}  {row.why}".rstrip()
        for said in row.said:
            yield f"  {'':<{width}}           “{said}”"


def _data(outlook: Outlook) -> dict[str, object]:
    from coaching_cycles.privacy.outlook import say_rows
    from coaching_cycles.words import Words

    rows = say_rows(outlook, Words("en"))
    return {
        "id": outlook.id,
        "title": outlook.title,
        "audience": outlook.audience,
        "shown": outlook.reason is None,
        "reason": outlook.reason,
        "fields": [
            {"field": s.field, "seen": s.state, "reason": s.why or None, "why": r.why, "said": list(r.said)}
            for s, r in zip(outlook.sights, rows, strict=True)
        ],
    }
