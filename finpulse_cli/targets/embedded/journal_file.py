"""The journal's file format: a head, then frames; what follows a frame that is not whole is no part of it.

    head     one line of JSON: format, number, and which journal it goes on from, at how many bytes of that
    frame    length and CRC-32 of the body (two big-endian unsigned 32-bit numbers), then the body
    body     `marshal`, version 4, of (epoch seconds, [entry ...]); each entry is itself so encoded

`marshal` because an entry is made for every write to a table: it takes a quarter of the time of JSON, and it decodes
to plain values only. https://docs.python.org/3/library/marshal.html: version 4 is read by every Python since 3.4.
"""

from __future__ import annotations

import json
import marshal
import struct
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FORMAT = 1
BROKEN = -1  # in place of a number of bytes: what this journal goes on from is not in the one before
_VERSION = 4
_FRAME = struct.Struct(">II")
Entry = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """`follows` is the journal before, and `at` how many bytes of it came before the first frame here."""

    number: int
    follows: int
    at: int
    format: int = FORMAT

    def encode(self) -> bytes:
        """Return the line."""
        return json.dumps(asdict(self)).encode() + b"\n"


def encode_entry(entry: Entry) -> bytes:
    """Return an entry as it is at this moment. Raises ValueError for what is no plain value."""
    return marshal.dumps(entry, _VERSION)


def encode_frame(moment: float, entries: Sequence[bytes]) -> bytes:
    """Return one frame with entries that are to be seen together or not at all."""
    body = marshal.dumps((moment, list(entries)), _VERSION)
    return _FRAME.pack(len(body), zlib.crc32(body)) + body


@dataclass(slots=True)
class JournalFile:
    """A journal that is read. `valid_bytes` is where the last whole frame ended, once all was read."""

    head: Head
    path: Path
    valid_bytes: int

    @classmethod
    def open(cls, path: Path) -> JournalFile | None:
        """Return the journal; None when not even its head is whole, or it is of another format."""
        try:
            with path.open("rb") as file:
                line = file.readline(1000)
            head = Head(**json.loads(line))
        except (OSError, ValueError, TypeError):
            return None
        return cls(head, path, len(line)) if line.endswith(b"\n") and head.format == FORMAT else None

    def frames(self) -> Iterator[tuple[float, list[Entry]]]:
        """Yield the moment and the entries of each whole frame."""
        with self.path.open("rb") as file:
            file.seek(self.valid_bytes)
            while len(start := file.read(_FRAME.size)) == _FRAME.size:
                length, expected = _FRAME.unpack(start)
                body = file.read(length)
                if len(body) != length or zlib.crc32(body) != expected:
                    return
                moment, entries = marshal.loads(body)  # noqa: S302 - our own file, 0600, checked
                yield moment, [marshal.loads(entry) for entry in entries]  # noqa: S302
                self.valid_bytes += _FRAME.size + length
