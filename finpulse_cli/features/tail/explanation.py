"""Why an event is an anomaly: its evidence worked out again, and what became of its alert."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail.recheck import recheck

if TYPE_CHECKING:
    from finpulse_cli.features.tail.recheck import Recheck
    from lambdas.shared.domain.stored import StoredAnomaly


@dataclass(frozen=True, slots=True)
class Explanation:
    """An anomaly, its evidence worked out again, and the earlier anomaly whose alert silenced this one, if known."""

    anomaly: StoredAnomaly
    recheck: Recheck
    silenced_by: StoredAnomaly | None = None

    @property
    def fate(self) -> str:
        """The fate of the alert: `emailed`, `cooled_down`, or `not_emailed` when nothing is known to silence it."""
        if self.anomaly.alerted:
            return "emailed"
        return "cooled_down" if self.silenced_by else "not_emailed"

    def values(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return asdict(self.anomaly) | {
            "alert": self.fate,
            "silenced_by": self.silenced_by.event_id if self.silenced_by else None,
            "recomputed": {**self.recheck.values, "agrees": self.recheck.agrees},
        }


def explain(anomaly: StoredAnomaly, others: list[StoredAnomaly]) -> Explanation:
    """Explain an anomaly; `others` are anomalies of its symbol up to its moment, newest first.

    An alert is silenced by the latest one of its own series, direction and detector.
    """
    checked = recheck(anomaly)
    if anomaly.alerted:
        return Explanation(anomaly, checked)
    alerted = (other for other in others if other.alerted and other.event_id != anomaly.event_id)
    return Explanation(anomaly, checked, next((other for other in alerted if _cools(other, anomaly)), None))


def _cools(other: StoredAnomaly, anomaly: StoredAnomaly) -> bool:
    """Return whether the two share a cool-down."""
    return (other.feed, other.direction, other.detector) == (anomaly.feed, anomaly.direction, anomaly.detector)
