"""`cycles schema`: the record format, for editors and for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import BaseModel


@click.command("schema")
@click.option(
    "--kind",
    help="JSON Schema, or the reference page.",
    type=click.Choice(("json-schema", "markdown")),
    default="markdown",
    show_default=True,
)
@click.option(
    "--of",
    "part",
    help="Whose JSON Schema.",
    type=click.Choice(("record", "school", "portfolio", "log")),
    default="record",
    show_default=True,
)
def command(kind: str, part: str) -> None:
    """Print the record format: as JSON Schema for editors, or as the reference page."""
    from coaching_cycles import reference
    from coaching_cycles import schema as records

    if kind == "markdown":
        click.echo(reference.markdown(), nl=False)
        return
    models: dict[str, type[BaseModel]] = {
        "record": records.Record,
        "school": records.SchoolRecord,
        "portfolio": records.PortfolioRecord,
        "log": records.Log,
    }
    click.echo(json.dumps(models[part].model_json_schema(), indent=2, ensure_ascii=False))
