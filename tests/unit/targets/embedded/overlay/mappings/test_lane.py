"""A lane on a closed shard, which it reads to its end, with a function and a destination of the test's own."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finpulse_cli.stack.fault_injection import Faults
from finpulse_cli.targets.embedded.overlay.chaos.injector import Injector
from finpulse_cli.targets.embedded.overlay.mappings import lane as lane_module
from finpulse_cli.targets.embedded.overlay.mappings.checkpoints import Checkpoints
from finpulse_cli.targets.embedded.overlay.mappings.failure_record import TOO_OLD, Failure
from finpulse_cli.targets.embedded.overlay.mappings.invocations import Answer
from finpulse_cli.targets.embedded.overlay.mappings.lane import STUCK_FAILURES, Lane, Place, Surroundings
from finpulse_cli.targets.embedded.overlay.mappings.metrics import Metrics
from finpulse_cli.targets.embedded.overlay.mappings.positions import END, order
from finpulse_cli.targets.embedded.overlay.mappings.signals import Signal
from finpulse_cli.targets.embedded.overlay.shifted_time import EmulatorClock

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.mappings.records import Record, Source

KEY = ("000000000000", "us-east-1", "mapping")
SHARD = "shardId-000000000000"
QUEUE = "arn:aws:sqs:us-east-1:000000000000:failed"
Respond = Callable[[list[str]], Answer | None]


class Reading:
    """What a lane did: the data of each call, what was told to the destination, each position it noted."""

    def __init__(self, records: Sequence[dict[str, Any]], respond: Respond, **mapping: Any) -> None:
        self.calls: list[list[str]] = []
        self.told: list[tuple[Failure, list[str]]] = []
        self.respond = respond
        self.mapping = {"FunctionName": "f", "FunctionArn": "arn:f", "EventSourceArn": "arn:s", "UUID": "u"} | mapping
        self.checkpoints = Checkpoints()
        self.injector = Injector()
        self.checkpoints._kept[KEY] = {}
        shard = {"records": list(records), "starting_hash_key": "0", "ending_hash_key": "9"}
        self.stream = {"shards": {}, "closed_shards": {SHARD: shard}, "RetentionPeriodHours": 24}

    def run(self, number: int = 0, lanes: int = 1) -> Reading:
        clock = EmulatorClock(Path("no-such-clock.json"))
        around = Surroundings(self, self, self.checkpoints, Metrics(), Signal(), Signal(), clock, self.injector)  # type: ignore[arg-type]
        if number == 0:
            self.checkpoints.lay_out(KEY, SHARD, [{"after": ""} for _ in range(lanes)])
        self.lane = Lane(Place(KEY, SHARD, number, lanes), self.mapping, self.stream, around)
        self.lane.run()
        return self

    @property
    def positions(self) -> list[str]:
        return [str(it["after"]) for it in (self.checkpoints.of(KEY) or {})[SHARD]]

    def configuration(self, _mapping: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"Role": "role"}

    def invoke(self, _mapping: Mapping[str, Any], event: Mapping[str, Any], _newest: float | None) -> Answer | None:
        data = [base64.b64decode(it["kinesis"]["data"]).decode() for it in event["Records"]]
        self.calls.append(data)
        return self.respond(data)

    def deliver(
        self, _mapping: Any, _function: Any, given_up: tuple[Failure, Sequence[Record], Source], _arn: str
    ) -> bool:
        failure, records, _ = given_up
        self.told.append((failure, [base64.b64decode(it.data).decode() for it in records]))
        return True


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lane_module, "pause_seconds", lambda _failures, _fraction: 0.0)
    yield
    Checkpoints()._kept.clear()


def stored(*data: str, age: float = 0, first: int = 1, keys: Sequence[str] = ("key",)) -> list[dict[str, Any]]:
    now = time.time()
    return [
        {
            "SequenceNumber": str(first + number),
            "PartitionKey": keys[number % len(keys)],
            "Data": base64.b64encode(it.encode()).decode(),
            "ApproximateArrivalTimestamp": now - age,
        }
        for number, it in enumerate(data)
    ]


def succeed(_data: list[str]) -> Answer:
    return Answer(None, "$LATEST")


def fail_on(poison: set[str]) -> Respond:
    return lambda data: Answer(None, "$LATEST", "Unhandled" if poison & set(data) else None)


def test_only_the_record_that_is_too_old_is_given_up() -> None:
    records = stored("old", age=61) + stored(*"12345", first=2)
    settings_: dict[str, Any] = {"DestinationConfig": {"OnFailure": {"Destination": QUEUE}}}
    reading = Reading(records, succeed, MaximumRecordAgeInSeconds=60, MaximumRetryAttempts=0, **settings_).run()
    assert reading.calls == [list("12345")]
    assert reading.told == [(Failure("arn:f", TOO_OLD, 1), ["old"])]


def test_what_expires_while_it_is_retried_says_how_often_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    settings_: dict[str, Any] = {"DestinationConfig": {"OnFailure": {"Destination": QUEUE}}}
    records = stored("1")
    now = records[0]["ApproximateArrivalTimestamp"]
    reading = Reading(records, fail_on({"1"}), MaximumRecordAgeInSeconds=60, **settings_)
    monkeypatch.setattr(EmulatorClock, "seconds", lambda _clock: now + 10 * len(reading.calls))
    reading.run()
    assert reading.calls == [["1"]] * 6
    assert reading.told == [(Failure("arn:f", TOO_OLD, 6), ["1"])]


def test_what_fails_again_and_again_holds_no_clock_up() -> None:
    idle: list[bool] = []

    def respond(_data: list[str]) -> Answer:
        idle.append(reading.lane.is_idle)
        return Answer(None, "$LATEST", "Unhandled" if len(idle) < 6 else None)

    reading = Reading(stored("1"), respond)
    reading.run()
    assert idle == [False] * STUCK_FAILURES + [True] * 2


def test_the_clock_waits_until_what_has_become_too_old_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    records, idle = stored("1"), []
    now = records[0]["ApproximateArrivalTimestamp"]

    def respond(_data: list[str]) -> Answer:
        idle.append(reading.lane.is_idle)
        if len(idle) == STUCK_FAILURES + 1:
            monkeypatch.setattr(EmulatorClock, "seconds", lambda _clock: now + 61)
            idle.append(reading.lane.is_idle)
        return Answer(None, "$LATEST", "Unhandled")

    reading = Reading(records, respond, MaximumRecordAgeInSeconds=60)
    monkeypatch.setattr(EmulatorClock, "seconds", lambda _clock: now)
    reading.run()
    assert idle[-2:] == [True, False]
    assert reading.lane.is_idle


def test_records_beyond_the_retention_are_not_read() -> None:
    reading = Reading(stored("gone", age=25 * 3600) + stored("1", first=2), succeed).run()
    assert reading.calls == [["1"]]


def test_a_function_that_is_not_reached_spends_no_attempt() -> None:
    answers: list[Answer | None] = [None, None, Answer(None, "$LATEST")]
    reading = Reading(stored("1"), lambda _data: answers.pop(0), MaximumRetryAttempts=0).run()
    assert reading.calls == [["1"]] * 3
    assert reading.told == []


def test_filtered_records_are_gone_past_without_a_call() -> None:
    pattern = '{"data":{"a":[1]}}'
    reading = Reading(stored("{}", "{}"), succeed, FilterCriteria={"Filters": [{"Pattern": pattern}]}).run()
    assert reading.calls == []
    assert reading.positions == [END]


def test_lanes_share_the_records_of_a_shard_by_their_keys() -> None:
    keys = [f"key-{number}" for number in range(7)]
    data = [f"{keys[number % 7]}/{number}" for number in range(40)]
    reading = Reading(stored(*data, keys=keys), succeed, ParallelizationFactor=3, BatchSize=4)
    own = []
    for number in range(3):
        before = len(reading.calls)
        reading.run(number, 3)
        own.append({it.split("/")[0] for call in reading.calls[before:] for it in call})
    seen = [it for call in reading.calls for it in call]
    assert sorted(seen) == sorted(data)
    for key in keys:
        assert [it for it in seen if it.startswith(f"{key}/")] == [it for it in data if it.startswith(f"{key}/")]
    assert not own[0] & own[1] | own[1] & own[2] | own[0] & own[2]
    assert reading.positions == [END] * 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 24)), st.integers(0, 25), st.integers(1, 9), st.integers(0, 2), st.booleans())
def test_a_position_never_passes_what_is_not_done(
    poison: set[int], size: int, batch: int, retries: int, bisects: bool
) -> None:
    data = [str(number) for number in range(size)]
    finished: set[str] = set()

    def respond(batch_data: list[str]) -> Answer | None:
        [after] = reading.positions
        unfinished = [number for number in range(size) if str(number) not in finished | told()]
        assert all(order(after) < order(str(number + 1)) for number in unfinished)
        answer = fail_on({str(number) for number in poison})(batch_data)
        if answer and not answer.error:
            finished.update(batch_data)
        return answer

    def told() -> set[str]:
        return {it for _, records in reading.told for it in records}

    reading = Reading(
        stored(*data),
        respond,
        BatchSize=batch,
        MaximumRetryAttempts=retries,
        BisectBatchOnFunctionError=bisects,
        DestinationConfig={"OnFailure": {"Destination": QUEUE}},
    )
    reading.run()
    assert finished | told() == set(data)
    assert not finished & told()
    assert reading.positions == [END]


def test_a_frozen_position_does_not_move() -> None:
    reading = Reading(stored("1", "2"), succeed, BatchSize=1)
    calls = iter((reading.checkpoints.freeze, lambda: None))

    def respond(data: list[str]) -> Answer:
        next(calls)()
        return succeed(data)

    reading.respond = respond
    assert reading.run().positions == [""]


def test_a_window_is_closed_with_its_shard() -> None:
    def respond(data: list[str]) -> Answer:
        return Answer({"state": len(data)}, "$LATEST")

    reading = Reading(stored("1", "2"), respond, TumblingWindowInSeconds=900).run()
    assert reading.calls[-1] == []
    assert [it for call in reading.calls for it in call] == ["1", "2"]


def test_a_batch_that_was_processed_comes_again_when_asked_for() -> None:
    injector = Injector()
    assert injector.begin(Faults(seed=1, redeliver=0.5))
    reading = Reading(stored(*"123456"), succeed, BatchSize=1)
    reading.injector = injector
    reading.run()
    repeated = len(reading.calls) - 6
    assert repeated == injector.injected(is_busy=False).counts["redeliver"] > 0
    assert [data for place, data in enumerate(reading.calls) if data not in reading.calls[:place]] == [
        [it] for it in "123456"
    ]
    assert all(
        data in (reading.calls[place - 1], [str(int(reading.calls[place - 1][0]) + 1)])
        for place, data in enumerate(reading.calls)
        if place
    )
    assert reading.positions == [END]


def test_what_comes_again_moves_the_position_back() -> None:
    injector = Injector()
    assert injector.begin(Faults(seed=1, redeliver=1.0))
    seen: list[str] = []

    def respond(_data: list[str]) -> Answer:
        seen.extend(reading.positions)
        if len(seen) == 3:
            injector.end()
        return Answer(None, "$LATEST")

    reading = Reading(stored("1", "2", first=5), respond)
    reading.injector = injector
    reading.run()
    assert reading.calls == [["1", "2"]] * 3
    assert seen == ["", "4", "4"]
    assert reading.positions == [END]
