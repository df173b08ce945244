"""What the project is made of: the locked packages, their licences, and both as files.

`python scripts/supply.py licences` writes requirements/LICENCES.md; `… sbom` prints a CycloneDX bill of
materials of what a build installs. Both read the locks and the metadata of installed packages; neither asks a
network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"build": "requirements/build.txt", "test": "requirements/test.txt"}
PAGE = ROOT / "requirements" / "LICENCES.md"

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "MIT",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Zlib",
    }
)
"""Licences, by their SPDX names, that let everybody use, change and pass on a portfolio's generator."""

# Packages whose metadata name a family of licences, none, or the whole text: read in their files, by hand.
READ = {
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "contourpy": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "ghp-import": "Apache-2.0",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "PSF-2.0",
    "mergedeep": "MIT",
    "pathspec": "MPL-2.0",
    "patsy": "BSD-2-Clause",
    "python-calamine": "MIT",
    "scipy": "BSD-3-Clause",
    "sortedcontainers": "Apache-2.0",
}

# Files of others that a built site holds and publishes.
BUNDLED = (
    (
        "assets/javascripts/, assets/stylesheets/, assets/images/",
        "mkdocs-material",
        "MIT",
        "not in a plain folder",
    ),
    (
        "drawings in the bar that switches colours",
        "Material Design Icons, with mkdocs-material",
        "Apache-2.0",
        "",
    ),
    ("pagefind/*.js, pagefind/*.pagefind", "pagefind-bin", "MIT", "the search"),
)

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; ([^\\]*))?", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_WORD = re.compile(r"[A-Za-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package; `only` says where it is installed, empty for everywhere."""

    name: str
    version: str
    only: str
    hashes: tuple[str, ...]

    @property
    def licence(self) -> str:
        """An SPDX expression; empty when neither its metadata nor we know it."""
        if self.name in READ:
            return READ[self.name]
        try:
            found = metadata.metadata(self.name)
        except metadata.PackageNotFoundError:
            return ""
        said = str(found.get("License-Expression") or found.get("License") or "")
        return said if is_known(said) else ""


def is_known(licence: str) -> bool:
    """Whether an expression is made of nothing but names on the list, joined by AND or OR."""
    words = _WORD.findall(licence)
    return bool(words) and {word for word in words if word not in {"AND", "OR"}} <= ALLOWED


def read_lock(path: Path) -> list[Package]:
    """Every package of a lock, for whatever system."""
    text = path.read_text(encoding="utf-8")
    found = list(_PIN.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        Package(match[1], match[2], (match[3] or "").strip(), tuple(_HASH.findall(text[match.end() : end])))
        for match, end in zip(found, ends, strict=True)
    ]


def licences() -> str:
    """The list of licences, in Markdown."""
    return "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    build = {package.name for package in read_lock(ROOT / LOCKS["build"])}
    yield "# Licences of what the project uses"
    yield ""
    yield "Written by `make lock` from the locks and the metadata of packages. Every package is here that the"
    yield "build or the tests lock, for all systems; a test fails when one is missing, or has a licence that"
    yield "is not listed in `scripts/supply.py`."
    yield ""
    yield "| package | licence | needed for |"
    yield "|---|---|---|"
    for package in read_lock(ROOT / LOCKS["test"]):
        use = "building" if package.name in build else "testing"
        yield f"| {package.name} | {package.licence or 'unknown'} | {use} |"
    yield ""
    yield "## Files of others in a built site"
    yield ""
    yield "| files | from | licence |"
    yield "|---|---|---|"
    for files, source, licence, note in BUNDLED:
        yield f"| {files}{f' ({note})' if note else ''} | {source} | {licence} |"
    yield ""
    yield "No font is bundled. The codes of Common Core and NGSS are bundled without their texts."


def sbom() -> str:
    """What a build installs, as CycloneDX 1.6 in JSON: the same bytes for the same lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = read_lock(ROOT / LOCKS["build"])
    components = [_component(package) for package in packages]
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, own + digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": own,
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [component["bom-ref"] for component in components]}],
    }
    return json.dumps(document, indent=2) + "\n"


def _component(package: Package) -> dict[str, object]:
    address = f"pkg:pypi/{package.name}@{package.version}"
    licence = package.licence
    named = {"expression": licence} if " " in licence else {"license": {"id": licence}}
    return {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        # A hash for each file of the version; which of them is installed depends on the system.
        "externalReferences": [
            {
                "type": "distribution",
                "url": address,
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.hashes],
            }
        ],
        "licenses": [named] if licence else [],
        "purl": address,
    }


def main() -> None:
    """Write or print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("licences", "sbom"))
    if parser.parse_args().what == "sbom":
        print(sbom(), end="")
    else:
        PAGE.write_text(licences(), encoding="utf-8")


if __name__ == "__main__":
    main()
