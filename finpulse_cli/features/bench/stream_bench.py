"""Events a second through consumers that do nothing and through the real ones, in turn, on the same stream.

Every round puts the same events twice: once with the no-op consumers reading, once with the real ones. What the real
ones reach of the no-op ones is what the emulator leaves to be gained by faster functions.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, act, to_run
from finpulse_cli.features.bench.stream_events import stream_events, stream_records
from finpulse_cli.features.replay.drain import Drain, SentRecord, percentile
from finpulse_cli.stack.progress import CONSUMERS, read_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from finpulse_cli.features.bench.bench_stack import BenchStack
    from finpulse_cli.features.bench.cpu_time import CpuTime

PAGE_RECORDS = 500  # of one PutRecords
WARM_UP_EVENTS = 500
MEASURED = ("noop", "real")
LOOK_SECONDS = 0.1  # every look is a request that the emulator must answer too
STALL_SECONDS = 60.0
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Flow:
    """One pass of the events. Put to done is what the price processor's checkpoints say; CPU None where unknown."""

    consumers: str
    events_per_second: float
    put_to_done_p50_ms: float
    put_to_done_p99_ms: float
    emulator_cpu_seconds: float | None
    functions_cpu_seconds: float | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What one consumer's calls to DynamoDB came to, a thousand events. Units are request units."""

    consumer: str
    calls: float
    read_units: float
    write_units: float


@dataclass(slots=True)
class StreamBench:
    """`events` of `symbols` in batches of `batch_size`; time comes in as `clock` (the wall's, UTC) and `sleep`.

    `cpu` says what emulator and functions have used so far; None where that cannot be known.
    """

    bench: BenchStack
    events: int
    symbols: int
    batch_size: int
    run_id: str
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    cpu: Callable[[], CpuTime] | None = None
    flows: list[Flow] = field(default_factory=list)

    def warm_up(self) -> None:
        """Start every function, so that no start is measured."""
        records = self._records(WARM_UP_EVENTS, "warm")
        for kind in MEASURED:
            self._pass(kind, records)

    def run_round(self, number: int) -> None:
        """Put the events once for each kind of consumers, and keep what was measured."""
        records = self._records(self.events, f"r{number}")
        for kind in MEASURED:
            self.flows.append(self._pass(kind, records))

    def medians(self) -> list[Flow]:
        """Return for each kind the median of each figure over the rounds."""
        return [_median([flow for flow in self.flows if flow.consumers == kind]) for kind in MEASURED]

    def costs(self) -> list[Cost]:
        """Invoke each consumer's metered copy with the events, batch by batch; what it consumed. Raises FailedError."""
        records = self._records(self.events, "metered")
        return [self._metered(consumer, records) for consumer in CONSUMERS]

    def _records(self, count: int, part: str) -> list[Record]:
        return stream_records(stream_events(count, self.symbols, f"{self.run_id}-{part}", self.clock()))

    def _pass(self, kind: str, records: Sequence[Record]) -> Flow:
        drain = Drain()
        self.bench.map(kind, self.batch_size, self.clock())
        try:
            before = self.cpu() if self.cpu else None
            began = self.clock()
            self._put(drain, records)
            ended = self._await(drain)
            used = self.cpu().since(before) if self.cpu and before else None
        finally:
            for consumer in CONSUMERS:
                self.bench.unmap(self.bench.function(consumer, kind))
        taken = (ended - began).total_seconds()
        latencies = (percentile(drain.latencies_ms, share) or 0.0 for share in (0.5, 0.99))
        p50, p99 = (round(milliseconds, 1) for milliseconds in latencies)
        cpu = (round(used.emulator, 2), round(used.functions, 2)) if used else (None, None)
        return Flow(kind, round(len(records) / taken, 1), p50, p99, *cpu)

    def _put(self, drain: Drain, records: Sequence[Record]) -> None:
        looked = self.clock()
        for start in range(0, len(records), PAGE_RECORDS):
            page = records[start : start + PAGE_RECORDS]
            put_at = self.clock()
            answer = self.bench.clients.kinesis.put_records(StreamName=self.bench.stream_name, Records=page)  # type: ignore[arg-type]
            if answer["FailedRecordCount"]:
                raise FailedError("the stream refused records of the benchmark", to_run("status"))
            drain.add(
                SentRecord("", result["ShardId"], int(result["SequenceNumber"]), put_at) for result in answer["Records"]
            )
            if (self.clock() - looked).total_seconds() >= LOOK_SECONDS:
                looked = self.clock()
                self._look(drain)

    def _look(self, drain: Drain) -> datetime:
        """Look how far the consumers are; return when the last of them noted anything."""
        progress = read_progress(self.bench.clients.dynamodb, self.bench.progress_table)
        drain.observe(progress)
        return max((found.updated_at for found in progress.values()), default=self.clock())

    def _await(self, drain: Drain) -> datetime:
        """Wait until every consumer is done, and return when the last one was. Raises FailedError when none goes on."""
        done, moved = -1, self.clock()
        while True:
            noted = self._look(drain)
            if drain.drained:
                return noted
            left = {name: drain.left(name) for name in CONSUMERS}
            if sum(left.values()) != done:
                done, moved = sum(left.values()), self.clock()
            elif (self.clock() - moved).total_seconds() > STALL_SECONDS:
                raise FailedError(
                    f"the benchmark's consumers have not moved for {STALL_SECONDS:.0f} s; left: {left}",
                    act("read the emulator's log, which `{}` names", "status"),
                )
            self.sleep(LOOK_SECONDS)

    def _metered(self, consumer: str, records: Sequence[Record]) -> Cost:
        totals = {"calls": 0.0, "read_units": 0.0, "write_units": 0.0}
        for start in range(0, len(records), self.batch_size):
            event = kinesis_event(records[start : start + self.batch_size], start, self.clock())
            reply: Mapping[str, Any] = self.bench.clients.functions.invoke(
                FunctionName=self.bench.function(consumer, "metered"), Payload=json.dumps(event).encode()
            )
            answer = json.loads(reply["Payload"].read())
            if "FunctionError" in reply:
                raise FailedError(f"{consumer} failed under the meter: {answer.get('errorMessage')}", to_run("status"))
            for name in totals:
                totals[name] += answer[name]
        per_thousand = {name: round(total * 1000 / len(records), 1) for name, total in totals.items()}
        return Cost(consumer, **per_thousand)


def kinesis_event(records: Sequence[Record], first: int, now: datetime) -> dict[str, Any]:
    """Return the event in which a mapping would hand over records, the first of them number `first` of its shard.

    Its form is that of https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html, with what a consumer reads.
    """
    return {
        "Records": [
            {
                "kinesis": {
                    "partitionKey": record["PartitionKey"],
                    "sequenceNumber": str(number),
                    "data": base64.b64encode(record["Data"]).decode(),
                    "approximateArrivalTimestamp": now.timestamp(),
                },
                "eventID": f"shardId-metered:{number}",
            }
            for number, record in enumerate(records, start=first + 1)
        ]
    }


def _median(flows: Sequence[Flow]) -> Flow:
    def middle(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return round(median(known), 2) if known else None

    return Flow(
        flows[0].consumers,
        round(median(flow.events_per_second for flow in flows), 1),
        round(median(flow.put_to_done_p50_ms for flow in flows), 1),
        round(median(flow.put_to_done_p99_ms for flow in flows), 1),
        middle([flow.emulator_cpu_seconds for flow in flows]),
        middle([flow.functions_cpu_seconds for flow in flows]),
    )
