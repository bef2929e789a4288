"""A detector that fires so many times a symbol and day: the threshold follows its scores."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING, Any, Generic, NamedTuple

from lambdas.shared.domain.detectors.intraday import SESSION_MINUTES
from lambdas.shared.domain.detectors.scoring import Detector, State
from lambdas.shared.domain.detectors.tail import LOWERED, SHARE, Tail

if TYPE_CHECKING:
    from lambdas.shared.domain.detectors.scoring import Evidence
    from lambdas.shared.domain.event import PriceEvent

MOST_ALERTS = SHARE * SESSION_MINUTES  # a day
VERSION = 1
_new = tuple.__new__  # as in multiscale: a third of the time of the constructor


class CalibratedState(NamedTuple):
    """The state of the detector, the tail of its scores, and the highest score of the minute that is open."""

    inner: Any
    tail: Tail = Tail()
    threshold: float = 0.0  # of the tail, and falls with its level
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
        return CalibratedState(self._inner.initial(), threshold=Tail().threshold(self._share))

    def score(self, state: CalibratedState, event: PriceEvent) -> tuple[CalibratedState, float | None, Evidence | None]:
        """Return the state after the event and its score over the threshold; evidence of those beyond 1."""
        inner, score, evidence = self._inner.score(state.inner, event)
        _, tail, threshold, open_minute, highest = state
        moment = event.recorded_at or event.timestamp
        minute = moment.toordinal() * 1440 + moment.hour * 60 + moment.minute  # as minute_of, without a call
        if minute != open_minute:
            if highest > tail.level:
                tail = tail.with_score(highest)
                threshold = tail.threshold(self._share)
            elif highest:
                tail, threshold = tail.lowered(), threshold * LOWERED
            highest = 0.0
        if score is None:
            return _new(CalibratedState, (inner, tail, threshold, minute, highest)), None, None
        after = _new(CalibratedState, (inner, tail, threshold, minute, score if score > highest else highest))
        relative = score / (threshold if threshold > self._least else self._least)
        return after, relative, evidence if relative > 1 else None

    def write(self, state: CalibratedState) -> str:
        """Return a state as JSON, the inner one as its own text within."""
        inner = self._inner.write(state.inner)
        values = {**state._asdict(), "version": VERSION, "inner": inner}
        return json.dumps(values, separators=(",", ":"), allow_nan=False)

    def read(self, text: str) -> CalibratedState:
        """Return the state in a text; ValueError for what is none of this version."""
        values = json.loads(text)
        if not isinstance(values, dict) or values.get("version") != VERSION:
            raise ValueError(f"not a state of a calibrated detector of version {VERSION}: {text[:80]}")
        try:
            tail = Tail(float(values["tail"][0]), float(values["tail"][1]), int(values["tail"][2]))
            minute, highest, threshold = int(values["minute"]), float(values["highest"]), float(values["threshold"])
            inner = self._inner.read(values["inner"])
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise ValueError(f"not a state of a calibrated detector ({error}): {text[:80]}") from error
        positive = (tail.level, tail.passes, threshold)
        if not (all(0 < number < inf for number in positive) and 0 <= tail.excess < inf and 0 <= highest < inf):
            raise ValueError(f"a calibrated detector's state has numbers that no scores have: {text[:80]}")
        return CalibratedState(inner, tail, threshold, minute, highest)
