"""Tells whether the zips that lie there are those of the sources as they are: making them takes most of a second."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.files import write_atomically
from finpulse_cli.stack import needed_modules, slim_source

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = "sources.json"
_MAKERS = (Path(needed_modules.__file__), Path(slim_source.__file__), Path(__file__).with_name("packaging.py"))


def sources_digest(lambdas_dir: Path) -> str:
    """Digest what decides the bytes of the zips: the functions' sources, and the code that makes zips of them."""
    digest = hashlib.sha256()
    sources = (path for path in lambdas_dir.rglob("*") if path.is_file() and path.suffix != ".pyc")
    for path in (*_MAKERS, *sorted(sources)):
        content = path.read_bytes()
        digest.update(f"{path.name} {path.parent.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def are_current(destination: Path, sources: str, names: list[str]) -> bool:
    """Tell whether `destination` holds the zips of these functions as they were made from `sources`."""
    try:
        record = json.loads((destination / _NAME).read_text(encoding="utf-8"))
        return bool(record == _record(sources, {name: destination / f"{name}.zip" for name in names}))
    except (OSError, ValueError):
        return False


def note(destination: Path, sources: str, zips: Mapping[str, Path]) -> None:
    """Note what the zips were made from."""
    write_atomically(destination / _NAME, json.dumps(_record(sources, zips)))


def _record(sources: str, zips: Mapping[str, Path]) -> dict[str, object]:
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in zips.items()}
    return {"sources": sources, "zips": digests}
