"""Who knows of an anomaly: a name that somebody gives, any text of one line. There are no accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 60
# What is there to be seen, and blanks between: no control characters, no line ends, nothing that has no width or turns
# the text around.
_HIDDEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_HALVES = re.compile(r"[\ud800-\udfff]")  # of a character: they have no place in UTF-8, nor in a JSON Schema
NAME_PATTERN = re.compile(rf"[^\s{_HIDDEN}](?:[^{_HIDDEN}]{{0,{LONGEST - 2}}}[^\s{_HIDDEN}])?")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who has said that they know of an anomaly, and when: a timestamp in the project's format."""

    at: str
    by: str


def is_name(text: str) -> bool:
    """Return whether a text can stand for whoever acknowledges: 1 to 60 characters on one line."""
    return NAME_PATTERN.fullmatch(text) is not None and not _HALVES.search(text)
