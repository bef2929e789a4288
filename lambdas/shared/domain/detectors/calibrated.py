"""A detector that fires so many times a symbol and day: the threshold follows its scores."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from lambdas.shared.domain.detectors.intraday import SESSION_MINUTES, minute_of
from lambdas.shared.domain.detectors.scoring import Detector, State
from lambdas.shared.domain.detectors.tail import SHARE, Tail

if TYPE_CHECKING:
    from lambdas.shared.domain.detectors.scoring import Evidence
    from lambdas.shared.domain.event import PriceEvent

MOST_ALERTS = SHARE * SESSION_MINUTES  # a day
VERSION = 1


class CalibratedState(NamedTuple):
    """The state of the detector, the tail of its scores, and the highest score of the minute that is open."""

    inner: Any
    tail: Tail = Tail()
    minute: int = 0
    highest: float = 0.0


class CalibratedDetector(Generic[State]):
    """Implements `scoring.Detector`: a score is that of another detector over its threshold, so beyond 1 is an alert.

    What is counted are minutes, each with its highest score: the same number of alerts, however often a price comes.
    Every score is told; evidence is there for those beyond what `inner` was told to be quiet up to, which no threshold
    falls below.
    """

    __slots__ = ("_inner", "_least", "_share", "name")

    def __init__(self, inner: Detector[State], alerts_per_day: float, least: float) -> None:
        """Raise ValueError for no alerts, or more than a tail has. `least` is what `inner` is quiet up to."""
        if not 0 < alerts_per_day <= MOST_ALERTS:
            raise ValueError(f"alerts a day are above 0 and at most {MOST_ALERTS:g}, not {alerts_per_day:g}")
        self.name = inner.name
        self._inner = inner
        self._share = alerts_per_day / SESSION_MINUTES
        self._least = least

    def initial(self) -> CalibratedState:
        """Return the state of a series without events: the threshold is that of an ordinary stock."""
        return CalibratedState(self._inner.initial())

    def score(self, state: CalibratedState, event: PriceEvent) -> tuple[CalibratedState, float | None, Evidence | None]:
        """Return the state after the event and its score over the threshold; evidence of those beyond 1."""
        inner, score, evidence = self._inner.score(state.inner, event)
        minute, tail, highest = minute_of(event.quoted_at), state.tail, state.highest
        if minute != state.minute:
            tail, highest = tail.with_score(highest) if highest else tail, 0.0
        if score is None:
            return CalibratedState(inner, tail, minute, highest), None, None
        relative = score / self.threshold(tail)
        after = CalibratedState(inner, tail, minute, max(highest, score))
        return after, relative, evidence if relative > 1 else None

    def threshold(self, tail: Tail) -> float:
        """Return the score of `inner` beyond which it fires."""
        return max(tail.threshold(self._share), self._least)

    def write(self, state: CalibratedState) -> str:
        """Return a state as JSON, the inner one as its own text within."""
        inner = self._inner.write(state.inner)
        values = {"version": VERSION, "inner": inner, "tail": state.tail, "minute": state.minute}
        return json.dumps({**values, "highest": state.highest}, separators=(",", ":"), allow_nan=False)

    def read(self, text: str) -> CalibratedState:
        """Return the state in a text; ValueError for what is none of this version."""
        values = json.loads(text)
        if not isinstance(values, dict) or values.get("version") != VERSION:
            raise ValueError(f"not a state of a calibrated detector of version {VERSION}: {text[:80]}")
        try:
            tail = Tail(float(values["tail"][0]), float(values["tail"][1]), int(values["tail"][2]))
            minute, highest = int(values["minute"]), float(values["highest"])
            inner = self._inner.read(values["inner"])
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise ValueError(f"not a state of a calibrated detector ({error}): {text[:80]}") from error
        if not (0 < tail.level < float("inf") and 0 <= tail.excess < float("inf") and tail.passes > 0 and highest >= 0):
            raise ValueError(f"a calibrated detector's state has numbers that no scores have: {text[:80]}")
        return CalibratedState(inner, tail, minute, highest)
