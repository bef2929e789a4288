"""Replies that the project has never seen replay too, and the candles equal the bars."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.e2e.sandbox import Sandbox
from tests.e2e.tables import left_in
from tests.oracle.candles import OracleCandle
from tests.oracle.recorded import recorded_bars, utc_text

STAMP = "%Y-%m-%d %H:%M:%S"


def reply(symbol: str, opening: datetime, bars: int, randomness: random.Random) -> dict[str, object]:
    """A TIME_SERIES_INTRADAY reply with bars that jump about, newest first."""
    series = {}
    for minute in reversed(range(bars)):
        low, high = sorted(randomness.sample(range(900_000, 1_100_000), 2))
        open_, close = randomness.randint(low, high), randomness.randint(low, high)
        values = (open_, high, low, close)
        prices = {
            f"{place}. {name}": f"{Decimal(value) / 10_000:.4f}"
            for place, (name, value) in enumerate(zip(("open", "high", "low", "close"), values, strict=True), start=1)
        }
        series[(opening + timedelta(minutes=minute)).strftime(STAMP)] = {
            **prices,
            "5. volume": str(randomness.randint(0, 10**7)),
        }
    return {
        "Meta Data": {
            "1. Information": "Intraday (1min) open, high, low, close prices and volume",
            "2. Symbol": symbol,
            "3. Last Refreshed": max(series),
            "4. Interval": "1min",
            "5. Output Size": "Compact",
            "6. Time Zone": "US/Eastern",
        },
        "Time Series (1min)": series,
    }


@pytest.mark.parametrize(
    ("day", "utc_opening"),
    [("2024-03-08", "14:30"), ("2024-03-11", "13:30"), ("2023-11-03", "13:30"), ("2023-11-06", "14:30")],
    ids=["before summer time", "after", "before winter time", "then"],
)
@pytest.mark.parametrize("ticks", ["close", "ohlc"])
def test_the_candles_equal_the_recorded_bars(
    sandbox: Sandbox, tmp_path: Path, day: str, utc_opening: str, ticks: str
) -> None:
    randomness = random.Random(day)  # noqa: S311 - made-up bars, the same on every run
    responses = tmp_path / "responses"
    responses.mkdir()
    for symbol in ("NFLX", "BRK.B"):
        body = reply(symbol, datetime.fromisoformat(f"{day}T09:30:00"), 40, randomness)
        (responses / f"{symbol}.json").write_text(json.dumps(body, indent=4))
    feed = json.loads(sandbox.run("replay", str(tmp_path), "--ticks", ticks, "--rebase", "keep", "--json").stdout)[
        "feed"
    ]
    found = {
        (item["symbol"], minute): OracleCandle(
            item["open"], item["high"], item["low"], item["close"], item["volume"], int(item["trades"])
        )
        for (_, minute), item in left_in(sandbox, feed)["price_candles"].items()
    }
    trades = 1 if ticks == "close" else 4
    assert found == {
        (bar.symbol, utc_text(bar.timestamp)): OracleCandle(bar.open, bar.high, bar.low, bar.close, bar.volume, trades)
        for bar in recorded_bars(tmp_path)
    }
    assert min(minute for _, minute in found) == f"{day}T{utc_opening}:00.000Z"
