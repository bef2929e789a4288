"""The emulator's clock from outside: shown, stopped, moved and given back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from finpulse_cli.core.errors import FailedError, MissingError, act, to_run
from finpulse_cli.core.virtual_clock import ClockState, VirtualClock
from finpulse_cli.daemon.probe import LOOPBACK, ask
from finpulse_cli.daemon.process import running
from finpulse_cli.targets.embedded.ministack import CLOCK_HEADER, CLOCK_PATH

if TYPE_CHECKING:
    from datetime import datetime

    from finpulse_cli.core.paths import TargetHome

_TIMEOUT_SECONDS = 120.0


class EmulatorClockControl:
    """See `finpulse_cli.stack.controlled_clock.ControlledClock`. `port` is the emulator's.

    While the emulator is down the clock can be set and reset; it starts with that.
    """

    def __init__(self, home: TargetHome, port: int) -> None:
        self._home = home
        self._port = port
        self._kept = VirtualClock(home.clock)

    def state(self) -> ClockState:
        """Return how it stands."""
        return self._kept.read()

    def now(self) -> datetime:
        """Return the time that it shows."""
        return self._kept.now()

    def set(self, moment: datetime) -> None:
        """Stop it at a moment."""
        if self._is_down:
            self._kept.write(ClockState(stopped_at=moment))
        else:
            self._ask(set=moment.isoformat())

    def step(self, moment: datetime) -> None:
        """Stop it at a moment that is not before now, and let all happen that is due then."""
        self._ask(step=moment.isoformat())

    def settle(self, *, is_stopped: bool) -> None:
        """Delete what has expired, and let the clock stand or go on."""
        self._ask(settle="stop" if is_stopped else "run")

    def reset(self) -> None:
        """Go back to the real time."""
        if self._is_down:
            self._kept.write(ClockState())
        else:
            self._ask(reset="")

    @property
    def _is_down(self) -> bool:
        return running(self._home.pid_file("ministack")) is None

    def _ask(self, **operation: str) -> None:
        if self._is_down:
            raise MissingError("the embedded target is not running", to_run("up"))
        url = f"http://{LOOPBACK}:{self._port}{CLOCK_PATH}?{urlencode(operation)}"
        reply = ask("POST", url, _TIMEOUT_SECONDS, {CLOCK_HEADER: "clock"})
        if reply is None:
            raise FailedError("the emulator did not move its clock in time", to_run("status"))
        if reply.status != 200:
            problem = reply.json_object().get("error", f"it answered {reply.status}")
            raise FailedError(
                f"the clock stands at {self.now():%Y-%m-%dT%H:%M:%SZ}: {problem}", act("see `{}`", "status")
            )
