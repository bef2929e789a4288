"""The tail of a detector's scores, followed online, and the threshold that lets so many of them pass.

Two numbers describe it: the level that SHARE of the scores pass, and how far they pass it, as the mean of log(score /
level), the Hill estimate of a Pareto tail. The threshold for a smaller share p is then level * (SHARE / p) ** excess.
One alert a day is 1 of 390 scores, too rare to count; what passes the level comes eight times as often. A streaming
quantile and an order statistic were measured beside it: docs/detectors.md.

The level moves by stochastic approximation: up a step where a score passes it, down SHARE of a step where not (Robbins
& Monro, 1951, https://doi.org/10.1214/aoms/1177729586; Hill, 1975, https://doi.org/10.1214/aos/1176343247).
"""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

SHARE = 0.02
STEP = 0.05  # of the level, on a logarithmic scale
MEMORY = 60  # passes that the excess remembers: seven or eight days of minutes
MOST_EXCESS = 1.0  # of one score: a crash must not silence a week

_UP, LOWERED = exp(STEP * (1 - SHARE)), exp(-STEP * SHARE)


class Tail(NamedTuple):
    """A value. It begins as the prior that counts for PRIOR passes, so there is a threshold from the first score on."""

    level: float = 2.1  # the four series that multiscale was trained on have 1.98 to 2.30 here,
    excess: float = 0.2  # and 0.18 to 0.24 here
    passes: int = 20

    def with_score(self, score: float) -> Tail:
        """Return the tail that has seen one more score."""
        level, excess, passes = self
        if score <= level:
            return self.lowered()
        passes = min(passes + 1, MEMORY)
        return Tail(level * _UP, excess + (min(log(score / level), MOST_EXCESS) - excess) / passes, passes)

    def lowered(self) -> Tail:
        """Return the tail after a score that did not pass; its thresholds are those before, times LOWERED."""
        return Tail(self.level * LOWERED, self.excess, self.passes)

    def threshold(self, share: float) -> float:
        """Return the score that `share` of the scores pass, above 0 and at most SHARE."""
        return self.level * float((SHARE / share) ** self.excess)
