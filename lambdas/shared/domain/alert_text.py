"""The e-mail of an anomaly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.domain.anomaly import DETECTOR
from lambdas.shared.domain.detectors.scoring import Scale
from lambdas.shared.domain.digits import shown
from lambdas.shared.domain.feed import parts_of
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.event import PriceEvent

LONGEST_SUBJECT = 99  # SNS takes less than a hundred characters
_CUT = "..."
OVER = {
    Scale.ONE_MINUTE: "within a minute",
    Scale.FIVE_MINUTES: "within 5 minutes",
    Scale.FIFTEEN_MINUTES: "within 15 minutes",
    Scale.OVERNIGHT: "while the market was closed",
}


def alert_subject(anomaly: Anomaly) -> str:
    """Return one line of printable ASCII, as SNS wants it; a replay's says so, however long its name."""
    of = "z" if anomaly.detector == DETECTOR else anomaly.detector
    deviation = f"{anomaly.score.deviation_percent:+.2f}% ({of} {anomaly.score.z:+.2f})"
    subject = f"{anomaly.severity} {anomaly.direction}: {anomaly.event.symbol} {deviation}"[:LONGEST_SUBJECT]
    fixture = parts_of(anomaly.event.feed).fixture
    if fixture is None:
        return subject
    return f"Replay of {_cut(fixture, LONGEST_SUBJECT - len(f'Replay of : {subject}'))}: {subject}"[:LONGEST_SUBJECT]


def alert_body(anomaly: Anomaly) -> str:
    """Return what a person on call needs: price, window, time, and the command that explains it."""
    event = anomaly.event
    return "\n".join(
        (
            f"{event.symbol} traded at {shown(event.price)} at {format_timestamp(event.timestamp)}{_where(event)}.",
            _zscore_says(anomaly) if anomaly.scale is None else _multiscale_says(anomaly, anomaly.scale),
            f"Severity {anomaly.severity}, direction {anomaly.direction}, source {event.source}, "
            f"detector {anomaly.detector}.",
            "",
            f"finpulse anomalies explain {event.event_id}",
        )
    )


def _zscore_says(anomaly: Anomaly) -> str:
    score = anomaly.score
    return (
        f"The {len(anomaly.window)} prices before averaged {_price(score.mean)} with a standard deviation of "
        f"{_price(score.stdev)}: z = {score.z:+.2f}, {score.deviation_percent:+.2f}% from the mean."
    )


def _multiscale_says(anomaly: Anomaly, scale: Scale) -> str:
    score = anomaly.score
    return (
        f"It moved {score.deviation_percent:+.2f}% {OVER[scale]}, from {_price(score.mean)}; {_price(score.stdev)} is "
        f"usual: z = {score.z:+.2f}, beyond {anomaly.limits.anomaly_above:.2f}."
    )


def _price(number: float) -> str:
    return shown(Decimal(repr(number)))


def _where(event: PriceEvent) -> str:
    name = parts_of(event.feed)
    return "" if name.fixture is None else f" in run {name.run} of a replay of {name.fixture}, not in the market"


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else name[: max(length - len(_CUT), 0)] + _CUT
