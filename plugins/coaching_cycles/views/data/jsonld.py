"""Pages as data for machines: schema.org JSON-LD, safe to stand in a page whatever a record contains."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote, urljoin

from coaching_cycles.filing import ended
from coaching_cycles.library import StandardShelf, standard_address
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code, say_statement
from coaching_cycles.values import expand_grades
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.links import outside

# Escaped, no text can end the script element or begin a comment in it; JSON reads them as what they were.
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_CREATIVE_COMMONS = {
    f"CC {name.upper()} {version}": f"https://creativecommons.org/licenses/{name}/{version}/"
    for name in ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")
    for version in ("3.0", "4.0")
} | {"CC0": "https://creativecommons.org/publicdomain/zero/1.0/"}


def script(data: Mapping[str, object]) -> str:
    """The data as a script element for a page's head. Blank values are left out."""
    given = {key: value for key, value in data.items() if value not in (None, "", [], ())}
    text = json.dumps({"@context": "https://schema.org", **given}, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>'


def absolute(desk: Desk, address: str) -> str | None:
    """An address of the site in full; None where the site does not know its own."""
    base = desk.setting.site_url
    return urljoin(base.rstrip("/") + "/", quote(address, safe="/#")) if base else None


def in_case(shelf: StandardShelf | None) -> tuple[str | None, str | None]:
    """A standard's identifier in CASE and its address there, where its framework's file gives them."""
    item = shelf.item if shelf is not None else None
    if item is None:
        return None, None
    return item.identifier or None, outside(item.uri or item.identifier)


def alignment(desk: Desk, code: Code, kind: str = "teaches") -> dict[str, object]:
    """A standard as an AlignmentObject: its official page where it has one, ours otherwise."""
    shelf = desk.library.standards.get(code)
    data = {
        "@type": "AlignmentObject",
        "alignmentType": kind,
        "educationalFramework": desk.framework_title(code.framework),
        "targetName": code.code,
        "targetUrl": code.url or in_case(shelf)[1] or absolute(desk, standard_address(code)),
        "identifier": in_case(shelf)[0],
        "targetDescription": (say_statement(shelf.statement or "") or shelf.label or None)
        if shelf is not None
        else None,
    }
    return {key: value for key, value in data.items() if value is not None}


def learning_resource(desk: Desk, cycle: PublishedCycle) -> dict[str, object]:
    """A cycle as a LearningResource, aligned with its standards."""
    record, portfolio = cycle.record, desk.library.published.record
    codes = dict.fromkeys(
        [s.code for s in cycle.standards] + [s.code for part in cycle.target_standards for s in part]
    )
    license_ = record.license or portfolio.license
    origin = desk.library.by_id.get(record.remixed_from or "")
    end = ended(cycle) if record.status in {"complete", "stopped"} else None
    return {
        "@type": "LearningResource",
        "@id": absolute(desk, cycle.address),
        "url": absolute(desk, cycle.address),
        "name": record.title,
        "description": record.goal,
        "learningResourceType": "Coaching cycle",
        "inLanguage": record.lang or portfolio.lang or desk.words.language,
        "educationalLevel": [f"Grade {grade}" for grade in expand_grades(record.grades)],
        "about": record.subject,
        "keywords": list(record.practices or ()),
        "teaches": [target.text for target in record.targets or ()],
        "educationalAlignment": [alignment(desk, code) for code in codes],
        "sourceOrganization": {"@type": "School", "name": desk.library.school(cycle.school).record.name},
        "dateCreated": str(end) if end is not None else None,
        "license": _CREATIVE_COMMONS.get(license_ or "", license_),
        "isBasedOn": absolute(desk, origin.address) if origin is not None else None,
        "isPartOf": {
            "@type": "Collection",
            "name": portfolio.title or desk.setting.site_name,
            **({"url": desk.setting.site_url} if desk.setting.site_url else {}),
        },
    }


def defined_term(desk: Desk, shelf: StandardShelf) -> dict[str, object]:
    """A standard as a DefinedTerm of its framework."""
    identifier, address = in_case(shelf)
    same = [url for url in (shelf.code.url, address) if url]
    framework = desk.library.framework(shelf.code.framework)
    term_set = {"@type": "DefinedTermSet", "name": desk.framework_title(shelf.code.framework)}
    if framework is not None and framework.identifier:
        term_set["identifier"] = framework.identifier
    if framework is not None and (url := outside(framework.uri or framework.url)):
        term_set["url"] = url
    return {
        "@type": "DefinedTerm",
        "@id": absolute(desk, shelf.address),
        "url": absolute(desk, shelf.address),
        "termCode": shelf.code.code,
        "name": f"{shelf.code.code} {shelf.label}".strip(),
        "description": say_statement(shelf.statement or ""),
        "identifier": identifier,
        "sameAs": same[0] if len(same) == 1 else same,
        "inDefinedTermSet": term_set,
    }
