"""anomalies as items of their table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.feed import kept_days
from lambdas.shared.domain.numbers import from_statistic
from lambdas.shared.domain.timestamps import expiry, format_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Anomaly

LISTING = "all"  # the one partition of the index `recent`: anomalies are rare, and it answers "newest of all feeds"
KEPT_DAYS = 90


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
        "mean_price": from_statistic(score.mean),
        "stdev": from_statistic(score.stdev),
        "z_score": from_statistic(score.z),
        "deviation_percent": from_statistic(score.deviation_percent),
        "detector": anomaly.detector,
        "threshold": from_statistic(anomaly.limits.anomaly_above),
        "high_threshold": from_statistic(anomaly.limits.high_above),
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
