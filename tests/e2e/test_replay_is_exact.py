"""A replay leaves the same tables whatever the batch size, the number of shards and the repetitions."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.stack.progress import read_progress
from lambdas.shared.domain.feed import feed_of
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.query.catalogue import ready_made
from tests.e2e.sandbox import PROJECT, Sandbox
from tests.e2e.tables import Snapshot, clear, left_in
from tests.oracle.candles import OracleCandle
from tests.oracle.recorded import recorded_bars
from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mypy_boto3_kinesis.type_defs import ShardTypeDef

MARKET_DAY = PROJECT / "fixtures" / "market-day"
FLASH_CRASH = PROJECT / "fixtures" / "flash-crash"
RUN = "exact"


def replay_to_snapshot(sandbox: Sandbox, fixture: Path) -> Snapshot:
    """What a replay at its recorded times leaves in a feed that held nothing; the run's name is always the same."""
    clear(sandbox, feed_of(fixture.name, RUN))
    sandbox.run(*replay(fixture))
    return left_in(sandbox, feed_of(fixture.name, RUN))


def replay(fixture: Path, *more: str) -> tuple[str, ...]:
    return ("replay", str(fixture), "--rebase", "keep", "--run", RUN, "--expect", *more)


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


def candles(snapshot: Snapshot) -> dict[tuple[str, str], OracleCandle]:
    """Stored candles by symbol and minute."""
    return {
        (item["symbol"], item["candle_timestamp"]): OracleCandle(
            item["open"], item["high"], item["low"], item["close"], item["volume"], int(item["trades"])
        )
        for item in ({**item, "candle_timestamp": minute} for (_, minute), item in snapshot["price_candles"].items())
    }


def test_the_candles_are_the_recorded_bars(market_day: Snapshot) -> None:
    found = candles(market_day)
    bars = recorded_bars(MARKET_DAY)
    assert len(found) == len(bars)
    for bar in bars:
        candle = found[bar.symbol, format_timestamp(bar.timestamp)]
        assert candle == OracleCandle(bar.open, bar.high, bar.low, bar.close, bar.volume, 1)


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
    assert found == candles(market_day)


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
    mine = f"feed = '{feed_of(MARKET_DAY.name, RUN)}' AND event_id IS NOT NULL"
    sql = query.sql(today - timedelta(days=1), today).replace("event_id IS NOT NULL", mine)
    return sandbox.json("query", sql, "--limit", "10000")


@pytest.mark.parametrize("size", [7, 500])
def test_with_another_batch_size(single: Sandbox, market_day: Snapshot, size: int) -> None:
    with batch_size(single, size):
        assert replay_to_snapshot(single, MARKET_DAY) == market_day


def test_with_shards_split_and_merged_meanwhile(single: Sandbox, market_day: Snapshot) -> None:
    feed = feed_of(MARKET_DAY.name, RUN)
    clear(single, feed)
    archived, begun = in_the_lake(single, feed), datetime.now(UTC)

    running = single.start(*replay(MARKET_DAY, "--speed", "1500x"))
    for reshard in (split, merge, partial(resize, count=2), partial(resize, count=1)):
        come_to_open_shards(single, begun)
        reshard(single)
        assert running.process.poll() is None, "the replay was over before the shards had changed"
    running.finish(0)  # as expected: the anomalies and alerts of the recording

    assert left_in(single, feed) == market_day
    assert in_the_lake(single, feed) == archived + len(recorded_bars(MARKET_DAY))


def in_the_lake(sandbox: Sandbox, feed: str) -> int:
    """How many events of a feed the lake holds; an event that was replayed twice is there twice."""
    [row] = sandbox.json("query", f"SELECT count(*) AS events FROM raw_events WHERE feed = '{feed}'")  # noqa: S608 - our own name
    return int(row["events"])


def open_shards(sandbox: Sandbox) -> list[ShardTypeDef]:
    """The shards that records are put into, by their hash keys."""
    shards = sandbox.clients.kinesis.list_shards(StreamName=sandbox.stack.stream_name)["Shards"]
    still_open = [shard for shard in shards if "EndingSequenceNumber" not in shard["SequenceNumberRange"]]
    return sorted(still_open, key=lambda shard: int(shard["HashKeyRange"]["StartingHashKey"]))


def come_to_open_shards(sandbox: Sandbox, begun: datetime) -> None:
    """Waits until a consumer has processed records of a shard that is open, after `begun`."""
    ids = {shard["ShardId"] for shard in open_shards(sandbox)}
    table = sandbox.stack.tables["consumer_progress"]

    def has_come() -> bool:
        checkpoints = read_progress(sandbox.clients.dynamodb, table)
        return any(shard in ids and made.updated_at > begun for (_, shard), made in checkpoints.items())

    eventually(has_come, f"a checkpoint in one of {ids}")


def split(sandbox: Sandbox) -> None:
    [whole] = open_shards(sandbox)
    sandbox.clients.kinesis.split_shard(
        StreamName=sandbox.stack.stream_name, ShardToSplit=whole["ShardId"], NewStartingHashKey=str(2**127)
    )


def merge(sandbox: Sandbox) -> None:
    lower, upper = open_shards(sandbox)
    sandbox.clients.kinesis.merge_shards(
        StreamName=sandbox.stack.stream_name, ShardToMerge=lower["ShardId"], AdjacentShardToMerge=upper["ShardId"]
    )


def resize(sandbox: Sandbox, count: int) -> None:
    sandbox.clients.kinesis.update_shard_count(
        StreamName=sandbox.stack.stream_name, TargetShardCount=count, ScalingType="UNIFORM_SCALING"
    )


def test_with_single_records(single: Sandbox) -> None:
    whole = replay_to_snapshot(single, FLASH_CRASH)
    with batch_size(single, 1):
        assert replay_to_snapshot(single, FLASH_CRASH) == whole


def test_with_everything_sent_twice(single: Sandbox, market_day: Snapshot) -> None:
    replay_to_snapshot(single, MARKET_DAY)
    again = json.loads(single.run(*replay(MARKET_DAY, "--json")).stdout)
    assert again["duplicates_absorbed"] == again["events_sent"] == 1950
    assert again["prices_written"] == again["candles_written"] == again["anomalies"] == again["alerts"] == 0
    assert left_in(single, feed_of(MARKET_DAY.name, RUN)) == market_day


def test_replays_at_once_and_beside_the_live_market_leave_what_each_leaves_alone(
    single: Sandbox, market_day: Snapshot
) -> None:
    crash = replay_to_snapshot(single, FLASH_CRASH)
    for fixture in (FLASH_CRASH, MARKET_DAY):
        clear(single, feed_of(fixture.name, RUN))
    running = [single.start(*replay(fixture)) for fixture in (FLASH_CRASH, MARKET_DAY)]
    running.append(single.start("replay", "flash-crash", "--expect"))
    for one in running:
        one.finish(0)
    assert left_in(single, feed_of(FLASH_CRASH.name, RUN)) == crash
    assert left_in(single, feed_of(MARKET_DAY.name, RUN)) == market_day


@pytest.mark.parametrize("shards", [2, 4])
def test_with_more_shards(sandboxes: dict[int, Sandbox], market_day: Snapshot, shards: int) -> None:
    sandbox = sandboxes[shards]
    found = sandbox.clients.kinesis.list_shards(StreamName=sandbox.stack.stream_name)["Shards"]
    assert sum("EndingSequenceNumber" not in shard["SequenceNumberRange"] for shard in found) == shards
    assert replay_to_snapshot(sandbox, MARKET_DAY) == market_day
