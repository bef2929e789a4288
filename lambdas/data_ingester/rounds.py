"""The symbols that a wake-up asks for: none while the exchange is closed, else as many as the plan allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.domain.open_hours import open_session
from lambdas.shared.domain.spreading import Tick, Turn, in_turn, spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from lambdas.shared.domain.plan import Plan
    from lambdas.shared.domain.quote_time import ExchangeHours
    from lambdas.shared.domain.request_count import RequestCount
    from lambdas.shared.ports import AskingTurns, RequestBudget


@dataclass(frozen=True, slots=True)
class Round:
    """The symbols to ask for now. `used_up` is the count of a day of which nothing is left."""

    symbols: Sequence[str] = ()
    used_up: RequestCount | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """Spreads what `plan` allows over the `symbols`, of which one call names `symbols_per_call`.

    A wake-up comes every `step` and has the time for `calls_in_time`. `budget` counts the requests that the plan is
    about, `turns` keeps whose turn it is; both are shared with every other process.
    """

    symbols: Sequence[str]
    symbols_per_call: int
    plan: Plan
    hours: ExchangeHours
    step: timedelta
    calls_in_time: int
    budget: RequestBudget
    turns: AskingTurns

    def due(self, minute: datetime) -> Round:
        """Return what is to be asked for at `minute`, and note that its turn has come.

        Where two runs meet at the same minute, one of them has nothing to ask for. Raises `SessionUnknownError` for a
        minute beyond the exchange's calendar, and what the services raise.
        """
        session = open_session(minute, self.hours)
        if session is None:
            return Round()
        if self.plan.daily_requests is None and self._most >= self._pages:
            return Round(self.symbols)
        return self._taken_in_turn(Tick(minute, self.step, session))

    def _taken_in_turn(self, tick: Tick) -> Round:
        count = self.budget.count(tick.minute)
        if count.is_used_up:
            return Round(used_up=count)
        before = self.turns.read()
        if before.is_done(tick.minute):
            return Round()
        after = self._next_turn(tick, before, count)
        if after == before or not self.turns.move(before, after):
            return Round()
        return Round(self._symbols_of(range(before.position, after.position)))

    def _next_turn(self, tick: Tick, before: Turn, count: RequestCount) -> Turn:
        if count.left is None:
            return in_turn(tick, before, self._pages, self._most)
        return spread(tick, before, min(self._most, self._pages), count.left)

    @property
    def _pages(self) -> int:
        return -(-len(self.symbols) // self.symbols_per_call)

    @property
    def _most(self) -> int:
        return max(1, self.plan.calls_per_tick(self.calls_in_time))

    def _symbols_of(self, turns: range) -> list[str]:
        size = self.symbols_per_call
        starts = (turn % self._pages * size for turn in turns)
        return [symbol for start in starts for symbol in self.symbols[start : start + size]]
