"""Official web addresses of Common Core and NGSS codes, both ways.

Common Core's pages follow its codes on thecorestandards.org (www.corestandards.org until 2022; both hosts,
with and without https, `www` and the last slash, are read). NGSS names a page by code and title of the core
idea, with the small words left out; the titles are the twelve below, so nothing has to be looked up.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

_COMMON_CORE = "https://www.thecorestandards.org"
_NGSS = "https://www.nextgenscience.org"

_CORE_IDEAS = {
    "PS1": "matter-and-its-interactions",
    "PS2": "motion-and-stability-forces-and-interactions",
    "PS3": "energy",
    "PS4": "waves-and-their-applications-technologies-information-transfer",
    "LS1": "molecules-organisms-structures-and-processes",
    "LS2": "ecosystems-interactions-energy-and-dynamics",
    "LS3": "heredity-inheritance-and-variation-traits",
    "LS4": "biological-evolution-unity-and-diversity",
    "ESS1": "earths-place-universe",
    "ESS2": "earths-systems",
    "ESS3": "earth-and-human-activity",
    "ETS1": "engineering-design",
}

_LAST_LETTER = re.compile(r"(?<=\d)(?=[a-z]$)")
_EXPECTATION = re.compile(r"(?:K-2|3-5|[K1-5]|MS|HS)-([A-Z]+\d)(-\d+)?")
_ADDRESS = re.compile(
    r"://|^//|^www\.|\b(?:corestandards|thecorestandards|nextgenscience)\.org\b", re.IGNORECASE
)
_HOSTS = re.compile(
    r"(?<![\w-])(?:www\.)?(?P<host>(?:the)?corestandards|nextgenscience)\.org(?::\d+)?/(?P<path>\S*)",
    re.IGNORECASE,
)
_NGSS_PATH = re.compile(
    r"(?:^|/)(?P<grade>k-?2|3-?5|k|[1-5]|ms|hs)-?(?P<idea>(?:ps|ls|ess|ets)\d)(?:-(?P<number>\d+))?(?=[-/?#]|$)",
    re.IGNORECASE,
)
_TOPS = (
    (re.compile(r"ela-literacy/(.+)", re.IGNORECASE), "ccss-ela"),
    (re.compile(r"math/content/(.+)", re.IGNORECASE), "ccss-math"),
    (re.compile(r"math/(practice(?:/.+)?)", re.IGNORECASE), "ccss-math"),
)


class Address(NamedTuple):
    """What an official address stands for: a code in some spelling, and the framework where certain."""

    text: str
    framework: str | None


def official_url(framework: str, code: str) -> str | None:
    """The official page of a code; None where there is none to be derived (core ideas, other frameworks)."""
    if framework == "ngss":
        found = _EXPECTATION.fullmatch(code)
        if found is None or found[1] not in _CORE_IDEAS:
            return None
        kind = "pe" if found[2] else "dci-arrangement"
        return f"{_NGSS}/{kind}/{code.lower()}-{_CORE_IDEAS[found[1]]}"
    if framework == "ccss-math" and code.startswith("MP"):
        return f"{_COMMON_CORE}/Math/Practice/" + (f"{code}/" if code != "MP" else "")
    subject = {"ccss-ela": "ELA-Literacy", "ccss-math": "Math/Content"}.get(framework)
    if subject is None or code == "CCRA":
        return None
    parts = _LAST_LETTER.sub(".", code).split(".")
    if framework == "ccss-math":
        parts[:1] = parts[0].split("-")
    if len(parts) == 1:
        parts.append("introduction")
    return f"{_COMMON_CORE}/{subject}/{'/'.join(parts)}/"


def is_address(text: str) -> bool:
    """Whether a text is a web address and so, if it is not an official one, no code at all."""
    return _ADDRESS.search(text) is not None


def read_address(text: str) -> tuple[Address, ...]:
    """What an official address may stand for, the surest first; empty for any other address."""
    found = _HOSTS.search(unquote(text))
    if found is None:
        return ()
    if found["host"].lower() == "nextgenscience":
        page = _NGSS_PATH.search(found["path"])
        if page is None:
            return ()
        grade = {"k2": "K-2", "35": "3-5"}.get(page["grade"].lower(), page["grade"])
        number = f"-{page['number']}" if page["number"] else ""
        return (Address(f"{grade}-{page['idea']}{number}", "ngss"),)
    path, _, fragment = found["path"].partition("#")
    path = path.partition("?")[0].rstrip("/.,;)")
    # A grade's page lists all its standards; the fragment then names the one that is meant.
    meant = [Address(fragment.strip("/"), None)] if fragment else []
    for pattern, framework in _TOPS:
        top = pattern.fullmatch(path)
        if top is not None:
            parts = [part for part in top[1].split("/") if part.lower() not in {"introduction", ""}]
            if parts and parts[0].lower() == "practice":
                parts = parts[1:] or ["MP"]
            meant.append(Address(".".join(parts), framework))
    return tuple(meant)
