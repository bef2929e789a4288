"""The stream benchmark's passes, on a stack of the test's own whose consumers take a fixed time."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.bench.cpu_time import CpuTime
from finpulse_cli.features.bench.stream_bench import STALL_SECONDS, Cost, StreamBench
from finpulse_cli.stack.progress import CONSUMERS
from tests.factories import NOON

PUT_SECONDS = 1.0
SECONDS = {"noop": 1.0, "real": 4.0}  # from the last put until the consumers have noted all


@dataclass
class Bench:
    """Takes the place of BenchStack, and of its clients."""

    now: datetime = NOON
    reads: str | None = None
    stuck: bool = False
    put: list[dict[str, Any]] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)
    invoked: list[tuple[str, int]] = field(default_factory=list)
    stream_name: str = "stream-bench"
    progress_table: str = "progress-bench"

    def __post_init__(self) -> None:
        self.clients = SimpleNamespace(kinesis=self, dynamodb=self, functions=self)

    def map(self, kind: str, _batch_size: int, since: datetime) -> None:
        assert self.reads is None
        assert since == self.now
        self.reads = kind
        self.mapped.append(kind)

    def unmap(self, _function: str) -> None:
        self.reads = None

    def function(self, consumer: str, kind: str) -> str:
        return f"{consumer}-{kind}"

    def put_records(self, StreamName: str, Records: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert StreamName == self.stream_name
        self.now += timedelta(seconds=PUT_SECONDS)
        begin = len(self.put)
        self.put += Records
        placed = [{"ShardId": "s", "SequenceNumber": str(begin + place + 1)} for place in range(len(Records))]
        return {"FailedRecordCount": 0, "Records": placed}

    def get_paginator(self, _name: str) -> Any:
        return SimpleNamespace(paginate=lambda **_request: [{"Items": self.checkpoints()}])

    def checkpoints(self) -> list[dict[str, Any]]:
        done = 0 if self.stuck else len(self.put)
        at = (self.now + timedelta(seconds=SECONDS[self.reads or "noop"])).isoformat()
        return [
            {
                "consumer": {"S": consumer},
                "shard_id": {"S": "s"},
                "sequence_number": {"S": str(done)},
                "arrived_at": {"S": at},
                "updated_at": {"S": at},
                "records": {"N": "0"},
            }
            for consumer in CONSUMERS
        ]

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        records = json.loads(Payload)["Records"]
        self.invoked.append((FunctionName, len(records)))
        used = {"calls": 2.0, "read_units": 0.5, "write_units": float(len(records))}
        return {"Payload": io.BytesIO(json.dumps(used).encode())}


def run_of(bench: Bench, **settings: Any) -> StreamBench:
    def sleep(seconds: float) -> None:
        bench.now += timedelta(seconds=seconds)

    wanted = {"events": 1000, "symbols": 5, "batch_size": 400, "run_id": "x"} | settings
    return StreamBench(bench, clock=lambda: bench.now, sleep=sleep, **wanted)  # type: ignore[arg-type]


def test_the_same_events_go_to_both_kinds_in_turn() -> None:
    bench = Bench()
    run_of(bench).run_round(1)
    assert bench.mapped == ["noop", "real"]
    assert bench.reads is None
    assert bench.put[:1000] == bench.put[1000:]


def test_events_a_second_count_from_the_first_put_to_the_last_checkpoint() -> None:
    run = run_of(Bench())
    run.run_round(1)
    noop, real = run.medians()
    assert noop.events_per_second == round(1000 / (2 * PUT_SECONDS + SECONDS["noop"]), 1)
    assert real.events_per_second == round(1000 / (2 * PUT_SECONDS + SECONDS["real"]), 1)
    assert real.put_to_done_p99_ms == 1000 * (PUT_SECONDS + SECONDS["real"])
    assert real.emulator_cpu_seconds is None


def test_cpu_is_what_a_pass_used() -> None:
    used = iter([CpuTime(10, 20), CpuTime(11, 22.5)] * 2)
    run = run_of(Bench(), cpu=lambda: next(used))
    run.run_round(1)
    assert (run.medians()[1].emulator_cpu_seconds, run.medians()[1].functions_cpu_seconds) == (1.0, 2.5)


def test_costs_are_a_thousand_events_and_every_event_is_metered() -> None:
    bench = Bench()
    assert run_of(bench).costs() == [Cost(consumer, 6.0, 1.5, 1000.0) for consumer in CONSUMERS]
    assert [count for name, count in bench.invoked if name == "aggregator-metered"] == [400, 400, 200]


def test_consumers_that_do_not_move_end_it_and_are_unmapped() -> None:
    bench = Bench(stuck=True)
    with pytest.raises(FailedError, match=r"have not moved for 60 s; left: .*'aggregator': 1000"):
        run_of(bench).run_round(1)
    assert bench.reads is None
    assert (bench.now - NOON).total_seconds() > STALL_SECONDS
