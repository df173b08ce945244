"""What every part of one cycle's page is made with: links from that page, safe prose, files to take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from posixpath import splitext

from markupsafe import Markup

from coaching_cycles import prose
from coaching_cycles.measuring.figures import Figure
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.desk import Desk, file_address
from coaching_cycles.views.outline import settle
from coaching_cycles.words import Words

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: `href` is relative to the page. `note` is said after it: "PDF, 18 kB"."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class CycleDesk:
    """One cycle's page in the making."""

    desk: Desk
    cycle: PublishedCycle
    words: Words = field(init=False, repr=False)
    resolve: Callable[[str], str | None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", self.desk.words)
        object.__setattr__(self, "resolve", self.desk.resolver(self.cycle.address, self.cycle))

    def url(self, target: str) -> str:
        """A link from this page to an address of the site."""
        return self.desk.link(self.cycle.address, target)

    def line(self, text: str) -> Markup:
        """Author's text for a line."""
        return prose.inline(text, self.resolve)

    def blocks(self, text: str, level: int, prefix: str = "") -> Markup:
        """Author's text as blocks, its headings from `level` down."""
        return settle(prose.render(text, self.resolve, level=1), level, prefix)

    def anchor(self, href: str, text: str) -> Markup:
        """A link as markup, for places where a line holds several."""
        return Markup('<a href="{}">{}</a>').format(href, text)

    def file(self, name: str | None, title: str | None = None) -> Link | None:
        """A link to a file of the record with its kind and size; None when it may not be seen."""
        attachment = self.cycle.attachment(name)
        if attachment is None:
            return None
        kind = splitext(attachment.name)[1].lstrip(".").upper()
        return Link(
            title or attachment.name,
            self.url(file_address(self.cycle, attachment.name)),
            ", ".join(part for part in (kind, self.size(attachment.size)) if part),
        )

    def size(self, count: int) -> str:
        """A number of bytes for people: "18 kB", "1.2 MB"."""
        if count < _THOUSAND * _THOUSAND:
            return self.words("cycle.file.kilobytes", x=max(1, round(count / _THOUSAND)))
        size = (Decimal(count) / (_THOUSAND * _THOUSAND)).quantize(Decimal("0.1"))
        return self.words("cycle.file.megabytes", x=size)

    def students(self, figure: Figure) -> str:
        """A number of students as it may be shown: "10 students", "fewer than 3 students"."""
        if figure.exact is not None:
            return self.words("cycle.students.exact", n=figure.exact)
        if figure.low == 0:
            return self.words("cycle.students.fewer", n=figure.high + 1)
        return self.words("cycle.students.range", low=figure.low, high=figure.high)

    def target(self, number: int | None) -> str | None:
        """The text of a learning target; None where there is no such target."""
        targets = self.cycle.record.targets or ()
        return targets[number - 1].text if number is not None and 0 < number <= len(targets) else None

    def join(self, items: Iterable[Markup | str]) -> Markup:
        """Items in a row, with a comma between."""
        return Markup(", ").join(items)
