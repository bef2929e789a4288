"""`finpulse parity` as a user calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import parity as module
from finpulse_cli.core.errors import ExpectationError, MissingError, UsageError
from finpulse_cli.features.parity.compare import Difference, Part
from finpulse_cli.features.parity.run import Parity
from tests.unit.features.parity.test_show import SUMMARY

Call = Callable[..., Result]


class Stage:
    """Two targets of which nothing is real, and what a run on them comes to."""

    def __init__(self) -> None:
        self.ran: list[Parity] = []
        self.parts = [Part("live_prices", 1, 1, ())]

    def run(self, parity: Parity) -> Any:
        self.ran.append(parity)
        return (SUMMARY, SUMMARY), self.parts


@pytest.fixture
def stage() -> Stage:
    """Both targets are the same, unless a test says otherwise."""
    return Stage()


@pytest.fixture
def call(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `parity` with the targets of the stage."""
    nothing = SimpleNamespace(dynamodb=None)
    monkeypatch.setattr(module, "resolve_target", lambda _context, name: SimpleNamespace(name=name, clients=nothing))
    monkeypatch.setattr(
        module,
        "open_sides",
        lambda _context, first, second, *_: tuple(
            SimpleNamespace(target=target, stack=SimpleNamespace(tables={})) for target in (first, second)
        ),
    )
    monkeypatch.setattr(Parity, "run", lambda parity: stage.run(parity))
    app = typer.Typer()
    app.command()(module.parity)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_two_that_are_the_same(call: Call, stage: Stage) -> None:
    done = call("embedded", "aws")
    assert done.exit_code == 0
    assert "live_prices" in done.stdout
    assert "the same, item by item" in done.stderr
    [run] = stage.ran
    assert (run.a.target.name, run.b.target.name, run.with_lake) == ("embedded", "aws", True)
    assert len(run.plan.events) == 240
    assert run.plan.feed.startswith("flash-crash.")


def test_options_reach_the_plan(call: Call, stage: Stage) -> None:
    assert call("embedded", "aws", "--symbols", "msft", "--ticks", "ohlc", "--no-lake").exit_code == 0
    [run] = stage.ran
    assert {event.symbol for event in run.plan.events} == {"MSFT"}
    assert len(run.plan.events) == 480
    assert run.with_lake is False


def test_a_difference_is_an_expectation_that_did_not_hold(call: Call, stage: Stage) -> None:
    stage.parts = [Part("live_prices", 1, 0, (Difference(("AAPL", "t"), {"price": 1}, None),))]
    done = call("embedded", "aws", "--json")
    assert isinstance(done.exception, ExpectationError)
    assert "- embedded live_prices AAPL t price=1" in done.exception.message
    assert json.loads(done.stdout)["equal"] is False


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["aws", "aws"], "equal to itself"),
        (["embedded", "aws", "--fixture", "nothing-of-that-name"], "no fixture"),
        (["embedded", "aws", "--symbols", "NFLX"], "NFLX"),
    ],
)
def test_what_makes_no_sense(call: Call, stage: Stage, arguments: list[str], told: str) -> None:
    done = call(*arguments)
    assert isinstance(done.exception, UsageError)
    assert told in done.exception.message
    assert not stage.ran


def test_an_error_of_a_side_ends_it(call: Call, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise MissingError("aws: nothing is provisioned on this target", "run `finpulse up --target aws`")

    monkeypatch.setattr(module, "open_sides", missing)
    assert isinstance(call("embedded", "aws").exception, MissingError)
    assert not stage.ran
