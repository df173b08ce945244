"""Pages that were drawn before, taken again when nothing that they are made from has changed.

The key of a page is the digest of all that its view may look at (`views.job` says what that is). Of a page
that is kept, the words are read from the disk when they are wanted, so that a build of ten thousand cycles
holds few of them in memory at once.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final, cast

from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.packs import Packs
from coaching_cycles.sharing import share_out
from coaching_cycles.store import digest_of, program_digest
from coaching_cycles.views.job import Made
from coaching_cycles.views.page import LateAsset, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from coaching_cycles.keeping.records import Shown
    from coaching_cycles.views.desk import Desk
    from coaching_cycles.views.job import Job

FOLDER: Final = "pages"
"""Below the cache folder, where others keep their own things."""


_WORTH_SHARING: Final = 150
"""Jobs. Each process compiles its templates and works out its words by itself: as long as fewer take."""


class LatePage(Page):
    """A page whose article is read from the cache each time that it is asked for."""

    __slots__ = ("_read",)
    _read: Callable[[], str]

    def __getattr__(self, name: str) -> object:
        """The article."""
        if name != "html":
            raise AttributeError(name)
        return self._read()


class Pages:
    """The jobs of one build, done or taken from what was kept."""

    def __init__(self, desk: Desk, shown: Mapping[str, Shown], common: str, cache_dir: Path) -> None:
        self.desk = desk
        self.shown = shown
        self.packs = Packs(cache_dir / FOLDER)
        library = desk.library
        overrides = _read_overrides(desk.setting.overrides)
        self.common = digest_of(
            program_digest(),
            common,
            repr(replace(desk.setting, cache_dir=None, overrides=None)),
            *(part for name, data in overrides.items() for part in (name, data)),
            desk.words.language,
            repr((library.published.audience, library.published.policy, library.published.record)),
            repr((library.published.schools, library.published.templates)),
        )
        places = [(c.id, c.source, library.filed[c.id].shelves) for c in library.cycles]
        self.shelves = digest_of(repr(places), repr(library.published.left_out))
        self.faces = digest_of(*(shown[cycle.id].face_digest for cycle in library.cycles))
        if any(b"library" in data for data in overrides.values()):
            # A template of the site's own may look at anything that is published.
            wholes = (shown[cycle.id].digest for cycle in library.cycles)
            self.common = digest_of(self.common, self.shelves, *wholes)

    def make(self, jobs: Iterable[Job], workers: int = 1) -> Iterator[Made]:
        """What each job gives, in their order; those that have to be done are shared by so many processes."""
        found = [(job, key := self._key(job), self._take(job, key)) for job in jobs]
        done = self._do([(job, key) for job, key, known in found if known is None], workers)
        for _, _, known in found:
            yield known if known is not None else next(done)
        # What came after the last one: workers' packs.
        next(done, None)
        self.packs.save(8 * len(found))
        if self.desk.drawn is not None:
            self.desk.drawn.save()

    def _do(self, jobs: Sequence[tuple[Job, str]], workers: int) -> Iterator[Made]:
        # What all of them need (templates, matplotlib) is there before the first process is forked.
        alone = 1 if workers > 1 and len(jobs) > _WORTH_SHARING else len(jobs)
        for job, key in jobs[:alone]:
            yield self._late(job, *self._keep(job, key))
        if alone < len(jobs):
            yield from self._share(jobs[alone:], workers)

    def _share(self, jobs: Sequence[tuple[Job, str]], workers: int) -> Iterator[Made]:
        keepers = [keeper for keeper in (self.packs, self.desk.drawn) if keeper is not None]
        results = share_out(len(jobs), lambda number: self._keep(*jobs[number]), keepers, workers)
        for (job, key), known in zip(jobs, results, strict=True):
            yield self._late(job, *(known if isinstance(known, tuple) else self._keep(job, key)))

    def _key(self, job: Job) -> str:
        """The digest of all that a job may look at, but what the records say that its prose links to."""
        if job.cycles is None:
            return digest_of(self.common, job.name, self.shelves, self.faces)
        faces = (self.shown[cycle.id].face_digest for cycle in job.cycles)
        if job.own is None:
            return digest_of(self.common, job.name, self.shelves, *faces)
        return digest_of(self.common, job.name, self.shown[job.own.id].digest, repr(job.facts), *faces)

    def _answered(self, key: str, asked: Iterable[str]) -> str:
        return digest_of(key, repr([(source, self.desk.lead(source)) for source in asked]))

    def _take(self, job: Job, key: str) -> Made | None:
        if job.own is not None:
            asked = thaw(self.packs.get(key))
            if not isinstance(asked, tuple):
                return None
            key = self._answered(key, asked)
        head = thaw(self.packs.get(key))
        whole = isinstance(head, tuple) and self.packs.has(digest_of(key, "parts"))
        return self._late(job, key, cast("tuple[object, ...]", head)) if whole else None

    def _keep(self, job: Job, key: str) -> tuple[str, tuple[object, ...]]:
        """Do a job and keep what it gives: the key by which it is kept, and what is known of it."""
        made = job.do()
        if job.own is not None:
            self.packs.put(key, freeze(made.asked))
            key = self._answered(key, made.asked)
        parts = _parts(made)
        head = (
            tuple(replace(page, html="") for page in made.pages),
            tuple((asset.path, asset.digest) for asset in made.assets),
            tuple(map(len, parts)),
        )
        self.packs.put(key, freeze(head))
        self.packs.put(digest_of(key, "parts"), b"".join(parts))
        return key, head

    def _late(self, job: Job, key: str, head: tuple[object, ...]) -> Made:
        pages, files, sizes = cast(
            "tuple[tuple[Page, ...], tuple[tuple[str, str], ...], tuple[int, ...]]", head
        )
        shelf = _Parts(self.packs, digest_of(key, "parts"), tuple(accumulate(sizes, initial=0)), job)
        return Made(
            tuple(
                _late_page(page, digest_of(key, str(n)), partial(shelf.text, n))
                for n, page in enumerate(pages)
            ),
            tuple(LateAsset(*file, partial(shelf.get, n)) for n, file in enumerate(files, len(pages))),
        )


class _Parts:
    """The articles and files of one job. Should they be damaged, the job is done again."""

    def __init__(self, packs: Packs, key: str, ends: Sequence[int], job: Job) -> None:
        self.packs, self.key, self.ends, self.job = packs, key, ends, job

    def get(self, number: int) -> bytes:
        body = self.packs.get(self.key)
        if body is None or len(body) != self.ends[-1]:
            return _parts(self.job.do())[number]
        return body[self.ends[number] : self.ends[number + 1]]

    def text(self, number: int) -> str:
        return self.get(number).decode("utf-8", "surrogatepass")


def _parts(made: Made) -> list[bytes]:
    articles = [page.html.encode("utf-8", "surrogatepass") for page in made.pages]
    return [*articles, *(asset.content for asset in made.assets)]


def _late_page(page: Page, made_of: str, read: Callable[[], str]) -> Page:
    late = object.__new__(LatePage)
    for name in _HEAD:
        object.__setattr__(late, name, getattr(page, name))
    object.__setattr__(late, "made_of", made_of)
    object.__setattr__(late, "_read", read)
    return late


_HEAD: Final = tuple(field.name for field in fields(Page) if field.name not in {"html", "made_of"})


def _read_overrides(folder: Path | None) -> dict[str, bytes]:
    """The site's own templates."""
    if folder is None:
        return {}
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}
