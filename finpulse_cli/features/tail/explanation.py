"""Why an event is an anomaly: its statistics computed again from the stored window, and what became of its alert."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.zscore import Score, score_price

if TYPE_CHECKING:
    from lambdas.shared.domain.stored import StoredAnomaly

TOLERANCE = 1e-9  # the table keeps twelve significant digits


@dataclass(frozen=True, slots=True)
class Explanation:
    """An anomaly, its score computed again, and the earlier anomaly whose alert silenced this one, if any is known."""

    anomaly: StoredAnomaly
    score: Score
    silenced_by: StoredAnomaly | None = None

    @property
    def agrees(self) -> bool:
        """Whether the stored statistics are those of the stored window."""
        kept, score = self.anomaly, self.score
        pairs = (
            (kept.mean_price, score.mean),
            (kept.stdev, score.stdev),
            (kept.z_score, score.z),
            (kept.deviation_percent, score.deviation_percent),
        )
        return all(math.isclose(stored, again, rel_tol=TOLERANCE) for stored, again in pairs)

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
            "recomputed": asdict(self.score) | {"agrees": self.agrees},
        }


def explain(anomaly: StoredAnomaly, others: list[StoredAnomaly]) -> Explanation:
    """Explain an anomaly; `others` are anomalies of its symbol up to its moment, newest first.

    An alert is silenced by the latest one of its own series and direction, one that was held included.
    """
    score = score_price(anomaly.window, anomaly.current_price)
    if anomaly.alerted or anomaly.held_by:
        return Explanation(anomaly, score)
    alerted = (it for it in others if (it.alerted or it.held_by) and it.event_id != anomaly.event_id)
    same = (other for other in alerted if (other.feed, other.direction) == (anomaly.feed, anomaly.direction))
    return Explanation(anomaly, score, next(same, None))
