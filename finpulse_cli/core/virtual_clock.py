"""A target's clock that is not the real one: set off from it, or stopped. Kept in a file that its processes read.

Signatures, time-outs and pauses go by the real clock; see docs/decisions/clock.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a clock differs from the real one: by an offset, or stopped at a moment (aware UTC)."""

    offset: timedelta = _NONE
    stopped_at: datetime | None = None

    @classmethod
    def at(cls, moment: datetime, real: datetime, *, is_stopped: bool) -> Self:
        """Return the state in which it is `moment` at the `real` time, stopped or running."""
        return cls(stopped_at=moment) if is_stopped else cls(offset=moment - real)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse what `to_json` wrote. Raises ValueError."""
        found = json.loads(text)
        stopped_at = found.get("stopped_at")
        return cls(
            timedelta(seconds=float(found.get("offset_seconds", 0))),
            None if stopped_at is None else datetime.fromisoformat(stopped_at),
        )

    @property
    def is_real(self) -> bool:
        """Whether it is the real clock."""
        return self.stopped_at is None and self.offset == _NONE

    def now(self, real: datetime) -> datetime:
        """Return what it shows at the `real` time."""
        return self.stopped_at or real + self.offset

    def members(self) -> dict[str, object]:
        """Return the members of its JSON object."""
        stopped_at = self.stopped_at and self.stopped_at.isoformat()
        return {"offset_seconds": self.offset.total_seconds(), "stopped_at": stopped_at}

    def to_json(self) -> str:
        """Return it as one JSON object, which functions read too."""
        return json.dumps(self.members())


@dataclass(frozen=True, slots=True)
class VirtualClock:
    """The clock that is kept in `file`; the real one where there is no such file."""

    file: Path
    real: Callable[[], datetime] = utc_now

    def read(self) -> ClockState:
        """Return its state."""
        try:
            return ClockState.parse(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return ClockState()

    def write(self, state: ClockState) -> None:
        """Keep another state; the real clock needs no file."""
        if state.is_real:
            self.file.unlink(missing_ok=True)
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.file, state.to_json())

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return self.read().now(self.real())
