"""The e-mail of an anomaly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.numbers import canonical
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from lambdas.shared.domain.anomaly import Anomaly


def alert_subject(anomaly: Anomaly) -> str:
    """One line of printable ASCII, under SNS's limit of 100 characters."""
    deviation = f"{anomaly.score.deviation_percent:+.2f}% (z {anomaly.score.z:+.2f})"
    return f"{anomaly.severity} {anomaly.direction}: {anomaly.event.symbol} {deviation}"


def alert_body(anomaly: Anomaly) -> str:
    """What a person on call needs: price, window, time, and the command that explains it."""
    event, score = anomaly.event, anomaly.score
    return "\n".join(
        (
            f"{event.symbol} traded at {canonical(event.price)} at {format_timestamp(event.timestamp)}.",
            f"The {len(anomaly.window)} prices before averaged {score.mean:.4f} with a standard deviation of "
            f"{score.stdev:.4f}: z = {score.z:+.2f}, {score.deviation_percent:+.2f}% from the mean.",
            f"Severity {anomaly.severity}, direction {anomaly.direction}, source {event.source}.",
            "",
            f"finpulse anomalies explain {event.event_id}",
        )
    )
