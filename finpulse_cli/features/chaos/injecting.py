"""Faults that go on when the target that injects them ends and comes back."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from finpulse_cli.stack.fault_injection import Injected

if TYPE_CHECKING:
    from types import TracebackType

    from finpulse_cli.stack.fault_injection import FaultInjector, Faults, Injection


class Injecting:
    """Injects `faults` while its context is open. Implements `stack.fault_injection.Injection`."""

    def __init__(self, injector: FaultInjector, faults: Faults) -> None:
        self._injector = injector
        self._faults = faults
        self._open = ExitStack()
        self._injection: Injection | None = None
        self._before = Injected({}, 0, is_busy=False)

    def __enter__(self) -> Injecting:
        self._injection = self._open.enter_context(self._injector.inject(self._faults))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def so_far(self) -> Injected:
        """Return what has been injected in all."""
        if self._injection is None:
            return self._before
        now, before = self._injection.so_far(), self._before
        counts = Counter(before.counts) + Counter(now.counts)
        return Injected(dict(counts), before.may_double + now.may_double, now.is_busy)

    def kill(self, may_double: int) -> None:
        """Kill the target, which may double so many e-mails. What was injected is kept in mind; nothing is now."""
        self._before = self.so_far()
        self._injector.kill()
        self._injection = None
        self._open.close()
        counts = {**self._before.counts, "kill=emulator": self._before.counts.get("kill=emulator", 0) + 1}
        self._before = Injected(counts, self._before.may_double + may_double, is_busy=False)

    def go_on(self) -> None:
        """Inject again, on the target that has come back: every fault begins anew."""
        self._injection = self._open.enter_context(self._injector.inject(self._faults))
