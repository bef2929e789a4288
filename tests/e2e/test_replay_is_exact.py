"""A replay leaves the same tables whatever the batch size, the number of shards and the repetitions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lambdas.shared.query.catalogue import ready_made
from tests.e2e.sandbox import PROJECT, Sandbox, eventually
from tests.e2e.tables import Snapshot, clear_replayed, replayed
from tests.oracle.candles import OracleCandle, candles_of_bars
from tests.oracle.recorded import recorded_bars

MARKET_DAY = PROJECT / "fixtures" / "market-day"
FLASH_CRASH = PROJECT / "fixtures" / "flash-crash"


def day_of(fixture: object) -> str:
    """The recorded day of a fixture, which lies in the past."""
    return recorded_bars(fixture)[0].timestamp.strftime("%Y-%m-%d")  # type: ignore[arg-type]


def replay_to_snapshot(sandbox: Sandbox, fixture: object, *more: str) -> Snapshot:
    """What a replay at its recorded times leaves in tables that held nothing of it."""
    day = day_of(fixture)
    clear_replayed(sandbox, day)
    sandbox.run("replay", str(fixture), "--rebase", "keep", "--expect", *more)
    return replayed(sandbox, day)


@contextmanager
def batch_size(sandbox: Sandbox, size: int) -> Iterator[None]:
    """The consumers' mappings with another batch size for a while."""
    functions = sandbox.clients.functions
    before = {
        mapping["UUID"]: mapping["BatchSize"]
        for mapping in functions.list_event_source_mappings()["EventSourceMappings"]
        if ":kinesis:" in mapping["EventSourceArn"]
    }
    assert len(before) == 3

    def changed(sizes: dict[str, int]) -> bool:
        return all(functions.get_event_source_mapping(UUID=uuid)["BatchSize"] == size for uuid, size in sizes.items())

    def change(sizes: dict[str, int]) -> None:
        for uuid, wanted in sizes.items():
            functions.update_event_source_mapping(UUID=uuid, BatchSize=wanted)
        eventually(lambda: changed(sizes), "another batch size")

    change(dict.fromkeys(before, size))
    try:
        yield
    finally:
        change(before)


@pytest.fixture(scope="module")
def single(sandboxes: dict[int, Sandbox]) -> Sandbox:
    """The sandbox with one shard."""
    return sandboxes[1]


@pytest.fixture(scope="module")
def market_day(single: Sandbox) -> Snapshot:
    """The tables after `market-day` as a user replays it."""
    return replay_to_snapshot(single, MARKET_DAY)


def test_the_candles_are_those_of_the_oracle(market_day: Snapshot) -> None:
    found = {
        key: OracleCandle(item["open"], item["high"], item["low"], item["close"], item["volume"], int(item["trades"]))
        for key, item in market_day["price_candles"].items()
    }
    assert found == candles_of_bars(recorded_bars(MARKET_DAY), "close")


def test_sql_over_the_lake_gives_the_same_candles(single: Sandbox, market_day: Snapshot) -> None:
    found = {
        (row["symbol"], f"{row['minute']}:00.000Z"): OracleCandle(
            exact(row["open"]),
            exact(row["high"]),
            exact(row["low"]),
            exact(row["close"]),
            exact(row["volume"]),
            row["trades"],
        )
        for row in asked(single, "minute-candles")
    }
    assert found == {
        key: OracleCandle(item["open"], item["high"], item["low"], item["close"], item["volume"], int(item["trades"]))
        for key, item in market_day["price_candles"].items()
    }


def test_sql_over_the_lake_finds_the_same_anomalies(single: Sandbox, market_day: Snapshot) -> None:
    found = {
        row["event_id"]: (row["symbol"], row["detected_at"], row["direction"], row["severity"])
        for row in asked(single, "anomalies")
    }
    assert found == {
        item["event_id"]: (item["symbol"], item["detected_at"], item["direction"], item["severity"])
        for item in market_day["anomalies"].values()
    }


def exact(number: float) -> Decimal:
    """A JSON number by its digits, not by the float that came nearest."""
    return Decimal(str(number))


def asked(sandbox: Sandbox, name: str) -> list[dict[str, Any]]:
    """A ready-made query over what replays of market-day at its recorded times have archived in the last two days."""
    query, today = ready_made(name), datetime.now(UTC).date()
    assert query
    mine = f"source = 'replay:market-day' AND \"timestamp\" LIKE '{day_of(MARKET_DAY)}%' AND event_id IS NOT NULL"
    sql = query.sql(today - timedelta(days=1), today).replace("event_id IS NOT NULL", mine)
    return sandbox.json("query", sql, "--limit", "10000")


@pytest.mark.parametrize("size", [7, 500])
def test_with_another_batch_size(single: Sandbox, market_day: Snapshot, size: int) -> None:
    with batch_size(single, size):
        assert replay_to_snapshot(single, MARKET_DAY) == market_day


def test_with_single_records(single: Sandbox) -> None:
    whole = replay_to_snapshot(single, FLASH_CRASH)
    with batch_size(single, 1):
        assert replay_to_snapshot(single, FLASH_CRASH) == whole


def test_with_everything_sent_twice(single: Sandbox, market_day: Snapshot) -> None:
    assert replay_to_snapshot(single, MARKET_DAY, "--repeat", "2") == market_day


@pytest.mark.parametrize("shards", [2, 4])
def test_with_more_shards(sandboxes: dict[int, Sandbox], market_day: Snapshot, shards: int) -> None:
    sandbox = sandboxes[shards]
    assert len(sandbox.clients.kinesis.list_shards(StreamName=sandbox.stack.stream_name)["Shards"]) == shards
    assert replay_to_snapshot(sandbox, MARKET_DAY) == market_day
