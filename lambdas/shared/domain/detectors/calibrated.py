"""`calibrated`: `multiscale` that fires so many times a symbol and day, as its threshold follows its scores."""

from __future__ import annotations

import json
from math import inf
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from lambdas.shared.domain.detectors.intraday import SESSION_MINUTES
from lambdas.shared.domain.detectors.names import CALIBRATED
from lambdas.shared.domain.detectors.scoring import Detector, Evidence, Limits
from lambdas.shared.domain.detectors.tail import LOWERED, SHARE, Tail

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

NAME = CALIBRATED
LEAST = 2.0  # no threshold falls below it: two moves in a hundred pass it on an ordinary day
MOST_ALERTS = SHARE * SESSION_MINUTES  # a day
HIGH_SHARE = 0.1  # of the alerts, which are the severe ones
VERSION = 2
_new = tuple.__new__  # as in multiscale: a third of the time of the constructor


class Timed(Protocol):
    """A state that knows its open minute; see `intraday.minute_of`."""

    @property
    def minute(self) -> int:
        """The number of the minute."""


Inner = TypeVar("Inner", bound=Timed)


class CalibratedState(NamedTuple):
    """The state of the inner detector, the tail of its scores, and the highest score of the minute that is open.

    `tail` is as the last score that passed its level has left it; `level` and `threshold` have fallen since. `share` is
    what the threshold is for: if the setting has changed, the tail says what it is now.
    """

    inner: Any
    tail: Tail
    level: float
    threshold: float
    minute: int = 0
    highest: float = 0.0


class CalibratedDetector(Generic[Inner]):
    """Implements `scoring.Detector`: a score is that of another detector over its threshold, so beyond 1 is an alert.

    What is counted are minutes, each with its highest score: the same number of alerts, however often a price comes.
    Every score is told; evidence is there for those beyond what `inner` was told to be quiet up to, which no threshold
    falls below. Its limits are the threshold, and the one that HIGH_SHARE of the alerts pass.
    """

    __slots__ = ("_inner", "_inner_score", "_least", "_share")

    name = NAME

    def __init__(self, inner: Detector[Inner], alerts_per_day: float, least: float) -> None:
        """Raise ValueError for no alerts, or more than a tail has. `least` is what `inner` is quiet up to."""
        if not 0 < alerts_per_day <= MOST_ALERTS:
            raise ValueError(f"alerts a day are above 0 and at most {MOST_ALERTS:g}, not {alerts_per_day:g}")
        self._inner = inner
        self._inner_score = inner.score
        self._share = alerts_per_day / SESSION_MINUTES
        self._least = least

    def initial(self) -> CalibratedState:
        """Return the state of a series without events: the threshold is that of an ordinary stock."""
        return self._calibrated(self._inner.initial(), Tail())

    def score(self, state: CalibratedState, event: PriceEvent) -> tuple[CalibratedState, float | None, Evidence | None]:
        """Return the state after the event and its score over the threshold; evidence of those beyond 1."""
        inner, tail, level, threshold, open_minute, highest = state
        inner, score, evidence = self._inner_score(inner, event)
        minute = inner.minute
        if minute != open_minute:
            if highest > level:
                tail = Tail(level, tail.excess, tail.passes).with_score(highest)
                level, threshold = tail.level, tail.threshold(self._share)
            elif highest:
                level *= LOWERED
                threshold *= LOWERED
            highest = 0.0
        if score is None:
            return _new(CalibratedState, (inner, tail, level, threshold, minute, highest)), None, None
        after = _new(CalibratedState, (inner, tail, level, threshold, minute, score if score > highest else highest))
        limit = threshold if threshold > self._least else self._least
        relative = score / limit
        if relative <= 1 or evidence is None:
            return after, relative, None
        limits = Limits(limit, limit * HIGH_SHARE**-tail.excess)
        return after, relative, Evidence(evidence.score, evidence.window, limits, evidence.scale)

    def write(self, state: CalibratedState) -> str:
        """Return a state as JSON, the inner one as its own text within."""
        inner = self._inner.write(state.inner)
        values = {**state._asdict(), "version": VERSION, "share": self._share, "inner": inner}
        return json.dumps(values, separators=(",", ":"), allow_nan=False)

    def read(self, text: str) -> CalibratedState:
        """Return the state in a text, with the threshold of this setting; ValueError for what is of no such version."""
        values = json.loads(text)
        if not isinstance(values, dict) or values.get("version") != VERSION:
            raise ValueError(f"not a state of {NAME} of version {VERSION}: {text[:80]}")
        try:
            tail = Tail(float(values["tail"][0]), float(values["tail"][1]), int(values["tail"][2]))
            level, threshold, share = float(values["level"]), float(values["threshold"]), float(values["share"])
            minute, highest = int(values["minute"]), float(values["highest"])
            inner = self._inner.read(values["inner"])
        except (TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
            raise ValueError(f"not a state of {NAME} ({error}): {text[:80]}") from error
        positive = (tail.level, tail.passes, level, threshold)
        if not (all(0 < number < inf for number in positive) and 0 <= tail.excess < inf and 0 <= highest < inf):
            raise ValueError(f"a state of {NAME} has numbers that no scores have: {text[:80]}")
        if share != self._share:
            threshold = Tail(level, tail.excess, tail.passes).threshold(self._share)
        return CalibratedState(inner, tail, level, threshold, minute, highest)

    def _calibrated(self, inner: Inner, tail: Tail) -> CalibratedState:
        return CalibratedState(inner, tail, tail.level, tail.threshold(self._share))
