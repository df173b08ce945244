"""ZIP files that are the same for the same content: no clock, no order of the disk."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def pack(files: Mapping[str, bytes], first: tuple[str, ...] = ()) -> bytes:
    """An archive of files by their path, those in `first` before the others."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path in (*first, *sorted(path for path in files if path not in first)):
            entry = ZipInfo(path, _EPOCH)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, _PLAIN_FILE
            archive.writestr(entry, files[path])
    return out.getvalue()
