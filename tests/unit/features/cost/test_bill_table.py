"""An estimate on the screen and as JSON."""

from __future__ import annotations

import json
import os
from decimal import Decimal

import pytest

from finpulse_cli.features.cost.bill_table import by_service, json_objects, show_json, show_table, subtotal
from finpulse_cli.features.cost.estimate import Estimate, monthly_estimate
from tests.unit.features.cost.stacks import FAST, TERRAFORM


@pytest.fixture(scope="module")
def seed() -> Estimate:
    return monthly_estimate(TERRAFORM, {})


@pytest.fixture(scope="module")
def fast() -> Estimate:
    return monthly_estimate(TERRAFORM, {}, FAST)


def test_every_line_stands_below_its_service_and_the_total_at_the_end(
    seed: Estimate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    show_table(seed, os.environ)
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0].startswith("USD a month on AWS: 5 symbols every 78 min while New York trades (")
    assert lines[1].startswith("The provider is asked 25 of 25 requests a day")
    assert "price" in lines[2]
    assert any(line.startswith("  1 shard all month") and line.endswith("10.95") for line in lines)
    assert any(line.startswith("total") and f"{seed.total:,.2f}" in line for line in lines)
    assert "not enough" not in shown.out
    assert "Prices of us-east-1, looked up on" in shown.err


def test_a_narrow_terminal_has_no_prices_and_cuts_nothing(
    fast: Estimate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    show_table(fast, os.environ)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out
    assert "/ M" not in out
    assert "The stack as declared is not enough for this load:" in out
    assert "parallelization_factor" in out


def test_a_pipe_gets_every_column(
    seed: Estimate, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    show_table(seed, os.environ)
    assert "0.625 / M" in capsys.readouterr().out


def test_json_is_an_object_a_line_whose_dollars_add_up(fast: Estimate, capsys: pytest.CaptureFixture[str]) -> None:
    show_json(fast)
    objects = [json.loads(line, parse_float=Decimal) for line in capsys.readouterr().out.splitlines()]
    lines = [one for one in objects if one["kind"] == "line"]
    (total,) = (one for one in objects if one["kind"] == "total")
    assert sum(line["usd"] for line in lines) == total["usd"] == fast.total
    assert total["load"]["events_per_second"] == 500
    assert total["shards"] == 1
    assert all(line["page"].startswith("https://") and line["looked_up"] for line in lines)
    limits = [one for one in objects if one["kind"] == "limit"]
    assert {limit["holds"] for limit in limits} == {True, False}


def test_json_objects_end_with_the_total(seed: Estimate) -> None:
    assert [one["kind"] for one in json_objects(seed)][-1] == "total"


def test_subtotals_add_up_to_the_total(seed: Estimate) -> None:
    services = by_service(seed.lines)
    assert sum(map(subtotal, services.values())) == seed.total
    assert next(iter(services)) == "Kinesis"
