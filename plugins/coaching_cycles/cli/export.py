"""`cycles export`: the portfolio as one file, or as a folder that needs no host of today."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from coaching_cycles.exporting.settings import SiteSettings
    from coaching_cycles.schema import Audience
    from coaching_cycles.site import Options

FILES = ("csv", "xlsx", "json", "zip")
FOLDERS = ("folder", "zensical")


@click.command("export")
@click.argument("kind", metavar="[csv|xlsx|json|zip|folder|zensical]")
@click.argument("out", required=False, metavar="OUT", type=click.Path(path_type=Path))
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
    help="Whom it is for: it holds what a site for them would hold.",
)
@click.option("--cycles-dir", default="cycles", show_default=True, help="Folder of the records.")
@click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks.")
@click.option("--force", is_flag=True, help="Write over OUT if it is there.")
def command(
    kind: str,
    out: Path | None,
    root: Path,
    audience: str,
    cycles_dir: str,
    standards_dir: str,
    *,
    force: bool,
) -> None:
    """Write all cycles of the portfolio that an audience may see into OUT, a file or a folder.

    csv, xlsx and json hold a row or an object a cycle and measure. zip holds the site as pages that open
    without a server (index.html first) and the records, which `cycles import` puts into another portfolio.

    folder holds the whole site as plain HTML, with its search, for any web server and any path: nothing has
    to be built. zensical holds it as Markdown and assets, which Zensical builds. `cycles export DIR` without
    a kind writes both, into DIR/site and DIR/zensical.
    """
    from coaching_cycles.checking.portfolio import CACHE, read_settings
    from coaching_cycles.cli._asking import find_portfolio
    from coaching_cycles.exporting.settings import read_site_settings
    from coaching_cycles.site import Options

    if out is None:
        if kind in (*FILES, *FOLDERS):
            raise click.UsageError(f"say where: cycles export {kind} OUT")
        kind, out = "", Path(kind)
    elif kind not in (*FILES, *FOLDERS):
        raise click.UsageError(f"{kind!r} is none of {', '.join((*FILES, *FOLDERS))}")
    folder = find_portfolio(root, cycles_dir)
    settings = read_site_settings(folder)
    options = Options(
        cycles_dir=cycles_dir,
        standards_dir=standards_dir,
        audience=cast("Audience", audience),
        site_name=read_settings(folder, cycles_dir).title or "Coaching cycles",
        index_links=True,
        cache_dir=folder / CACHE,
    )
    if kind in FILES:
        _write_file(folder, options, kind, out, force=force)
    else:
        _write_folders(folder, options, settings, {kind: out} if kind else _both(out), force=force)


def _both(out: Path) -> dict[str, Path]:
    return {"folder": out / "site", "zensical": out / "zensical"}


def _write_file(folder: Path, options: Options, kind: str, out: Path, *, force: bool) -> None:
    from coaching_cycles.exporting.exports import export_archive, export_table

    if out.is_dir() or (out.exists() and not force):
        raise click.UsageError(f"{out} is there already; name another file, or say --force")
    data = export_archive(folder, options) if kind == "zip" else export_table(folder, options, kind)
    out.write_bytes(data)
    click.echo(f"wrote {out} ({len(data):,} bytes) for the audience “{options.audience}”")


def _write_folders(
    folder: Path, options: Options, settings: SiteSettings, outs: dict[str, Path], *, force: bool
) -> None:
    from coaching_cycles.adapters.lock import BusyError
    from coaching_cycles.adapters.pagefind import IndexingError
    from coaching_cycles.exporting import folders
    from coaching_cycles.problems import render, stops, summarise
    from coaching_cycles.site import build_site

    for out in outs.values():
        if out.exists() and (out.is_file() or any(out.iterdir())) and not force:
            raise click.UsageError(f"{out} is there already; name another folder, or say --force")
        if not folders.replaceable(out):
            raise click.UsageError(f"{out} holds something else than an export: it is not written over")
    options = replace(
        options,
        site_name=settings.name or options.site_name,
        site_url=settings.url,
        site_description=settings.description,
        language=settings.language,
        edit_base=settings.edits(folder),
        overrides=folder / settings.custom_dir if settings.custom_dir else None,
    )
    for kind, out in outs.items():
        # Folders in addresses are for a server; a plain site is also opened from a disk.
        options = replace(options, index_links=kind == "folder")
        site = build_site(folder, options)
        if stops(site.problems):
            click.echo(render(site.problems), file=sys.stderr)
            raise click.ClickException(f"{summarise(site.problems)}. Nothing was written.")
        if clashes := folders.find_clashes(folder, site, settings):
            listed = "\n  ".join(clashes)
            raise click.ClickException(f"Two things want one address. Rename what is in docs:\n  {listed}")
        write = folders.export_plain if kind == "folder" else folders.export_zensical
        try:
            pages = write(folder, site, options, settings, out.absolute())
        except (IndexingError, OSError) as error:
            raise click.ClickException(str(error)) from error
        except BusyError as error:
            raise click.ClickException(f"{out} is being written by {error}") from error
        click.echo(f"wrote {out} ({pages:,} pages) for the audience “{options.audience}”")
