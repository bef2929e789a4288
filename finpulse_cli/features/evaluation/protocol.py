"""The protocol by which a detector is measured.

The untouched bars set the threshold: so high that as many scores pass it as there are days, over all symbols. Then
moves are put in, one at a time, from the 401st bar of a symbol on, and a move is found when one of its bars scores
above the threshold. What a move does to later bars does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.evaluation.injection import RAMP, SIZES, injected, injections
from finpulse_cli.features.evaluation.runs import best_score, microseconds_per_event, run_of, state_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from finpulse_cli.features.evaluation.injection import Shape
    from finpulse_cli.features.evaluation.runs import Run
    from lambdas.shared.domain.detectors.scoring import Detector
    from lambdas.shared.domain.event import PriceEvent

WARM_UP_BARS = 400
COUNT = 60  # moves a symbol, kind and size

Bars = dict[str, list["PriceEvent"]]


@dataclass(frozen=True, slots=True)
class Measured:
    """How one detector did. `hits` are shares of the moves found, by shape and size in per cent."""

    hits: Mapping[str, Mapping[str, float]]
    threshold: float
    alerts_per_symbol_day: float
    microseconds_per_event: float
    state_bytes: int

    def as_dict(self) -> dict[str, object]:
        """Return the figures that `--json` prints."""
        return {
            **{shape: dict(shares) for shape, shares in self.hits.items()},
            "alerts_per_symbol_day": self.alerts_per_symbol_day,
            "microseconds_per_event": round(self.microseconds_per_event, 2),
            "state_bytes": self.state_bytes,
        }


@dataclass(frozen=True, slots=True)
class Trial:
    """The bars to measure on: those of `since` or later; the ones before only warm a detector up."""

    bars: Bars
    since: date | None = None
    seed: int = 1

    @property
    def days(self) -> set[date]:
        """The trading days that count."""
        return {event.session for events in self.bars.values() for event in events if self.counts(event)}

    @property
    def symbol_days(self) -> int:
        """The days of each symbol, added up."""
        return sum(len({event.session for event in bars if self.counts(event)}) for bars in self.bars.values())

    def counts(self, event: PriceEvent) -> bool:
        """Return whether a bar counts."""
        return self.since is None or event.session >= self.since

    def starts(self, symbol: str) -> list[int]:
        """Return the places where a move may begin: after the warm-up, with room for a ramp before the close.

        FailedError where there is none.
        """
        bars, last = self.bars[symbol], RAMP.bars - 1
        places = range(WARM_UP_BARS, len(bars) - last)
        found = [at for at in places if self.counts(bars[at]) and bars[at].session == bars[at + last].session]
        if not found:
            raise FailedError(
                f"{symbol} has {len(bars)} bars, too few: the first {WARM_UP_BARS} only warm the detectors up.",
                "Give two trading days of minute bars or more of each symbol.",
            )
        return found


def measure(detector: Detector[Any], trial: Trial) -> Measured:
    """Measure a detector by the protocol."""
    runs = {symbol: run_of(detector, events) for symbol, events in trial.bars.items()}
    scores = [
        score
        for run in runs.values()
        for event, score in zip(run.events, run.scores, strict=True)
        if trial.counts(event)
    ]
    threshold = threshold_of(scores, trial.symbol_days)
    longest = max(trial.bars.values(), key=len)
    return Measured(
        hits={
            shape.name: {size: _share_found(detector, trial, runs, (shape, size), threshold) for size in sizes}
            for shape, sizes in SIZES.items()
        },
        threshold=threshold,
        alerts_per_symbol_day=sum(score > threshold for score in scores) / trial.symbol_days,
        microseconds_per_event=microseconds_per_event(detector, longest),
        state_bytes=max(state_bytes(detector, run) for run in runs.values()),
    )


def threshold_of(scores: Sequence[float], alerts: int) -> float:
    """Return the lowest threshold that at most `alerts` of the scores pass."""
    return sorted(scores, reverse=True)[alerts] if alerts < len(scores) else 0.0


def _share_found(
    detector: Detector[Any], trial: Trial, runs: Mapping[str, Run], kind: tuple[Shape, str], threshold: float
) -> float:
    """Return the share of the moves of one kind that score above the threshold. Equal for all detectors: the moves."""
    shape, size = kind
    found = []
    for symbol, run in runs.items():
        chance = Random(f"{trial.seed} {symbol} {shape.name} {size}")  # noqa: S311  # repeatable is what it has to be
        for injection in injections(chance, trial.starts(symbol), size, COUNT):
            moved = injected(run.events, injection, shape)
            found.append(best_score(detector, run.states[injection.start], moved) > threshold)
    return round(sum(found) / len(found), 4)
