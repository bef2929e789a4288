from __future__ import annotations

import io
import json
from decimal import Decimal

from rich.console import Console

from finpulse_cli.core import console
from finpulse_cli.features.parity.compare import Difference, Part
from finpulse_cli.features.parity.show import MOST_LINES, Result, difference_lines, result_table
from finpulse_cli.features.replay.summary import Summary
from tests.unit.features.parity.plans import plan

SUMMARY = Summary(
    fixture="tiny",
    feed="tiny.1",
    feeds=("tiny.1",),
    events_sent=2,
    prices_written=2,
    candles_written=2,
    anomalies=0,
    alerts=0,
    quarantined=0,
    late=0,
    duplicates_absorbed=0,
    seconds=1.0,
    events_per_second=2.0,
    latency_ms={"p50": None, "p99": None},
)
CHANGED = Difference(("AAPL", "t"), {"price": Decimal("1.50")}, {"price": Decimal(2)})


def result(*parts: Part) -> Result:
    return Result("embedded", "aws", plan(), (SUMMARY, SUMMARY), list(parts))


def part(*differences: Difference, note: str = "") -> Part:
    return Part("live_prices", 2, 1, differences, note)


def test_what_differs_is_told_by_side() -> None:
    assert difference_lines(result(part(CHANGED))) == [
        "- embedded live_prices AAPL t price=1.50",
        "+ aws live_prices AAPL t price=2",
    ]


def test_an_item_of_one_side_or_of_none() -> None:
    alone = Difference(("AAPL", "t"), None, {"alerted": True, "window": [Decimal(1)]})
    lost = Difference(("MSFT", "t"), None, None)
    assert difference_lines(result(part(alone, lost))) == [
        "+ aws live_prices AAPL t alerted=true window=[1]",
        "! live_prices MSFT t is on neither",
    ]


def test_a_screen_is_not_flooded() -> None:
    lines = difference_lines(result(part(*[CHANGED] * 100)))
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == f"… and {200 - MOST_LINES} lines more"
    long = Difference(("AAPL", "t"), {"window": "x" * 500}, None)
    assert len(difference_lines(result(part(long)))[0]) < 200


def test_the_table_has_a_row_a_part() -> None:
    told = io.StringIO()
    Console(file=told, width=120).print(result_table(result(part(CHANGED, note="a note"), Part("lake", 0, 0, ()))))
    lines = told.getvalue().splitlines()
    assert lines[0].strip() == "tiny on embedded and aws"
    assert lines[2].split() == ["live_prices", "2", "1", "1", "a", "note"]
    assert lines[3].split() == ["lake", "0", "0", "0"]


def test_json_has_everything() -> None:
    shown = json.loads(console.to_json(result(part(CHANGED), Part("lake", 0, 0, ())).as_dict()))
    assert shown["targets"] == ["embedded", "aws"]
    assert shown["equal"] is False
    assert shown["replays"]["aws"]["events_sent"] == 2
    assert shown["parts"][0] == {
        "part": "live_prices",
        "items": {"embedded": 2, "aws": 1},
        "differences": [{"key": ["AAPL", "t"], "embedded": {"price": 1.5}, "aws": {"price": 2}}],
        "note": "",
    }
    assert json.loads(console.to_json(result(part()).as_dict()))["equal"] is True
