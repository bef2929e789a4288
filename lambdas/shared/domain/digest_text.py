"""The message about what was held: how many of each symbol, and the largest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lambdas.shared.domain.digits import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.domain.stored import StoredAnomaly

MOST_LINES = 50  # of symbols, those with the most alerts first


def digest_subject(held_by: str, count: int) -> str:
    """Return one line of printable ASCII, as SNS wants it."""
    return f"FinPulse: {count} alert{'' if count == 1 else 's'} held by {holder(held_by)}"


def digest_body(held_by: str, held: Sequence[StoredAnomaly]) -> str:
    """Return what was held, at least one alert."""
    counts = Counter((anomaly.symbol, anomaly.direction) for anomaly in held)
    totals = Counter(anomaly.symbol for anomaly in held)
    ranked = sorted(totals, key=lambda symbol: (-totals[symbol], symbol))
    lines = [_line(symbol, counts) for symbol in ranked[:MOST_LINES]]
    more = [f"and {len(ranked) - MOST_LINES} more symbols"] if len(ranked) > MOST_LINES else []
    largest = max(held, key=lambda anomaly: (abs(anomaly.z_score), anomaly.event_id))
    return "\n".join(
        (
            f"The alerts of these anomalies were held by {holder(held_by)}, which is over:",
            "",
            *lines,
            *more,
            "",
            f"The largest: {largest.severity} {largest.direction} of {largest.symbol} "
            f"at {shown(largest.current_price)}, z = {largest.z_score:+.2f}, {largest.detected_at}.",
            "",
            f"finpulse anomalies explain {largest.event_id}",
            "finpulse alerts list",
        )
    )


def holder(held_by: str) -> str:
    """Return `silence k3f9q2` or `quiet hours`."""
    return held_by.replace("_", " ").replace(":", " ")


def _line(symbol: str, counts: Counter[tuple[str, str]]) -> str:
    each = (f"{counts[symbol, way]} {way}" for way in ("SPIKE", "DROP") if counts[symbol, way])
    return f"{symbol}: {', '.join(each)}"
