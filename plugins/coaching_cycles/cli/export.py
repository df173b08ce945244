"""`cycles export`: the portfolio as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from coaching_cycles.schema import Audience


@click.command("export")
@click.argument("kind", type=click.Choice(("csv", "xlsx", "json", "zip")))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="The portfolio, or a folder in it.",
)
@click.option(
    "--audience",
    type=click.Choice(("public", "school", "private")),
    default="public",
    show_default=True,
    help="Whom the file is for: it holds what a site for them would hold.",
)
@click.option("--cycles-dir", default="cycles", show_default=True, help="Folder of the records.")
@click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks.")
@click.option("--force", is_flag=True, help="Write over OUT if it is there.")
def command(
    kind: str, out: Path, root: Path, audience: str, cycles_dir: str, standards_dir: str, *, force: bool
) -> None:
    """Write all cycles of the portfolio that an audience may see into one file, OUT.

    csv, xlsx and json hold a row or an object a cycle and measure. zip holds the site as pages that open
    without a server (index.html first) and the records, which `cycles import` puts into another portfolio.
    """
    from coaching_cycles.checking.portfolio import CACHE, read_settings
    from coaching_cycles.cli._asking import find_portfolio
    from coaching_cycles.exporting.exports import export_archive, export_table
    from coaching_cycles.site import Options

    folder = find_portfolio(root, cycles_dir)
    if out.exists() and not force:
        raise click.UsageError(f"{out} is there already; name another file, or say --force")
    options = Options(
        cycles_dir=cycles_dir,
        standards_dir=standards_dir,
        audience=cast("Audience", audience),
        site_name=read_settings(folder, cycles_dir).title or "Coaching cycles",
        index_links=True,
        cache_dir=folder / CACHE,
    )
    data = export_archive(folder, options) if kind == "zip" else export_table(folder, options, kind)
    out.write_bytes(data)
    click.echo(f"wrote {out} ({len(data):,} bytes) for the audience “{audience}”")
