"""The protocol by which a detector is measured.

The untouched bars set the threshold: so high that as many scores pass it as there are days, over all symbols. Then
moves are put in, one at a time, from the 401st bar of a symbol on, and a move is found when one of its bars scores
above the threshold. What a move does to later bars does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.evaluation.injection import RAMP, SIZES, injected, injections
from finpulse_cli.features.evaluation.runs import best_score, microseconds_per_event, run_of, state_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from finpulse_cli.features.evaluation.injection import Shape
    from finpulse_cli.features.evaluation.runs import Run
    from lambdas.shared.domain.detectors.scoring import Detector
    from lambdas.shared.domain.event import PriceEvent

WARM_UP_BARS = 400
COUNT = 60  # moves a symbol, kind and size

Maker = Callable[[float], "Detector[Any]"]  # of a detector that keeps quiet up to a score
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

    def with_room(self) -> Trial:
        """Return the trial without the symbols that have no place for a move; FailedError if that leaves none."""
        bars = {symbol: own for symbol, own in self.bars.items() if self.starts(symbol)}
        if not bars:
            longest = max(self.bars, key=lambda symbol: len(self.bars[symbol]))
            since = f" from {self.since} on" if self.since else ""
            raise FailedError(
                f"{longest} has {len(self.bars[longest])} bars, and none{since} after the {WARM_UP_BARS} that only "
                "warm up; no symbol has.",
                "Give two trading days of minute bars or more of each symbol.",
            )
        return Trial(bars, self.since, self.seed)

    def starts(self, symbol: str) -> list[int]:
        """Return the places where a move may begin: after the warm-up, with room for a ramp before the close."""
        bars, last = self.bars[symbol], RAMP.bars - 1
        places = range(WARM_UP_BARS, len(bars) - last)
        return [at for at in places if self.counts(bars[at]) and bars[at].session == bars[at + last].session]

    def moves(self, shape: Shape, size: str) -> Iterator[tuple[str, int, list[PriceEvent]]]:
        """Yield the symbol, the place and the bars of each move of one kind: the same for every detector."""
        for symbol, events in self.bars.items():
            chance = Random(f"{self.seed} {symbol} {shape.name} {size}")  # noqa: S311  # repeatable is what it has to be
            for injection in injections(chance, self.starts(symbol), size, COUNT):
                yield symbol, injection.start, injected(events, injection, shape)


def measure(make: Maker, trial: Trial) -> Measured:
    """Measure a detector by the protocol; its time is that of one which keeps quiet up to the threshold."""
    trial = trial.with_room()
    detector = make(0.0)
    runs = {symbol: run_of(detector, events) for symbol, events in trial.bars.items()}
    scores = [score for run in runs.values() for event, score in run.scored if trial.counts(event)]
    threshold = threshold_of(scores, trial.symbol_days)
    return Measured(
        hits={
            shape.name: {size: _share_found(detector, runs, trial.moves(shape, size), threshold) for size in sizes}
            for shape, sizes in SIZES.items()
        },
        threshold=threshold,
        alerts_per_symbol_day=sum(score > threshold for score in scores) / trial.symbol_days,
        microseconds_per_event=microseconds_per_event(make(threshold), max(trial.bars.values(), key=len)),
        state_bytes=max(state_bytes(detector, run) for run in runs.values()),
    )


def threshold_of(scores: Sequence[float], alerts: int) -> float:
    """Return the lowest threshold that at most `alerts` of the scores pass."""
    return sorted(scores, reverse=True)[alerts] if alerts < len(scores) else 0.0


def _share_found(
    detector: Detector[Any],
    runs: Mapping[str, Run],
    moves: Iterable[tuple[str, int, list[PriceEvent]]],
    threshold: float,
) -> float:
    found = [best_score(detector, runs[symbol].states[start], moved) > threshold for symbol, start, moved in moves]
    return round(sum(found) / len(found), 4)
