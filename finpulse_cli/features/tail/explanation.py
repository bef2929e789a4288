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
        """The fate of the alert: `emailed`, `held` by a silence or the quiet hours, `cooled_down`, or `not_emailed`.

        The last of them when nothing is known to keep it back.
        """
        if self.anomaly.alerted:
            return "emailed"
        if self.anomaly.held_by:
            return "held"
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

    An alert is silenced by the latest one of its own series, direction and detector, one that was held included.
    """
    checked = recheck(anomaly)
    if anomaly.alerted or anomaly.held_by:
        return Explanation(anomaly, checked)
    alerted = (it for it in others if (it.alerted or it.held_by) and it.event_id != anomaly.event_id)
    return Explanation(anomaly, checked, next((other for other in alerted if _cools(other, anomaly)), None))


def _cools(other: StoredAnomaly, anomaly: StoredAnomaly) -> bool:
    """Return whether the two share a cool-down."""
    return (other.feed, other.direction, other.detector) == (anomaly.feed, anomaly.direction, anomaly.detector)
