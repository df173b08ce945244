"""What the plugin asks of its host beside the hooks: folders, warnings so far, a place for the site."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from coaching_cycles.adapters.lock import BusyError
from coaching_cycles.adapters.swap import Beside

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def custom_folders(config: MkDocsConfig) -> list[Path]:
    """The site's own theme folder, if it has one."""
    return [Path(config.theme.custom_dir)] if config.theme.custom_dir else []


def begin(site: Path) -> Beside:
    """A place beside the site to make the new one.

    Raises:
        Abort: Another build of this site is at work.
    """
    try:
        return Beside(site)
    except BusyError as error:
        raise Abort(f"coaching-cycles: another build of this site is at work ({error}).") from error


def warned() -> bool:
    """Whether MkDocs has counted a warning in this strict build."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)
