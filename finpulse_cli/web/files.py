"""The built page's files: which file an address means, its type, and how long a browser may keep it."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

INDEX = "index.html"
_HASHED = "assets"  # Vite puts a hash of the content into the names in here
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_OCTETS = "application/octet-stream"
# Not the machine's own table of types: a wrong entry there would make browsers refuse scripts.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_WORTHWHILE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file, as it is sent. `gzipped` is None where compressing gains nothing."""

    content: bytes
    gzipped: bytes | None
    content_type: str
    cache_control: str
    digest: str


def find(dist: Path, path: str) -> File | None:
    """Find the file of `dist` that the decoded address `path` means; None where there is none to be served.

    An address without a file ending is one of the page's own: it means the index.
    """
    segments = [segment for segment in path.split("/") if segment]
    if "\0" in path or "\\" in path or any(segment.startswith(".") for segment in segments):
        return None
    if not segments or "." not in segments[-1]:
        segments = [INDEX]
    file, root = dist.joinpath(*segments).resolve(), dist.resolve()
    if not file.is_relative_to(root) or not file.is_file():
        return None
    stat = file.stat()
    immutable = file.relative_to(root).parts[0] == _HASHED
    return _read(file, stat.st_mtime_ns, stat.st_size, immutable=immutable)


@lru_cache(maxsize=128)
def _read(file: Path, _changed_ns: int, _size: int, *, immutable: bool) -> File:
    """Return the file's content, read and compressed once for each of its versions."""
    content = file.read_bytes()
    kind = _TYPES.get(file.suffix.lower(), _OCTETS)
    compress = len(content) >= _WORTHWHILE_BYTES and kind.startswith(_COMPRESSIBLE)
    return File(
        content=content,
        gzipped=gzip.compress(content, mtime=0) if compress else None,
        content_type=kind,
        cache_control=_FOREVER if immutable else _ASK_AGAIN,
        digest=hashlib.sha256(content).hexdigest()[:32],
    )
