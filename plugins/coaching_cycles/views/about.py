"""The page about the site: how to read a page, what is shown and what is not, whom to ask, the terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from coaching_cycles import prose
from coaching_cycles.privacy.policy import Policy
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import hidden

ADDRESS = "about/"


AUDIENCES = {
    "public": "about.hidden.audience.public",
    "school": "about.hidden.audience.school",
    "private": "about.hidden.audience.private",
}
_ADJUSTED = {
    "fewest": "about.rule.adjusted.fewest",
    "smallest": "about.rule.adjusted.smallest",
    "as_percent": "about.rule.adjusted.as_percent",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the charts: the name of its drawing in the template, what it is called and what it means."""

    name: str
    title: str
    text: str


def pages(desk: Desk) -> Iterator[Page]:
    """The page about the site."""
    w = desk.words
    published = desk.library.published
    yield desk.page(
        "about.html",
        ADDRESS,
        w("about.title"),
        kind="about",
        description=w("about.description"),
        crumbs=((w("home.crumb"), ""),),
        portfolio=published.record,
        marks=tuple(_marks(desk)),
        policy=published.policy,
        rules=tuple(say_rules(desk, published.policy)),
        audience=w(AUDIENCES[published.audience]),
        hidden=hidden(desk),
        contact=say_contact(published.record.contact),
    )


def _marks(desk: Desk) -> Iterator[Mark]:
    w = desk.words
    yield Mark("ring", w("about.mark.ring.name"), w("about.mark.ring.text"))
    yield Mark("dot", w("about.mark.dot.name"), w("about.mark.dot.text"))
    yield Mark("triangle", w("about.mark.triangle.name"), w("about.mark.triangle.text"))
    yield Mark("bar", w("about.mark.bar.name"), w("about.mark.bar.text"))
    yield Mark("whisker", w("about.mark.whisker.name"), w("about.mark.whisker.text"))
    yield Mark("people", w("about.mark.people.name"), w("about.mark.people.text"))
    yield Mark("levels", w("about.mark.levels.name"), w("about.mark.levels.text"))


def say_rules(desk: Desk, policy: Policy) -> Iterator[str]:
    """The policy in plain words, made from its own numbers, so that it says what it does."""
    w = desk.words
    if policy.exact:
        yield w("about.rule.exact")
        return
    if policy.fewest:
        yield w("about.rule.fewest", n=policy.fewest)
    if policy.bands:
        yield w("about.rule.bands")
    elif policy.smallest:
        yield w("about.rule.smallest", n=policy.smallest, last=policy.smallest - 1)
        yield w("about.rule.percent", n=policy.as_percent)
    if policy.smallest:
        yield w("about.rule.merged", n=policy.smallest)
        yield w("about.rule.reduced", n=policy.smallest)
    yield w("about.rule.cap")
    yield from say_adjusted(desk, policy)


def say_adjusted(desk: Desk, policy: Policy) -> Iterator[str]:
    """What the portfolio changed of its policy's numbers; of a looser one also who decided it, and why."""
    for changed in policy.adjusted:
        said = desk.words(_ADJUSTED[changed.number], name=policy.name, own=changed.own, now=changed.now)
        if changed.looser:
            said = desk.words("about.rule.loosened", rule=said, by=changed.by or "", why=changed.why or "")
        yield said


def say_contact(contact: str | None) -> Markup | None:
    """Whom to ask: an address of mail or of the web becomes a link, anything else stays words."""
    if contact is None:
        return None
    if "@" in contact and " " not in contact and ":" not in contact:
        safe = escape(contact)
        return Markup(f'<a href="mailto:{safe}">{safe}</a>')  # noqa: S704 - escaped
    if contact.startswith(("https://", "http://")) and " " not in contact:
        safe = escape(contact)
        return Markup(f'<a href="{safe}">{safe}</a>')  # noqa: S704 - escaped
    return prose.inline(contact, lambda _: None)
