"""An anomaly, its severity, and whether it is worth an e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.detectors.names import ZSCORE
from lambdas.shared.domain.detectors.scoring import Limits
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from decimal import Decimal

    from lambdas.shared.domain.alert_policy import Hold
    from lambdas.shared.domain.detectors.scoring import Scale
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.zscore import Score

ANOMALY_ABOVE = 2.5
HIGH_ABOVE = 3.5
ZSCORE_LIMITS = Limits(ANOMALY_ABOVE, HIGH_ABOVE)
DETECTOR = ZSCORE  # whose an anomaly is that does not say so

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
    """One event that broke out of what `detector` expected. `alert_due` says that its alert is, `hold` keeps it back.

    `window` are the prices before it, oldest first; `scale` is the time over which it moved, where there are several.
    """

    event: PriceEvent
    direction: Direction
    severity: Severity
    score: Score
    window: tuple[Decimal, ...]
    alert_due: bool
    detector: str = DETECTOR
    limits: Limits = ZSCORE_LIMITS
    scale: Scale | None = None
    hold: Hold | None = None

    @property
    def finding_id(self) -> str:
        """See `finding_id_of`."""
        return finding_id_of(self.event.event_id, self.detector)

    @property
    def anomaly_id(self) -> str:
        """Sort key within a symbol: time first, then the event, so two of one instant both keep their place."""
        return anomaly_id_of(format_timestamp(self.event.timestamp), self.event.event_id, self.detector)

    @property
    def key(self) -> AnomalyKey:
        """What tells an anomaly from every other."""
        return (self.event.symbol, self.anomaly_id)


@dataclass(frozen=True, slots=True)
class LastAlert:
    """The latest alert of one symbol and direction."""

    at: datetime
    severity: Severity


def finding_id_of(event_id: str, detector: str) -> str:
    """Return what tells the anomalies of one event apart: `<event_id>`, of others than zscore `<event_id>#<detector>`.

    So a stack with zscore alone has the ids that it always had.
    """
    return event_id if detector == DETECTOR else f"{event_id}#{detector}"


def anomaly_id_of(detected_at: str, event_id: str, detector: str = DETECTOR) -> str:
    """`<detected_at>#<event_id>`, of other detectors than zscore with `#<detector>` behind."""
    return f"{detected_at}#{finding_id_of(event_id, detector)}"


def classify(score: Score, limits: Limits = ZSCORE_LIMITS) -> tuple[Direction, Severity] | None:
    """Direction and severity, or None for a price within its band. Both limits are exclusive."""
    if abs(score.z) <= limits.anomaly_above:
        return None
    direction = Direction.SPIKE if score.z > 0 else Direction.DROP
    return direction, Severity.HIGH if abs(score.z) > limits.high_above else Severity.MEDIUM


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
