"""Who knows of an anomaly: a name that somebody gives, any text of one line. There are no accounts."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who has said that they know of an anomaly, and when: a timestamp in the project's format."""

    at: str
    by: str


def is_name(text: str) -> bool:
    """Return whether a text can stand for whoever acknowledges: 1 to 60 characters to be seen, none of control."""
    return 0 < len(text) <= LONGEST and text == text.strip() and text.isprintable()
