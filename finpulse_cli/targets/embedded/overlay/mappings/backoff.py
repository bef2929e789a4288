"""How long to wait after a failed attempt. AWS does not document it: doubled from one second, capped, with jitter."""

from __future__ import annotations

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 15.0


def pause_seconds(failures: int, fraction: float) -> float:
    """Return the pause after `failures` failed attempts in a row (1 or more); `fraction`, 0 to 1, is the jitter."""
    whole = min(FIRST_SECONDS * 2.0 ** min(failures, 16), LONGEST_SECONDS)
    return whole * (0.75 + 0.25 * fraction)
