"""The events in an object of the lake, one a line, however Firehose put them there."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator

GZIP_MAGIC = b"\x1f\x8b"
_SEAM = re.compile(rb"\}[ \t]*\{")
_SPACE = re.compile(r"[ \t]*")
_DECODER = json.JSONDecoder()


def event_lines(data: bytes) -> list[bytes]:
    """The lines of an object, unpacked if it is gzip, whatever its name says.

    Objects of JSON that follow each other on one line, as they do where nobody delimits records, become a line each,
    with their text as it was. A line with anything else in it stays one line: it is damaged.
    """
    if data.startswith(GZIP_MAGIC):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return [data]  # damaged: shown as what it is, one thing that is no event
    return [piece for line in data.splitlines() for piece in _pieces(line)]


def _pieces(line: bytes) -> list[bytes]:
    if line.find(b"{", 1) < 0 or not _SEAM.search(line):  # looking for the bracket alone is cheap
        return [line]
    try:
        return [piece.encode() for piece in _objects(line.decode())]
    except (ValueError, RecursionError):
        return [line]


def _objects(text: str) -> Iterator[str]:
    """The texts of the objects that `text` consists of. Raises ValueError when there is anything else in it."""
    place = _behind_space(text, 0)
    while place < len(text):
        if text[place] != "{":
            raise ValueError("not an object")
        _, end = _DECODER.raw_decode(text, place)
        yield text[place:end]
        place = _behind_space(text, end)


def _behind_space(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place
