"""What a replay under faults refuses, and what it waits for."""

from __future__ import annotations

from contextlib import ExitStack, nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.features.chaos.chaos_replay import ChaosReplay
from finpulse_cli.features.chaos.injecting import Injecting
from finpulse_cli.features.chaos.spec import parse_spec
from finpulse_cli.features.parity.wait import Timer
from finpulse_cli.stack.fault_injection import Faults, Injected
from tests.factories import NOON

STACK: Any = SimpleNamespace(functions={"aggregator": "finpulse-aggregator"})


class Clock:
    """Time that passes by sleeping alone, and an injection that is busy for some of it."""

    def __init__(self, busy_seconds: float) -> None:
        self.now = NOON.timestamp()
        self.until = self.now + busy_seconds

    def timer(self) -> Timer:
        return Timer(lambda: NOON.fromtimestamp(self.now, NOON.tzinfo), self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def so_far(self) -> Injected:
        return Injected({}, 0, is_busy=self.now < self.until)


def replay(text: str, injector: Any = None, clock: Clock | None = None) -> ChaosReplay:
    target: Any = SimpleNamespace(name="localstack", injector=injector)
    return ChaosReplay(target, STACK, parse_spec(text), 7, (clock or Clock(0)).timer())


def test_a_target_without_an_injector_takes_the_faults_of_the_put_only() -> None:
    with ExitStack() as injecting:
        assert replay("duplicate=5%,late=1%")._inject(injecting) is None
        with pytest.raises(UsageError, match="localstack cannot break"):
            replay("duplicate=5%,redeliver=10%")._inject(injecting)


def test_the_faults_of_services_and_functions_are_the_injectors() -> None:
    asked: list[Faults] = []

    def inject(faults: Faults) -> Any:
        asked.append(faults)
        return nullcontext("injection")

    with ExitStack() as injecting:
        made: Any = replay("late=1%,redeliver=10%,crash=aggregator:after=9", SimpleNamespace(inject=inject))
        assert isinstance(made._inject(injecting), Injecting)
    assert asked == [Faults(7, redeliver=0.1, crashes={"finpulse-aggregator": 9})]


def test_a_kill_beyond_the_last_event_is_refused() -> None:
    replay("kill=emulator:after=7")._require_enough(7)
    with pytest.raises(UsageError, match="after 8 events, and 7 are sent"):
        replay("kill=emulator:after=8")._require_enough(7)


def test_a_target_that_injects_nothing_cannot_be_killed() -> None:
    with ExitStack() as injecting, pytest.raises(UsageError, match="localstack cannot break"):
        replay("kill=emulator:after=7")._inject(injecting)


def test_batches_that_come_again_are_waited_for() -> None:
    clock = Clock(busy_seconds=40)
    replay("redeliver=10%", clock=clock)._settle(clock)
    assert clock.now >= clock.until


def test_batches_that_come_again_for_ever_are_told() -> None:
    clock = Clock(busy_seconds=1e6)
    with pytest.raises(FailedError, match="still come again"):
        replay("redeliver=10%", clock=clock)._settle(clock)
