"""An anomaly, its severity, and whether it is worth an e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from decimal import Decimal

    from lambdas.shared.domain.alert_policy import Hold
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.zscore import Score

ANOMALY_ABOVE = 2.5
HIGH_ABOVE = 3.5
DETECTOR = "zscore"

AnomalyKey = tuple[str, str]  # symbol and anomaly id


class Direction(StrEnum):
    """The way in which the price broke out."""

    SPIKE = "SPIKE"
    DROP = "DROP"


class Severity(StrEnum):
    """The distance by which it broke out; `rank` compares."""

    MEDIUM = "MEDIUM"
    HIGH = "HIGH"

    @property
    def rank(self) -> int:
        """0 for MEDIUM, 1 for HIGH."""
        return 1 if self is Severity.HIGH else 0


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One event that broke out of its window. `alert_due` says that its alert is, `hold` what keeps that back."""

    event: PriceEvent
    direction: Direction
    severity: Severity
    score: Score
    window: tuple[Decimal, ...]
    alert_due: bool
    hold: Hold | None = None

    @property
    def anomaly_id(self) -> str:
        """Sort key within a symbol: time first, then the event, so two of one instant both keep their place."""
        return anomaly_id_of(format_timestamp(self.event.timestamp), self.event.event_id)

    @property
    def key(self) -> AnomalyKey:
        """What tells an anomaly from every other."""
        return (self.event.symbol, self.anomaly_id)


@dataclass(frozen=True, slots=True)
class LastAlert:
    """The latest alert of one symbol and direction."""

    at: datetime
    severity: Severity


def anomaly_id_of(detected_at: str, event_id: str) -> str:
    """`<detected_at>#<event_id>`."""
    return f"{detected_at}#{event_id}"


def classify(score: Score) -> tuple[Direction, Severity] | None:
    """Direction and severity, or None for a price within its band. Both limits are exclusive."""
    if abs(score.z) <= ANOMALY_ABOVE:
        return None
    direction = Direction.SPIKE if score.z > 0 else Direction.DROP
    return direction, Severity.HIGH if abs(score.z) > HIGH_ABOVE else Severity.MEDIUM


def is_alert_due(
    last_alerts: Mapping[Direction, LastAlert],
    direction: Direction,
    severity: Severity,
    at: datetime,
    cooldown: timedelta,
) -> bool:
    """Return whether an anomaly is worth an e-mail: none in its direction within `cooldown`, or a lesser one."""
    last = last_alerts.get(direction)
    return last is None or at - last.at >= cooldown or severity.rank > last.severity.rank
