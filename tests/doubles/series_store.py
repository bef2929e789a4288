"""detector_state in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.errors import DependencyError
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from lambdas.shared.domain.detector import SeriesState, Transition
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

    def save(self, moved: Mapping[str, Transition], now: datetime) -> None:
        """Replaces each `before` by its `after`, all or none, unless another has moved one."""
        self._step("states.write")
        for series, (before, _) in moved.items():
            if self._is_alive(series, now) and self.states[series].scored != before.scored:
                raise DependencyError(f"state of {series} was moved")
        for series, (_, after) in moved.items():
            self.states[series] = after
            if "@" in series:
                self._until[series] = now + timedelta(days=1)
        self._step("states.written")

    def _is_alive(self, series: str, now: datetime) -> bool:
        return series in self.states and (series not in self._until or self._until[series] > now)
