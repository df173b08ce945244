"""A site made by MkDocs in a folder that is given, for commands that look at it before anybody else does."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# Material prints a long note about MkDocs 2 when it is loaded; the pins already answer it.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from coaching_cycles.adapters.mkdocs import CoachingCyclesPlugin

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from coaching_cycles.adapters.swap import Beside

log = logging.getLogger("mkdocs")


class NotBuiltError(Exception):
    """The site can't be made; the message says why. What was found before has been printed."""


@dataclass(frozen=True, slots=True)
class Project:
    """A portfolio with its mkdocs.yml. `site` is where its site shall stand."""

    config: MkDocsConfig
    plugin: CoachingCyclesPlugin
    site: Path
    cached: bool = True

    @property
    def records(self) -> Path:
        """The folder of records."""
        return Path(self.config.config_file_path).parent / self.plugin.config.cycles_dir

    @property
    def audience(self) -> str:
        """Whom the site is for."""
        return self.plugin.config.audience or "public"

    def build(self, beside: Beside) -> None:
        """Make the site in a folder beside its place, and leave it there.

        Raises:
            NotBuiltError: A record, a page, a setting or a plugin stands in the way.
            OSError: The system does: a full disk, a folder that can't be written.
        """
        self.plugin.beside, self.plugin.given, self.plugin.cached = beside, True, self.cached
        with _explained():
            self.config.plugins.on_startup(command="build", dirty=False)
            try:
                build(self.config)
            finally:
                self.config.plugins.on_shutdown()
                # MkDocs hands the same plugin to the next build of this process.
                self.plugin.beside, self.plugin.given, self.plugin.cached = None, False, True


def open_project(
    file: Path, site: Path | None, audience: str | None, *, strict: bool, cached: bool
) -> Project:
    """Read a mkdocs.yml; `site` and `audience` go before what it says.

    Raises:
        NotBuiltError: It can't be read, or it does not ask for this plugin.
    """
    asked: dict[str, object] = {"config_file": str(file)}
    if site is not None:
        asked["site_dir"] = str(site.absolute())
    if strict:
        asked["strict"] = True
    with _explained():
        config = load_config(**asked)  # type: ignore[arg-type]  # settings by name, as its command line has them
    ours = [plugin for plugin in config.plugins.values() if isinstance(plugin, CoachingCyclesPlugin)]
    if len(ours) != 1:
        raise NotBuiltError(f"{file} must have coaching-cycles once in its list of plugins.")
    if audience is not None:
        ours[0].config.audience = audience
    return Project(config, ours[0], Path(config.site_dir), cached)


@contextmanager
def _explained() -> Iterator[None]:
    """Whatever is raised below, as one sentence. A plugin or a theme of the author's may raise anything."""
    try:
        yield
    except OSError:
        raise
    except MkDocsException as error:
        raise NotBuiltError(error.format_message().removeprefix("coaching-cycles: ")) from error
    except Exception as error:
        log.debug("raised while the site was made", exc_info=True)
        raise NotBuiltError(f"MkDocs stopped at {type(error).__name__}: {error}") from error


@contextmanager
def messages(*, verbose: bool) -> Iterator[None]:
    """Show on standard error what MkDocs warns of and what the plugin notes; with `verbose` all of it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    if not verbose:
        handler.addFilter(lambda record: record.levelno >= logging.WARNING or "coaching" in record.name)
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG if verbose else logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
