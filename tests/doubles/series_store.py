"""detector_state in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.detector import SeriesState
from lambdas.shared.errors import DependencyError
from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.doubles.steps import Step


class MemorySeriesStore:
    """Implements `ports.SeriesStore`."""

    def __init__(self, step: Step = never_fails) -> None:
        self.states: dict[str, SeriesState] = {}
        self._step = step

    def load(self, series: Collection[str]) -> dict[str, SeriesState]:
        """The states that exist."""
        self._step("states.read")
        return {name: self.states[name] for name in series if name in self.states}

    def save(self, series: str, before: SeriesState, after: SeriesState) -> None:
        """Replaces `before` by `after`, unless another has moved the state."""
        self._step("states.write")
        if series in self.states and self.states[series].scored != before.scored:
            raise DependencyError(f"state of {series} was moved")
        self.states[series] = after
        self._step("states.written")
