"""The MkDocs plugin: the engine's pages as MkDocs pages. The only package that imports MkDocs."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal, cast

import markupsafe
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from coaching_cycles.adapters import chrome, hosting, look, mending, pagefind, sealing, spare, swap
from coaching_cycles.adapters.mkdocs import drawing, hosted, settings, theming
from coaching_cycles.adapters.mkdocs.article import Article
from coaching_cycles.adapters.mkdocs.catalogue import Catalogue
from coaching_cycles.adapters.mkdocs.settings import Settings
from coaching_cycles.adapters.place import Place
from coaching_cycles.adapters.writer import Writer
from coaching_cycles.checking.pages import check_pages
from coaching_cycles.checking.portfolio import CACHE
from coaching_cycles.problems import render, stops, summarise
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.views.compiled import Compiled
from coaching_cycles.words import words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from coaching_cycles.schema import Audience

log = get_plugin_logger("coaching-cycles")


class CoachingCyclesPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]  # likewise
    """Puts a portfolio's pages into a MkDocs site."""

    beside: swap.Beside | None
    """Where the site is made. If it was `given` from outside, it is also finished there."""
    cached: bool
    """Whether what earlier builds have kept is used, and what this one makes is kept."""
    plain = False
    """Have MkDocs draw each page: slower, and what the tests compare our own drawing with."""

    def __init__(self) -> None:
        self.serving = False
        self.site = Site((), (), (), ())
        self.chrome = look.Chrome()
        self.colors = ""
        self.findings = ""
        self.beside: swap.Beside | None = None
        self.given = False
        self.cached = True
        self.indexing: Thread | None = None
        self.compiled: Compiled | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember the command. That the event is here makes MkDocs keep the plugin from build to build."""
        self.serving = command == "serve"
        self.site = Site((), (), (), ())

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the settings and dress the theme, as far as the author left it open."""
        self.folder = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.docs = Path(config.docs_dir).resolve()
        self.language = str(config.theme.get("language", "en"))
        settings.check(config, self.config, self.folder, self.docs)
        self.colors = theming.dress(config, self.language)
        self.compiled = theming.ready(config.theme, self.compiled)
        config.extra_css[:0] = hosting.STYLES
        config.extra_javascript[:0] = hosting.SCRIPTS
        return config

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Run the engine, before MkDocs empties the site's folder: problems leave the old site alone."""
        site = build_site(self.folder, self._options(config))
        for note in site.notes:
            log.info(note)
        problems = site.problems
        if not self.serving:
            # MkDocs would follow a link out of docs/, wait for a pipe there, and print front matter as text.
            problems = (*problems, *check_pages(self.docs.parent, self.docs.name))
        wrong = stops(problems, strict=config.strict)
        if stops(problems, strict=True):
            print(render(problems), file=sys.stderr)  # noqa: T201 - the list is the output
        if self.serving:
            stale = wrong and bool(self.site.pages)
            self.chrome = look.find_fault(site.problems, stale=stale, partial=wrong)
            self.site = self.site if stale else site
        elif wrong:
            raise Abort(f"coaching-cycles: {summarise(problems)}. Nothing was published.")
        else:
            self.chrome = look.Chrome()
            self.site = site
        if not self.given:
            self.beside = hosted.begin(Path(config.site_dir))
        if self.beside is not None:
            config.site_dir = str(self.beside.folder)

    def _cache(self) -> Path | None:
        """Where builds keep what need not be made again."""
        return self.folder / CACHE if self.cached and self.config.cache else None

    def _options(self, config: MkDocsConfig) -> Options:
        return Options(
            cycles_dir=self.config.cycles_dir,
            standards_dir=self.config.standards_dir,
            audience=cast("Audience", self.config.audience or ("private" if self.serving else "public")),
            site_name=config.site_name,
            site_url=config.site_url or "",
            site_description=config.site_description or "",
            edit_base=hosting.edit_base(config.repo_url or "", config.edit_uri or "", self.folder, self.docs),
            index_links=not config.use_directory_urls,
            preview=self.serving,
            language=self.language,
            cache_dir=self._cache(),
            overrides=next(iter(hosted.custom_folders(config)), None),
            workers=self.config.workers,
            # The first site that is served shows what is good; after that the last good one stays.
            stop="never" if self.serving and not self.site.pages else "warning" if config.strict else "error",
        )

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and the files beside them, and the few hubs to the navigation."""
        for file in [file for file in files if file.src_uri.startswith(look.UNUSED)]:
            files.remove(file)
        published = [file for file in files if file.inclusion.value > InclusionLevel.DRAFT.value]
        taken = hosting.take((file.dest_uri, file.src_uri) for file in published)
        index = "" if config.use_directory_urls else "index.html"
        words = words_in(self.language)
        self.chrome = hosting.furnish(replace(self.chrome, colors=self.colors), self.site, words, index=index)
        base = hosting.edit_base(config.repo_url or "", config.edit_uri or "", self.folder, self.docs)
        self.place = Place(config.site_url or "", base or "", index)
        custom = (file for folder in hosted.custom_folders(config) for file in sorted(folder.rglob("*.html")))
        apart = not (
            self.plain or drawing.listened_to(config.plugins, self) or chrome.asks_for_the_page(custom)
        )
        linked = {address for _, address in (*self.chrome.hubs, *self.chrome.foot)}
        beside = hosting.files_beside(self.site, config.site_url or "", self.language, index=bool(index))
        self.catalogue = Catalogue(files, config, self.place)
        clashes = [
            *self.catalogue.add_pages(self.site.pages, taken, linked, apart=apart),
            *self.catalogue.add_assets(beside, taken),
        ]
        if (other := taken.folders.get("pagefind")) is not None:
            clashes.append(f"pagefind/ is the search index and {other}")
        if clashes:
            message = "Two things want one address. Rename what is in docs_dir:\n  " + "\n  ".join(clashes)
            if not self.serving:
                raise PluginError(message)
            log.error(message)
        hosted.navigate(config, published, [made.address + "index.md" for made in hosting.hubs_of(self.site)])
        return self.catalogue

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the navigation, which stands on every page."""
        self.nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the templates the interface's words and what they need to know of the site."""
        words = words_in(self.language)
        # MkDocs' environment does not escape by itself.
        env.globals["w"] = lambda key, **values: markupsafe.escape(words(key, **values))
        env.globals["cc"] = self.chrome
        faulty = bool(self.chrome.findings)
        self.findings = env.get_template("partials/cc-findings.html").render() if faulty else ""
        env.globals["cc_findings"] = look.FINDINGS if self.serving else ""
        self.scripts = sealing.Scripts()
        # Not by asking for all templates: Material counts ten thousand icons among them.
        for folder in map(Path, config.theme.dirs):
            for script in (folder / "partials" / "javascripts").glob("*.html"):
                name = f"partials/javascripts/{script.name}"
                self.scripts.learn(env.loader.get_source(env, name)[0] if env.loader is not None else "")
        env.globals["cc_locations"] = self._locations
        self.drawing = drawing.Drawing(env, self.nav, files, config, self.place, self._seal, self._cache())
        return env

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Mend the author's pages; the one at the root introduces the engine's home page."""
        if isinstance(page, Article):
            return html
        mended = mending.mend(html)
        home = self.catalogue.home
        if home is None or page.file.dest_uri != "index.html":
            page.meta.setdefault("template", "cc-doc.html")
            return mended
        page.made = home  # type: ignore[attr-defined]  # what cc-page.html draws
        page.meta["template"] = "cc-page.html"
        return mending.introduce(mended, home.html)

    def _locations(self, files: Sequence[File]) -> list[str]:
        """The addresses of all pages that searches may lead to, for sitemap.xml."""
        drawn = [(page.canonical_url, getattr(page, "made", None)) for file in files if (page := file.page)]
        return hosting.locations(
            [*drawn, *((self.place.canonical(made), made) for made in self.catalogue.apart)]
        )

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Allow the theme's own inline scripts, and no others."""
        if isinstance(page, Article):
            content = page.content or ""
            output = chrome.squeeze(output, content)
            return self._seal(output, sealing.inline_scripts(output, content))
        scripts, others = self.scripts.among(output)
        if others and not self.serving:
            log.info(
                "%s: a script on this page will not run: put it into a file, and name that under "
                "extra_javascript.",
                page.file.src_uri,
            )
        return self._seal(output, scripts)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Allow them on 404.html too, which has nothing on it but the theme."""
        if not template_name.endswith(".html"):
            return output_content
        ours = template_name in config.theme.static_templates
        known = self.scripts.learn(output_content) if ours else self.scripts.among(output_content)[0]
        return self._seal(output_content, known)

    def _seal(self, output: str, scripts: list[str]) -> str:
        # Live reload is an inline script that MkDocs adds after us.
        return output if self.serving else sealing.seal(output, scripts)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index the finished site, and only then let it take the old one's place."""
        folder = Path(config.site_dir)
        # Its time stamp is the day of the build; crawlers do as well with the plain sitemap.
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)
        old = self.beside.site if self.beside is not None else None
        cache = self._cache()
        left = self.beside.refill(cache / spare.FOLDER) if self.beside is not None and cache else None
        writer = Writer(folder, old, left)
        self.drawing.write(self.catalogue.apart, writer)
        for asset in self.catalogue.assets:
            writer.write(asset.path, asset.digest, partial(getattr, asset, "content"))
        index = partial(pagefind.index, language=self.language, cache_dir=cache, known=writer.digests)
        # Nothing of an older site may be found, or be published.
        writer.left.sweep("" if self.serving else "pagefind/")
        if self.serving:
            if self.beside is not None:
                config.site_dir = str(self.beside.site)
                # Who saves twice in a row waits for the first index only here, when all else is done.
                self.on_shutdown()
                self.beside.finish()
                folder = self.beside.site
            self.indexing = Thread(target=_index_quietly, args=(partial(index, folder),), daemon=True)
            self.indexing.start()
            return
        try:
            index(folder, old=old, left=writer.left)
            writer.left.sweep()
        except pagefind.IndexingError as error:
            raise PluginError(str(error)) from error
        if self.beside is not None and not self.given:
            config.site_dir = str(self.beside.site)
            # After a warning under --strict MkDocs is about to stop; the old site stays.
            (self.beside.abandon if config.strict and hosted.warned() else self.beside.finish)()

    def on_build_error(self, *, error: Exception) -> None:
        """Clear away what a failed build wrote beside the site."""
        if self.beside is not None:
            self.beside.abandon()
        if isinstance(error, OSError) and not self.given:
            raise Abort(f"coaching-cycles: {error}. The site that was there is as it was.") from error

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Build again when a record, a standard or a template changes; show what is wrong with them."""
        app = server.get_app()
        if app is not None:
            server.set_app(hosted.showing(app, lambda: self.findings))
        records = [self.folder / self.config.cycles_dir, self.folder / self.config.standards_dir]
        for path in [*records, *hosted.custom_folders(config), hosting.TEMPLATES]:
            if path.exists():
                server.watch(str(path))
        return server

    def on_shutdown(self) -> None:
        """Let the last index be finished before its folder is replaced or removed."""
        if self.indexing is not None:
            self.indexing.join()


def _index_quietly(index: Callable[[], None]) -> None:
    try:
        index()
    except pagefind.IndexingError as error:
        log.warning(str(error))
