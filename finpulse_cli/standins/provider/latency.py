"""How long a stand-in provider takes to answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError

if TYPE_CHECKING:
    from random import Random

_TIME = r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s)"
_SPAN = re.compile(rf"{_TIME}(?:-{_TIME})?")


@dataclass(frozen=True, slots=True)
class Latency:
    """Between `least` and `most` seconds, drawn anew for each answer."""

    least: float = 0.0
    most: float = 0.0

    def seconds(self, random: Random) -> float:
        """Draw that of one answer."""
        return self.least if self.least == self.most else random.uniform(self.least, self.most)


def parse_latency(text: str) -> Latency:
    """Read `200ms` or `50ms-2s`. Raises `UsageError`."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no latency.", "Write it like 200ms or 50ms-2s.")
    least = _seconds(match[1], match[2])
    most = _seconds(match[3], match[4]) if match[3] else least
    if most < least:
        raise UsageError(f"{text!r} ends before it begins.", "Write the shorter time first, like 50ms-2s.")
    return Latency(least, most)


def _seconds(number: str, unit: str) -> float:
    return float(number) / (1000 if unit == "ms" else 1)
