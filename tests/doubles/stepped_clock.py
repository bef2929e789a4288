"""A target's clock that notes what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core.virtual_clock import ClockState

if TYPE_CHECKING:
    from datetime import datetime


class SteppedClock:
    """Implements `controlled_clock.ControlledClock`; `done` are the operations, with their times of day."""

    def __init__(self, now: datetime) -> None:
        self.moment = now
        self.done: list[str] = []

    def state(self) -> ClockState:
        return ClockState(stopped_at=self.moment)

    def now(self) -> datetime:
        return self.moment

    def set(self, moment: datetime) -> None:
        self._move("set", moment)

    def step(self, moment: datetime) -> None:
        self._move("step", moment)

    def settle(self, *, is_stopped: bool) -> None:
        self.done.append("stop" if is_stopped else "run")

    def reset(self) -> None:
        self.done.append("reset")

    def _move(self, how: str, moment: datetime) -> None:
        self.moment = moment
        self.done.append(f"{how} {moment:%H:%M}")
