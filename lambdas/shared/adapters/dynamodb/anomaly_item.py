"""anomalies as items of their table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.feed import kept_days
from lambdas.shared.domain.timestamps import expiry, format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly

LISTING = "all"  # the one partition of the index `recent`: anomalies are rare, and it answers "newest of all feeds"
KEPT_DAYS = 90
SIGNIFICANT_DIGITS = 12


def anomaly_item(anomaly: Anomaly, now: datetime) -> dict[str, Any]:
    """Return the item of an anomaly that has not been alerted yet. Floats keep twelve significant digits."""
    event, score = anomaly.event, anomaly.score
    return {
        "symbol": event.symbol,
        "anomaly_id": anomaly.anomaly_id,
        "listing": LISTING,
        "feed": event.feed,
        "detected_at": format_timestamp(event.timestamp),
        "event_id": event.event_id,
        "source": str(event.source),
        "direction": str(anomaly.direction),
        "severity": str(anomaly.severity),
        "current_price": event.price,
        "mean_price": _decimal(score.mean),
        "stdev": _decimal(score.stdev),
        "z_score": _decimal(score.z),
        "deviation_percent": _decimal(score.deviation_percent),
        "detector": anomaly.detector,
        "threshold": _decimal(anomaly.limits.anomaly_above),
        "high_threshold": _decimal(anomaly.limits.high_above),
        "scale": None if anomaly.scale is None else str(anomaly.scale),
        "window": list(anomaly.window),
        "alerted": False,
        "held_by": anomaly.hold and anomaly.hold.name,
        "held_until": anomaly.hold and format_timestamp(anomaly.hold.until),
        "expires_at": expires_at(anomaly, now),
    }


def expires_at(anomaly: Anomaly, now: datetime) -> int:
    """Return when an anomaly written now may go, in seconds since 1970."""
    return expiry(now, kept_days(anomaly.event.feed, KEPT_DAYS))


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}")
