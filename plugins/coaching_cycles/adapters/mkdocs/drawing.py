"""Generated pages put into the theme's chrome without MkDocs, which would hold and draw each of them."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from mkdocs.commands.build import get_context
from mkdocs.structure.files import File

from coaching_cycles.adapters import chrome, sealing
from coaching_cycles.adapters.mkdocs.article import Article
from coaching_cycles.packs import Packs
from coaching_cycles.store import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.plugins import PluginCollection
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

    from coaching_cycles.adapters.place import Place
    from coaching_cycles.adapters.writer import Writer
    from coaching_cycles.views.page import Page as Made

FOLDER = "finished"
"""Below the cache folder, where others keep their own things."""
_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


def listened_to(plugins: PluginCollection, ours: object) -> bool:
    """Whether another plugin or hook wants to see pages as they are made: then MkDocs has to make them."""
    hooks = (hook for event in _EVENTS for hook in plugins.events[event])
    return any(getattr(hook, "__self__", None) is not ours for hook in hooks)


class Drawing:
    """The chrome of one build: drawn once for all pages that are alike, and each page put into it."""

    def __init__(
        self,
        env: Environment,
        nav: Navigation,
        files: Files,
        config: MkDocsConfig,
        place: Place,
        seal: Callable[[str, list[str]], str],
        cache_dir: Path | None,
    ) -> None:
        self._whole = env.get_template("cc-page.html")
        self._nav, self._config, self._place, self._seal = nav, config, place, seal
        self._documents = files.documentation_pages()
        self._roots = [page.url for page in nav.pages]
        self._shapes: dict[object, tuple[chrome.Shape | None, str]] = {}
        self._packs = Packs(cache_dir / FOLDER) if cache_dir is not None else None

    def write(self, pages: Sequence[Made], writer: Writer) -> None:
        """Write pages. One whose bytes an earlier build has come to know is drawn only if it must be.

        Raises:
            OSError: One can't be written.
        """
        for made in pages:
            path, values = made.address + "index.html", self._place.values(made)
            shape, about = self._shape(made)
            draw = partial(self._draw, made, values, shape)
            key = digest_of(about, made.made_of, *values.values()) if about and made.made_of else ""
            known = self._packs.get(key) if self._packs is not None and key else None
            if known is not None:
                writer.write(path, known.decode(), draw)
                continue
            output = draw()
            digest = sha256(output).hexdigest()
            if self._packs is not None and key:
                self._packs.put(key, digest.encode())
            writer.write(path, digest, partial(bytes, output))
        if self._packs is not None:
            self._packs.save(2 * len(pages))

    def _shape(self, made: Made) -> tuple[chrome.Shape | None, str]:
        """The shape of all pages like this one, if it can have one, and the shape's digest."""
        # Links from a page get shorter with what its address shares with theirs.
        url = self._place.url(made)
        key = (*self._place.likeness(made), *(root for root in self._roots if url.startswith(root)))
        if key not in self._shapes:
            drawn = chrome.squeeze(self._render(self._article(made).stand_in()), chrome.mark("content"))
            shape = chrome.read_shape(self._seal(drawn, sealing.inline_scripts(drawn)))
            self._shapes[key] = shape, digest_of(repr(shape)) if shape is not None else ""
        return self._shapes[key]

    def _draw(self, made: Made, values: Mapping[str, str], shape: chrome.Shape | None) -> bytes:
        if shape is not None:
            html = shape.fill({**values, "content": made.html})
        else:
            drawn = chrome.squeeze(self._render(self._article(made)), made.html)
            html = self._seal(drawn, sealing.inline_scripts(drawn, made.html))
        return html.encode("utf-8", "xmlcharrefreplace")

    def _render(self, page: Article) -> str:
        page.active = True
        return self._whole.render(get_context(self._nav, self._documents, self._config, page))

    def _article(self, made: Made) -> Article:
        file = File.generated(self._config, made.address + "index.md", content="")
        page = Article(made, None, file, self._config, self._place)
        page.read_source(self._config)
        page.render(self._config, None)
        return page
