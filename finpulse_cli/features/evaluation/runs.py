"""A detector's way through the bars of one symbol: its score of each, and the state that it met each with."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lambdas.shared.domain.detectors.scoring import Detector
    from lambdas.shared.domain.event import PriceEvent

_PIECE, _PASSES = 100, 9


@dataclass(frozen=True, slots=True)
class Run:
    """The scores of a symbol's bars, 0 where there is no verdict, and the state before each of them."""

    events: Sequence[PriceEvent]
    scores: Sequence[float]
    states: Sequence[Any]

    @property
    def scored(self) -> Iterator[tuple[PriceEvent, float]]:
        """Each bar with its score."""
        return zip(self.events, self.scores, strict=True)


def run_of(detector: Detector[Any], events: Sequence[PriceEvent]) -> Run:
    """Score the bars as they are."""
    state, states, scores = detector.initial(), [], []
    for event in events:
        states.append(state)
        state, score, _ = detector.score(state, event)
        scores.append(score or 0.0)
    return Run(events, scores, states)


def best_score(detector: Detector[Any], state: Any, events: Iterable[PriceEvent]) -> float:
    """Return the highest score of some events that come after a state."""
    best = 0.0
    for event in events:
        state, score, _ = detector.score(state, event)
        best = max(best, score or 0.0)
    return best


def state_bytes(detector: Detector[Any], run: Run) -> int:
    """Return the largest size of the state, as it is stored, on the way."""
    return max(len(detector.write(state).encode()) for state in run.states)


def microseconds_per_event(detector: Detector[Any], events: Sequence[PriceEvent]) -> float:
    """Return the processor time of one score.

    The bars are scored several times in pieces, and the least time of each piece counts: what disturbs one only adds.
    """
    least, state = 0.0, detector.initial()
    for begin in range(0, len(events), _PIECE):
        piece = events[begin : begin + _PIECE]
        least += min(_seconds(detector, state, piece) for _ in range(_PASSES))
        for event in piece:
            state, _, _ = detector.score(state, event)
    return least / len(events) * 1e6


def _seconds(detector: Detector[Any], state: Any, events: Iterable[PriceEvent]) -> float:
    began = time.process_time()
    for event in events:
        state, _, _ = detector.score(state, event)
    return time.process_time() - began
