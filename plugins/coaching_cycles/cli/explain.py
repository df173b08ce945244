"""`cycles explain`: what a finding means, and how it is mended."""

from __future__ import annotations

import textwrap

import click

from coaching_cycles.problems import kinds


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what a finding's CODE means and how it is mended; without a CODE, print the page of all of them."""
    if code is None:
        from coaching_cycles import reference

        click.echo(reference.checks(), nl=False)
        return
    kind = kinds().get(code.upper())
    if kind is None:
        msg = f"there is no code {code}; the codes are: {', '.join(kinds())}"
        raise click.UsageError(msg)
    click.echo(f"{kind.code} {kind.title} ({kind.severity})\n")
    for text in (kind.why, kind.fix):
        click.echo(textwrap.fill(text, 88))
