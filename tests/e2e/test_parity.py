"""Two targets that differ in their shards leave the same, and what one of them does otherwise is found."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom

import pytest
from rich.console import Console

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.parity.compare import Part
from finpulse_cli.features.parity.run import Parity
from finpulse_cli.features.parity.sides import Side
from finpulse_cli.features.parity.wait import Timer
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.plan import make_plan
from finpulse_cli.features.replay.rebase import Rebase
from finpulse_cli.features.replay.run_id import fresh_run
from finpulse_cli.targets.embedded.target import embedded_target
from tests.doubles.contexts import context
from tests.e2e.sandbox import Sandbox, eventually

COOLDOWN = "ALERT_COOLDOWN_MINUTES"


@pytest.fixture(scope="module")
def sides(sandboxes: dict[int, Sandbox]) -> tuple[Side, Side]:
    """A sandbox with one shard and one with four."""
    return side(sandboxes[1]), side(sandboxes[4])


def side(sandbox: Sandbox) -> Side:
    return Side(embedded_target(context(), TargetHome(sandbox.folder)).place, sandbox.stack)


def compared(sides: tuple[Side, Side], ticks: Ticks) -> dict[str, Part]:
    """What a parity run with the flash crash says of these two."""
    run, now = f"{ticks}-{fresh_run(SystemRandom())}", utc_now()
    plan = make_plan("flash-crash", ticks=ticks, run=run, rebase=Rebase.NOW, symbols=[], speed=None, repeat=1, now=now)
    screen = Console(file=io.StringIO())
    _, parts = Parity(*sides, plan, screen, Timer(utc_now, time.sleep), with_lake=True).run()
    return {part.name: part for part in parts}


@pytest.mark.parametrize("ticks", list(Ticks))
def test_one_shard_and_four_leave_the_same(sides: tuple[Side, Side], ticks: Ticks) -> None:
    parts = compared(sides, ticks)
    assert not [part for part in parts.values() if part.differences]
    events = 240 if ticks is Ticks.CLOSE else 960
    counted = {name: (part.a, part.b) for name, part in parts.items()}
    wanted = {"live_prices": events, "price_candles": 240, "lake": events, "detector_state": 2, "quarantine": 0}
    assert counted.items() >= {name: (count, count) for name, count in wanted.items()}.items()
    assert counted["anomalies"] == counted["alerts"] > (0, 0)


def test_another_cooldown_is_found_in_alerts_and_state(sides: tuple[Side, Side]) -> None:
    with cooldown(sides[1], minutes=1):
        parts = compared(sides, Ticks.CLOSE)
    assert {name for name, part in parts.items() if part.differences} == {"alerts", "detector_state"}
    for difference in parts["alerts"].differences:
        assert difference.a == {"alerted": False}
        assert difference.b
        assert (difference.b["alerted"], len(difference.b["messages"])) == (True, 1)


@contextmanager
def cooldown(side: Side, minutes: int) -> Iterator[None]:
    """The detector of a side with another cooldown for a while."""
    functions, name = side.target.clients.functions, side.stack.functions["anomaly_detector"]
    before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    assert before[COOLDOWN] != str(minutes)

    def change(variables: dict[str, str]) -> None:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
        eventually(
            lambda: functions.get_function_configuration(FunctionName=name)["LastUpdateStatus"] == "Successful",
            "another cooldown",
        )

    change({**before, COOLDOWN: str(minutes)})
    try:
        yield
    finally:
        change(before)
