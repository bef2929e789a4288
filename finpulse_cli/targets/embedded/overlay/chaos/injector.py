"""Decides which call meets which fault, and counts what has been injected. Used by many threads."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from finpulse_cli.stack.fault_injection import Faults, Injected, draw

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS_UNTIL_CRASH = 6  # a process is killed at one of this many calls after it got the record
_MAIL = "sns"
_NOTE = "UpdateItem"


class Fate(Enum):
    """What happens to a call."""

    PASSES = auto()
    THROTTLED = auto()
    OUT = auto()  # the service is away
    UNANSWERED = auto()  # carried out, and nobody hears of it
    KILLED_BEFORE = auto()  # the process dies before the call is carried out
    KILLED_AFTER = auto()


@dataclass(slots=True)
class _Function:
    """What one function did since its faults began; `crash_in` counts the calls until it is killed."""

    records: int = 0
    batches: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    crash_in: int | None = None
    is_crashed: bool = False
    unnoted: int = 0  # e-mails that have gone out and are not noted yet


class Injector:
    """Nothing is injected before `begin` and after `end`. `clock` gives seconds from any start."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self._faults: Faults | None = None
        self._functions: dict[str, _Function] = {}
        self._counts: Counter[str] = Counter()
        self._outages: dict[str, tuple[float, int]] = {}
        self._may_double = 0

    def begin(self, faults: Faults) -> bool:
        """Inject faults from now on; False where others are being injected."""
        with self._lock:
            if self._faults is not None:
                return False
            self._clear()
            self._faults = faults
            return True

    def end(self) -> None:
        """Inject nothing any more."""
        with self._lock:
            self._faults = None

    def injected(self, *, is_busy: bool) -> Injected:
        """Return what has been injected since the last `begin`."""
        with self._lock:
            return Injected(dict(self._counts), self._may_double, is_busy)

    def invoked(self, function: str, records: int) -> None:
        """Note that a batch goes to a function; its process may be due to be killed amid it."""
        with self._lock:
            if self._faults is None:
                return
            state = self._functions.setdefault(function, _Function())
            state.records += records
            after = self._faults.crashes.get(function)
            if after is not None and state.records >= after and state.crash_in is None and not state.is_crashed:
                state.crash_in = 1 + int(CALLS_UNTIL_CRASH * draw(self._faults.seed, "crash", function))

    def comes_again(self, function: str) -> bool:
        """Return whether a batch that a function has processed comes once more."""
        with self._lock:
            if self._faults is None or not self._faults.redeliver:
                return False
            state = self._functions.setdefault(function, _Function())
            state.batches += 1
            again = draw(self._faults.seed, "redeliver", function, state.batches) < self._faults.redeliver
            self._counts["redeliver"] += again
            return again

    def fate(self, function: str, service: str) -> Fate:
        """Decide on a call of a function to a service."""
        with self._lock:
            if self._faults is None:
                return Fate.PASSES
            state = self._functions.setdefault(function, _Function())
            state.calls[service] += 1
            fate = self._decided(self._faults, function, service, state)
            self._count(fate, service)
            return fate

    def carried_out(self, function: str, service: str, operation: str) -> None:
        """Note a call that a service carried out, whether its answer arrives or not.

        A consumer notes each e-mail by an UpdateItem before it sends the next one; until then, who dies may have sent
        it in vain. Its other calls between the two, after a failure, are none or are refused.
        """
        with self._lock:
            state = self._functions.get(function)
            if state is None:
                return
            if service == _MAIL:
                state.unnoted += 1
            elif operation == _NOTE:
                state.unnoted = max(0, state.unnoted - 1)

    def killed(self, function: str) -> None:
        """Note that the processes of a function were killed."""
        with self._lock:
            self._counts["crash"] += 1
            state = self._functions.setdefault(function, _Function())
            self._may_double += state.unnoted
            state.unnoted = 0

    def _decided(self, faults: Faults, function: str, service: str, state: _Function) -> Fate:
        if state.crash_in is not None:
            state.crash_in -= 1
            if state.crash_in <= 0:
                state.crash_in, state.is_crashed = None, True
                return Fate.KILLED_BEFORE if draw(faults.seed, "side", function) < 0.5 else Fate.KILLED_AFTER
        if self._is_out(faults, service):
            return Fate.OUT
        place = (function, service, state.calls[service])
        if draw(faults.seed, "throttle", *place) < faults.throttle.get(service, 0.0):
            return Fate.THROTTLED
        if draw(faults.seed, "lost-answer", *place) < faults.lost_answer.get(service, 0.0):
            return Fate.UNANSWERED
        return Fate.PASSES

    def _is_out(self, faults: Faults, service: str) -> bool:
        outage = faults.outage.get(service)
        if outage is None:
            return False
        began, calls = self._outages.get(service, (self._clock(), 0))
        self._outages[service] = (began, calls + 1)
        return calls < outage.calls or self._clock() - began < outage.seconds

    def _count(self, fate: Fate, service: str) -> None:
        names = {Fate.THROTTLED: "throttle", Fate.OUT: "outage", Fate.UNANSWERED: "lost-answer"}
        if fate in names:
            self._counts[f"{names[fate]}={service}"] += 1
        if fate is Fate.UNANSWERED and service == _MAIL:
            self._may_double += 1
