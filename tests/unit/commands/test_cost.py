"""`finpulse cost` as a user calls it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands.cost import cost
from finpulse_cli.core.errors import UsageError

APP = typer.Typer()
APP.command()(cost)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(APP, arguments)


def total(*arguments: str) -> dict[str, Any]:
    done = call(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1], parse_float=Decimal)
    return found


@pytest.fixture(autouse=True)
def no_variables_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("TF_VAR_")]:
        monkeypatch.delenv(name)


def test_without_options_it_is_the_stacks_own_load() -> None:
    done = call()
    assert done.exit_code == 0
    assert done.stdout.startswith("USD a month on AWS: 5 symbols every 78 min while New York trades (")
    assert "Free allowances" in done.stderr


@pytest.mark.parametrize(
    ("text", "seconds"), [("1", 1), ("1s", 1), ("0.5s", "0.5"), ("5m", 300), ("500ms", "0.5"), ("1h", 3600)]
)
def test_intervals(text: str, seconds: object) -> None:
    assert total("--interval", text)["load"]["interval"] == Decimal(str(seconds))


@pytest.mark.parametrize("text", ["", "0", "-1", "x", "1d", "nan", "2e9", "25h", "0.1ms"])
def test_what_is_no_interval(text: str) -> None:
    done = call("--interval", text)
    assert isinstance(done.exception, UsageError)


def test_events_a_second_are_symbols_once_a_second() -> None:
    events, symbols = total("--events-per-second", "500"), total("--symbols", "500", "--interval", "1s")
    assert events["usd"] == symbols["usd"]
    assert events["load"] == symbols["load"]


@pytest.mark.parametrize("other", [("--symbols", "5"), ("--interval", "1s")])
def test_events_a_second_exclude_symbols_and_interval(other: tuple[str, str]) -> None:
    assert isinstance(call("--events-per-second", "5", *other).exception, UsageError)


def test_who_looks_costs_too() -> None:
    assert total("--queries", "0", "--dashboards", "0")["usd"] < total()["usd"] < total("--dashboards", "20")["usd"]


def test_allowances_can_be_left_out() -> None:
    full = total("--no-free-tier")
    assert full["usd"] > total()["usd"]
    assert full["free_tier"] is False


def test_the_environment_changes_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    before = total()["usd"]
    monkeypatch.setenv("TF_VAR_shard_count", "2")
    assert total()["usd"] - before > Decimal("10.95")
    assert total()["shards"] == 2


def test_a_variable_that_spells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_VAR_shard_count", "[")
    assert isinstance(call().exception, UsageError)
