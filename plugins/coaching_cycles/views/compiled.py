"""What templates are compiled to, kept: compiling takes longer than to fill them.

It is code. So it is kept where Python keeps that of modules, in `__pycache__` beside the installed program
(or below `sys.pycache_prefix`), where nobody can write who could not change the program itself; never in a
project's cache, and only of templates that were installed with a package. A site's own are compiled once in
each process.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Final

from jinja2 import BytecodeCache, Environment

from coaching_cycles.store import PROGRAM, digest_of, program_digest, sign

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket

_BESIDE: Final = Path(cache_from_source(__file__))
_OPTIONS: Final = (
    *("block_start_string", "variable_start_string", "comment_start_string", "line_statement_prefix"),
    *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("newstyle_gettext", "optimized", "finalize", "autoescape", "is_async"),
)
"""What of an environment decides what a template is compiled to, beside its class and its extensions."""


class Compiled(BytecodeCache):
    """Templates by place and text, as code; those below `installed` also for later processes.

    A file that is damaged, or of another version of the program, of Jinja or of Python, is not there.
    """

    def __init__(self, *installed: Path) -> None:
        self.installed = tuple(f"{folder}{os.sep}" for folder in installed)
        self.kept: dict[tuple[str, str], CodeType | None] = {}
        self._files: dict[str, Path] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Remember whether this one may be on a disk, and look it up."""
        key = self.get_cache_key(name, filename)
        options = [getattr(environment, option, None) for option in _OPTIONS]
        plain = not any(map(callable, options))
        if filename is not None and filename.startswith(self.installed) and plain:
            kind = f"{type(environment).__module__}.{type(environment).__qualname__}"
            what = digest_of(kind, repr((options, sorted(environment.extensions))), key)
            self._files[key] = _BESIDE.with_name(f"{_family()}{program_digest()[:16]}-{what[:32]}.jinja")
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is kept of a template with this place and this text, if anything is."""
        bucket.code = self.kept.get((bucket.key, bucket.checksum))
        file = self._files.get(bucket.key)
        if bucket.code is None and file is not None:
            with suppress(OSError):
                signature, _, body = file.read_bytes().partition(b"\n")
                if signature == sign(f"{file.name} {bucket.checksum}", body):
                    bucket.bytecode_from_string(body)
            self.kept[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.kept[bucket.key, bucket.checksum] = bucket.code
        file = self._files.get(bucket.key)
        if file is not None and not sys.dont_write_bytecode:
            body = bucket.bytecode_to_string()
            with suppress(OSError):
                _write(file, sign(f"{file.name} {bucket.checksum}", body) + b"\n" + body)


OURS: Final = Compiled(PROGRAM / "templates")
"""For all builds of this process: what is served is built again and again, and the settings are the same."""


def _family() -> str:
    """How names begin of what this Python may leave there, whatever version the program has."""
    return f"template.{sys.implementation.cache_tag}-"


def _write(file: Path, content: bytes) -> None:
    """Write a file beside its place and rename it. What another version of the program left goes."""
    file.parent.mkdir(exist_ok=True)
    ours = file.name.rpartition("-")[0]
    for other in file.parent.glob(f"{_family()}*"):
        if not other.name.startswith(ours):
            other.unlink(missing_ok=True)
    descriptor, half = mkstemp(prefix=f"{ours}-", suffix=".half", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(half).replace(file)
    except OSError:
        Path(half).unlink(missing_ok=True)
        raise
