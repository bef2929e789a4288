"""What a recording is to hold: its requests one by one, and what they cost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.features.record.recordable import Function, provider_of, symbols_per_call

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Step:
    """One request: the file that its reply becomes, the round it belongs to (from 1), the symbols that it names."""

    file: str
    round: int
    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """Every symbol once a round. `full` is of TIME_SERIES_INTRADAY: the whole day, and not the last 100 bars."""

    function: Function
    symbols: tuple[str, ...]
    rounds: int = 1
    full: bool = False

    def steps(self) -> Iterator[Step]:
        """Yield the requests in their order; a file's name says function, symbol and round."""
        size = symbols_per_call(self.function)
        width = len(str(self.rounds))
        for number in range(1, self.rounds + 1):
            for start in range(0, len(self.symbols), size):
                named = self.symbols[start : start + size]
                subject = named[0] if size == 1 else f"{start // size + 1:02}"
                yield Step(f"{self.function}-{_fit(subject)}-{number:0{width}}.json", number, named)

    @property
    def requests(self) -> int:
        """How many requests it makes."""
        return self.rounds * math.ceil(len(self.symbols) / symbols_per_call(self.function))


@dataclass(frozen=True, slots=True)
class RecordingCost:
    """What is left to record costs: requests, days at `budget` a day, and seconds of the last day's at least."""

    requests: int
    left: int
    budget: int | None
    left_today: int | None
    days: int
    seconds: float


def cost_of(
    plan: RecordingPlan, left: int, budget: int | None, asked_today: int, every_seconds: float
) -> RecordingCost:
    """Return what the `left` requests of a plan cost, where `asked_today` were made today."""
    today = None if budget is None else max(0, budget - asked_today)
    days = 0 if left == 0 else 1
    if budget is not None and today is not None and left > today:
        days = math.ceil((left - today) / budget) + (1 if today else 0)
    per_round = plan.requests // plan.rounds
    rounds = math.ceil(left / per_round)
    spacing = provider_of(plan.function).spacing_seconds
    seconds = max(left * spacing, max(0, rounds - 1) * every_seconds)
    return RecordingCost(plan.requests, left, budget, today, days, round(seconds, 1))


def _fit(symbol: str) -> str:
    """Return a symbol as a file's name may hold it."""
    return "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in symbol)
