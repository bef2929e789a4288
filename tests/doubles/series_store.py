"""detector_state in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.errors import DependencyError
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from lambdas.shared.domain.detector import SeriesState
    from tests.doubles.steps import Step


class MemorySeriesStore:
    """Implements `ports.SeriesStore`."""

    def __init__(self, step: Step = never_fails) -> None:
        self.states: dict[str, SeriesState] = {}
        self._until: dict[str, datetime] = {}
        self._step = step

    def load(self, series: Collection[str], now: datetime) -> dict[str, SeriesState]:
        """The states that exist."""
        self._step("states.read")
        return {name: self.states[name] for name in series if self._is_alive(name, now)}

    def save(self, series: str, before: SeriesState, after: SeriesState, now: datetime) -> None:
        """Replaces `before` by `after`, unless another has moved the state."""
        self._step("states.write")
        if self._is_alive(series, now) and self.states[series].scored != before.scored:
            raise DependencyError(f"state of {series} was moved")
        self.states[series] = after
        if "@" in series:
            self._until[series] = now + timedelta(days=1)
        self._step("states.written")

    def _is_alive(self, series: str, now: datetime) -> bool:
        return series in self.states and (series not in self._until or self._until[series] > now)
