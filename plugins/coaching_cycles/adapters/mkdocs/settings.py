"""The plugin's options in mkdocs.yml, and what of a site's settings would go wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import get_plugin_logger

from coaching_cycles.adapters import hosting
from coaching_cycles.adapters.mkdocs.hosted import custom_folders

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger("coaching-cycles")


class Settings(Config):  # type: ignore[no-untyped-call]  # MkDocs' own __init_subclass__
    """The plugin's options in mkdocs.yml."""

    cycles_dir = c.Type(str, default="cycles")
    standards_dir = c.Type(str, default="standards")
    audience = c.Optional(c.Choice(("public", "school", "private")))
    cache = c.Type(bool, default=True)
    workers = c.Type(int, default=0)


def check(config: MkDocsConfig, settings: Settings, folder: Path, docs: Path) -> None:
    """Refuse what a build would stumble over, or what would publish records; `folder` has mkdocs.yml.

    Raises:
        ConfigurationError: With what to change.
    """
    if config.theme.name != "material":
        raise ConfigurationError("coaching-cycles draws on Material. In mkdocs.yml: theme: {name: material}")
    if fault := hosting.misnaming():
        raise ConfigurationError(f"coaching-cycles: {fault}")
    places = {"cycles_dir": settings.cycles_dir, "standards_dir": settings.standards_dir}
    for option, place in places.items():
        if fault := hosting.misplaced(option, place, folder, docs):
            raise ConfigurationError(f"coaching-cycles: {fault}")
    sources = [*(folder / place for place in places.values()), *custom_folders(config)]
    if fault := hosting.overlapping(Path(config.site_dir), sources):
        raise ConfigurationError(f"coaching-cycles: {fault}")
    if {"search", "material/search"} & set(config.plugins):
        log.warning("Material's search is not used: remove `search` from plugins, and builds are faster.")
