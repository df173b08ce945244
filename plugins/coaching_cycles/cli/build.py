"""`cycles build`: the site, made beside the old one, audited, and only then put in its place."""

from __future__ import annotations

import errno
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coaching_cycles.cli._auditing import audit_folder, listed_words

if TYPE_CHECKING:
    from coaching_cycles.adapters.mkdocs.building import Project

FOUND, SYSTEM = 1, 3
"""Exit codes: something has to be mended in the portfolio; something stands in the way around it."""


@click.command("build")
@click.option(
    "--config-file",
    "-f",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="The site's settings.",
)
@click.option(
    "--site-dir",
    "-d",
    type=click.Path(path_type=Path),
    help="Folder of the site. By default what the settings say, or site.",
)
@click.option(
    "--audience",
    type=click.Choice(("public", "school", "private")),
    help="Whom the site is for. By default what the settings say, or public.",
)
@click.option("--strict", is_flag=True, help="Warnings stop the build too.")
@click.option("--no-audit", is_flag=True, help="Do not look through the finished site first.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing for the next build.")
@click.option(
    "--private",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of words that must not be on the site, one a line, such as roster.txt.",
)
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ledger of what was published before: audited together with the new site, which is added to it.",
)
@click.option("--verbose", is_flag=True, help="Show everything that MkDocs says.")
def command(  # noqa: PLR0913 - click passes each option
    config_file: Path,
    site_dir: Path | None,
    audience: str | None,
    private: Path | None,
    ledger: Path | None,
    *,
    strict: bool,
    no_audit: bool,
    no_cache: bool,
    verbose: bool,
) -> None:
    """Build the site as `mkdocs build` does, audit it, and let it take the old one's place in one step.

    Until then the old site stands untouched, and it goes on standing when anything is wrong: a record, a
    finding of the audit, a full disk, a build that is killed. Nothing has to be cleared away by hand.
    Exit code: 0 when the new site stands, 1 when something in the portfolio has to be mended, 2 when the
    command was not understood, 3 when something around it is in the way (disk, rights, another build).
    """
    from coaching_cycles.adapters.lock import BusyError
    from coaching_cycles.adapters.mkdocs.building import NotBuiltError, messages, open_project
    from coaching_cycles.adapters.swap import Beside

    if no_audit and (ledger or private):
        msg = "--ledger and --private are for the audit, which --no-audit leaves out"
        raise click.UsageError(msg)
    with messages(verbose=verbose):
        try:
            project = open_project(config_file, site_dir, audience, strict=strict, cached=not no_cache)
        except NotBuiltError as error:
            raise click.UsageError(str(error)) from error
        _refuse_foreign(project.site)
        said = f"The site at {_short(project.site)} is as it was."
        if not project.site.exists():
            said = f"There is still no site at {_short(project.site)}."
        try:
            with Beside(project.site) as beside:
                project.build(beside)
                found = 0 if no_audit else _audit(beside.folder, project, private, ledger)
                if not found:
                    beside.finish()
        except NotBuiltError as error:
            _stop(f"Not built: {error}", said, "Mend that, then run `cycles build` again.")
        except BusyError as error:
            _stop(
                f"Another build of this site is at work ({error}).", said, "Wait until it has ended.", SYSTEM
            )
        except OSError as error:
            _stop(f"Not built: {_say(error)}", said, _advise(error), SYSTEM)
    if found:
        look = "To see the pages themselves: cycles build --no-audit --site-dir build/look"
        _stop("The new site was made, and the audit stopped it.", said, look)
    click.echo(f"The new site stands: {_short(project.site / 'index.html')}")


def _audit(folder: Path, project: Project, private: Path | None, ledger: Path | None) -> int:
    """Audit the finished folder. How many findings there are.

    The ledger is written before the site is there to be copied: one that knows too much is better than one
    that knows too little.
    """
    from coaching_cycles.audit.records import private_words

    words = listed_words(private) + private_words(project.records, project.audience)
    return audit_folder(folder, words, ledger, ledger)


def _refuse_foreign(site: Path) -> None:
    """A folder full of somebody's files is no site: a slip in --site-dir must not cost them."""
    with suppress(OSError):
        shown = [entry.name for entry in site.iterdir() if not entry.name.startswith(".")]
        if shown and not {"index.html", "404.html"} & set(shown):
            msg = (
                f"{_short(site)} holds {shown[0]!r} and no site: a build replaces all that is in its folder. "
                "Name an empty one, or empty it yourself"
            )
            raise click.UsageError(msg)


def _stop(what: str, said: str, advice: str, code: int = FOUND) -> None:
    click.echo(f"\n{what}\n{said} {advice}", err=True)
    raise SystemExit(code)


def _say(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{where}."


def _advise(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "Free some space: for a moment the old site and the new one are both there. Then build again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return "You need the right to write beside the site, or name another place with --site-dir."
    return "Then run `cycles build` again."


def _short(path: Path) -> str:
    """A path as somebody in this folder would write it."""
    with suppress(ValueError, OSError):
        return str(path.resolve().relative_to(Path.cwd()))
    return str(path)
