"""The events in an object of the lake, one a line, however Firehose put them there."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator

GZIP_MAGIC = b"\x1f\x8b"
_SEAM = re.compile(rb"\}[ \t]*\{")
_EVENT = '{"schema":'  # as an event begins on the stream
_SPACE = re.compile(r"[ \t]*")
_DECODER = json.JSONDecoder()


def event_lines(data: bytes) -> list[bytes]:
    """The lines of an object, unpacked if it is gzip, whatever its name says.

    Objects of JSON that follow each other on one line, as they do where nobody delimits records, become a line each,
    with their text as it was. What else is among them is a damaged line, which ends where the next event begins.
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
    except (UnicodeError, RecursionError):
        return [line]


def _objects(text: str) -> Iterator[str]:
    """The texts of the objects in `text`, and of what lies between them, up to where the next event begins."""
    place = _behind_space(text, 0)
    while place < len(text):
        end = _end_of_object(text, place)
        if end is None:
            following = text.find(_EVENT, place + 1)
            end = following if following >= 0 else len(text)
        yield text[place:end]
        place = _behind_space(text, end)


def _end_of_object(text: str, place: int) -> int | None:
    if text[place] != "{":
        return None
    try:
        return _DECODER.raw_decode(text, place)[1]
    except ValueError:
        return None


def _behind_space(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place
