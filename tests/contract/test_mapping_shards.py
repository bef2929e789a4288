"""Kinesis streams of the real emulator with the overlay while their shards are split, merged and counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.contract.streaming import Streaming
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Emulator

FIRST = "shardId-000000000000"
MIDDLE = str(2**127)
HELD = """
def answer(event, data):
    while not os.path.exists(os.environ["NOTES"] + ".go"): time.sleep(0.05)
"""


def split(streaming: Streaming, shard_id: str = FIRST) -> None:
    streaming.kinesis.split_shard(StreamName=streaming.name, ShardToSplit=shard_id, NewStartingHashKey=MIDDLE)


def let_go(streaming: Streaming) -> None:
    (streaming.folder / f"{streaming.name}.jsonl.go").touch()


def read(streaming: Streaming, shard_id: str) -> tuple[list[bytes], dict[str, Any]]:
    iterator = streaming.kinesis.get_shard_iterator(
        StreamName=streaming.name, ShardId=shard_id, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    answer = streaming.kinesis.get_records(ShardIterator=iterator)
    return [it["Data"] for it in answer["Records"]], answer


def test_a_parent_stays_readable_after_a_split(streaming: Streaming) -> None:
    streaming.put("1", "2")
    split(streaming)
    shards = streaming.shards()
    assert set(shards) == {FIRST, "shardId-000000000001", "shardId-000000000002"}
    assert "EndingSequenceNumber" in shards[FIRST]["SequenceNumberRange"]
    assert {shards[it]["ParentShardId"] for it in shards if it != FIRST} == {FIRST}
    data, answer = read(streaming, FIRST)
    assert data == [b"1", b"2"]
    assert "NextShardIterator" not in answer
    assert {it["ShardId"] for it in answer["ChildShards"]} == set(shards) - {FIRST}
    summary = streaming.kinesis.describe_stream_summary(StreamName=streaming.name)["StreamDescriptionSummary"]
    assert summary["OpenShardCount"] == 2


def test_a_split_parent_is_drained_before_its_children(streaming: Streaming) -> None:
    streaming.map(HELD, BatchSize=2)
    streaming.put("1", "2", "3", "4")
    streaming.sees(["1", "2"])
    split(streaming)
    streaming.put("5", "6")
    let_go(streaming)
    assert streaming.sees("123456") == list("123456")
    shards = [note["event"]["Records"][0]["eventID"].split(":")[0] for note in streaming.notes()]
    assert shards == [FIRST, FIRST, shards[-1]]
    assert shards[-1] != FIRST


def test_merged_parents_are_both_drained_before_their_child(emulator: Emulator, tmp_path: Path) -> None:
    streaming = Streaming(emulator, tmp_path, shards=2)
    streaming.map(HELD)
    keys = list("abcdefgh")
    for key in keys:
        streaming.put(f"{key}1", key=key)
    eventually(lambda: len(streaming.notes()) == 2)
    streaming.kinesis.merge_shards(
        StreamName=streaming.name, ShardToMerge=FIRST, AdjacentShardToMerge="shardId-000000000001"
    )
    for key in keys:
        streaming.put(f"{key}2", key=key)
    let_go(streaming)
    seen = streaming.sees(f"{key}{number}" for key in keys for number in (1, 2))
    assert {it[1] for it in seen[: len(keys)]} == {"1"}
    assert {it[1] for it in seen[len(keys) :]} == {"2"}
    assert {it["ParentShardId"] for it in streaming.shards().values() if "ParentShardId" in it} == {FIRST}


def test_new_shards_are_read_from_their_beginning_under_latest(streaming: Streaming) -> None:
    mapping = streaming.map(start="LATEST")
    streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    eventually(lambda: streaming.mapping(mapping)["State"] == "Disabled")
    split(streaming)
    streaming.put("1")
    streaming.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    assert streaming.sees(["1"]) == ["1"]


@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 2), (4, 1)])
def test_another_shard_count_has_new_ids_and_loses_nothing(
    emulator: Emulator, tmp_path: Path, before: int, after: int
) -> None:
    streaming = Streaming(emulator, tmp_path, shards=before)
    streaming.map(HELD, BatchSize=3)
    keys = list("abcdefgh")
    for key in keys:
        streaming.put(*(f"{key}{number}" for number in range(5)), key=key)
    eventually(streaming.notes)
    streaming.kinesis.update_shard_count(
        StreamName=streaming.name, TargetShardCount=after, ScalingType="UNIFORM_SCALING"
    )
    for key in keys:
        streaming.put(*(f"{key}{number}" for number in range(5, 10)), key=key)
    let_go(streaming)
    seen = streaming.sees(f"{key}{number}" for key in keys for number in range(10))
    for key in keys:
        assert [it for it in seen if it[0] == key] == [f"{key}{number}" for number in range(10)]
    opened = [it for it in streaming.shards().values() if "EndingSequenceNumber" not in it["SequenceNumberRange"]]
    assert sorted(it["ShardId"] for it in opened) == [f"shardId-{before + number:012d}" for number in range(after)]


def test_shards_that_are_split_with_parallel_lanes_keep_the_order(streaming: Streaming) -> None:
    streaming.map(ParallelizationFactor=3, BatchSize=2)
    keys = list("abcdefgh")
    for round_ in range(4):
        for key in keys:
            streaming.put(f"{key}{round_}", key=key)
        if round_ == 1:
            split(streaming)
    seen = streaming.sees(f"{key}{round_}" for key in keys for round_ in range(4))
    for key in keys:
        assert [it for it in seen if it[0] == key] == [f"{key}{round_}" for round_ in range(4)]
