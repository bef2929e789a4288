"""The emulator's clock: in its services, in its functions, and over HTTP."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.virtual_clock import ClockState, VirtualClock
from finpulse_cli.targets.embedded.ministack import CLOCK_HEADER, CLOCK_PATH
from finpulse_cli.targets.embedded.overlay import shifted_time, worker_clock
from finpulse_cli.targets.embedded.overlay.clock_api import ClockApi, with_clock
from finpulse_cli.targets.embedded.overlay.expiry import expire
from finpulse_cli.targets.embedded.overlay.shifted_time import SERVICES, EmulatorClock, ShiftedTime
from finpulse_cli.targets.embedded.overlay.ticks import Ticks
from lambdas.shared import clock as clock_module
from lambdas.shared.adapters.provider.pace import Pace

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(tmp_path: Path) -> EmulatorClock:
    made = EmulatorClock(tmp_path / "clock.json")
    made.put(ClockState(stopped_at=MOMENT))
    return made


def test_it_stands_as_it_stood_when_the_emulator_ended(clock: EmulatorClock, tmp_path: Path) -> None:
    again = EmulatorClock(tmp_path / "clock.json")
    assert (again.now(), again.is_stopped) == (clock.now(), clock.is_stopped) == (MOMENT, True)


def test_services_are_told_its_time_and_real_pauses(clock: EmulatorClock) -> None:
    told = ShiftedTime(clock)
    assert told.time() == MOMENT.timestamp()
    assert told.gmtime()[:5] == (2026, 11, 20, 14, 30)
    assert told.gmtime(0).tm_year == 1970
    assert told.monotonic is time.monotonic
    assert told.sleep is time.sleep


def test_sequence_numbers_rise_with_the_real_time(clock: EmulatorClock, monkeypatch: pytest.MonkeyPatch) -> None:
    streams: Any = import_module("ministack.services.kinesis")
    monkeypatch.setattr(streams, "_next_sequence_number", streams._next_sequence_number)
    for name in SERVICES:
        module: Any = import_module(f"ministack.services.{name}")
        monkeypatch.setattr(module, "time", time)
    before = streams._next_sequence_number()
    shifted_time.install(clock)
    assert streams.time.time() == MOMENT.timestamp()
    assert streams._next_sequence_number() > before


def test_a_function_reads_the_clock_that_the_emulator_has(
    clock: EmulatorClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "utc_now", clock_module.utc_now)
    monkeypatch.setattr(Pace, "wait", Pace.wait)
    runtime: Any = import_module("ministack.core.lambda_runtime")
    script = worker_clock.with_clock(runtime._PYTHON_WORKER_SCRIPT, str(tmp_path / "clock.json"))
    assert script.index("_finpulse_set_clock()\n    try:") < script.index("importlib.import_module(module_name)")
    names: dict[str, Any] = {}
    exec(script.partition("\ndef _ms_install")[0], names)  # noqa: S102 - ours
    names["_finpulse_set_clock"]()
    assert clock_module.utc_now() == MOMENT
    slept: list[float] = []
    pace = Pace(1.0, lambda: 0.0, slept.append)
    pace.wait()
    pace.wait()
    assert slept == []
    clock.put(ClockState(timedelta(hours=2)))
    assert timedelta(hours=1) < clock_module.utc_now() - datetime.now(UTC) <= timedelta(hours=2)
    pace.wait()
    pace.wait()
    assert slept == [1.0]
    clock.put(ClockState())
    assert abs(clock_module.utc_now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_another_worker_is_refused() -> None:
    with pytest.raises(ValueError, match="has changed"):
        worker_clock.with_clock("def run(): ...", "clock.json")


def test_what_has_expired_is_deleted() -> None:
    tables: Any = import_module("ministack.services.dynamodb")
    keys = {"KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}]}
    attributes = {"AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}]}
    tables._create_table({"TableName": "expiring", "BillingMode": "PAY_PER_REQUEST", **keys, **attributes})
    try:
        tables._update_ttl(
            {"TableName": "expiring", "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "expires_at"}}
        )
        for name, value in (("old", {"N": "100"}), ("due", {"N": "200"}), ("new", {"N": "201"}), ("odd", {"S": "1"})):
            tables._put_item({"TableName": "expiring", "Item": {"k": {"S": name}, "expires_at": value}})
        tables._put_item({"TableName": "expiring", "Item": {"k": {"S": "bare"}}})
        assert expire(200) == 2
        left = json.loads(tables._scan({"TableName": "expiring"})[2])["Items"]
        assert sorted(item["k"]["S"] for item in left) == ["bare", "new", "odd"]
    finally:
        tables._delete_table({"TableName": "expiring"})


class Rest:
    """Notes what is done to the rest of the emulator, and in which order."""

    def __init__(self, clock: EmulatorClock) -> None:
        self.clock = clock
        self.done: list[str] = []

    def begin_anew(self) -> None:
        self.done.append("anew")

    def tick(self) -> None:
        self.done.append(f"tick {self.clock.now():%H:%M:%S}")

    def is_idle(self) -> bool:
        self.done.append("idle")
        return True

    def follow(self) -> None:
        self.done.append("follow")

    def deliver(self, *, everything: bool) -> None:
        self.done.append("deliver all" if everything else "deliver due")

    def expire(self, now: float) -> int:
        self.done.append(f"expire {datetime.fromtimestamp(now, UTC):%H:%M:%S}")
        return 0


def asked(clock: EmulatorClock, query: str, *, header: bool = True) -> tuple[int, dict[str, Any], list[str]]:
    """What an operation answers and does; without a query it is only looked at."""
    rest: Any = Rest(clock)
    api = ClockApi(clock, rest, rest.is_idle, rest.follow, rest.deliver, rest.expire)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    nothing: Any = None
    scope = {
        "type": "http",
        "path": CLOCK_PATH,
        "method": "POST" if query else "GET",
        "query_string": query.encode(),
        "headers": [(CLOCK_HEADER.lower().encode(), b"clock")] if header else [],
    }

    async def ask() -> None:
        await with_clock(nothing, api)(scope, nothing, send)

    asyncio.run(ask())
    return sent[0]["status"], json.loads(sent[1]["body"]), rest.done


def test_a_step_does_what_is_due_and_waits_for_it(clock: EmulatorClock) -> None:
    status, body, done = asked(clock, "step=2026-11-20T14:31:00Z")
    assert (status, body["stopped_at"]) == (200, "2026-11-20T14:31:00+00:00")
    assert done == ["tick 14:30:00", "tick 14:31:00", "follow", "idle", "deliver due"]


def test_nothing_is_made_up_for_when_it_is_set_or_reset(clock: EmulatorClock) -> None:
    assert asked(clock, "set=2026-11-20T10:00:00Z")[2] == ["deliver all", "anew", "follow"]
    assert clock.now().hour == 10
    status, body, done = asked(clock, "reset=")
    assert (status, body) == (200, {"offset_seconds": 0.0, "stopped_at": None})
    assert done == ["deliver all", "anew", "follow"]


def test_at_the_end_of_a_way_it_stands_or_goes_on(clock: EmulatorClock) -> None:
    assert asked(clock, "settle=stop")[2] == ["expire 14:30:00", "follow"]
    assert clock.state.stopped_at == MOMENT
    asked(clock, "settle=run")
    assert asked(clock, "")[1]["stopped_at"] is None
    assert MOMENT <= clock.now() < MOMENT + MINUTE


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("step=2026-11-20T14:29:59Z", "is past"),
        ("step=2026-11-20T14:31:00", "has no offset"),
        ("set=noon", "noon"),
        ("jump=1", "name one of"),
        ("set=2026-11-20T14:31:00Z&reset", "name one of"),
    ],
)
def test_what_makes_no_sense_moves_nothing(clock: EmulatorClock, query: str, error: str) -> None:
    status, body, done = asked(clock, query)
    assert (status, done, clock.now()) == (409, [], MOMENT)
    assert error in body["error"]


def test_a_page_in_a_browser_cannot_move_it(clock: EmulatorClock) -> None:
    assert asked(clock, "set=2026-11-20T14:31:00Z", header=False)[0] == 403
    assert clock.now() == MOMENT
    assert asked(clock, "", header=False)[1]["stopped_at"] == "2026-11-20T14:30:00+00:00"


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch, clock: EmulatorClock) -> Any:
    """MiniStack's Scheduler with a schedule for every minute, by the clock; `fired` are the minutes of invocations."""
    service: Any = import_module("ministack.services.scheduler")
    functions: Any = import_module("ministack.services.lambda_svc")
    events: Any = import_module("ministack.services.eventbridge")
    fired: list[str] = []

    def run(_record: Any, event: Any) -> dict[str, Any]:
        fired.append(f"{clock.now():%H:%M} {event['input']}")
        return {}

    for module, name, value in (
        (service, "time", ShiftedTime(clock)),
        (service, "_tick_schedules", service._tick_schedules),
        (service, "_schedule_last_fired", {}),
        (service, "fired", fired),
        (events, "_dispatch_to_lambda", events._dispatch_to_lambda),
        (functions, "_get_func_record_for_ref", lambda _arn: ({"code": 1}, {"FunctionName": "ingest"}, "ingest")),
        (functions, "_execution_record_for_config", lambda function, _config: function),
        (functions, "_execute_function_with_config_scope", run),
    ):
        monkeypatch.setattr(module, name, value, raising=False)
    target = {"Arn": "arn:aws:lambda:us-east-1:000000000000:function:ingest", "Input": '{"input": 1}'}
    schedule = {"State": "ENABLED", "ScheduleExpression": "cron(* * * * ? *)", "Target": target, "Arn": "arn"}
    key = ("000000000000", "us-east-1", "default/every-minute")
    monkeypatch.setitem(service._schedules._data, key, schedule)
    return service


def test_each_minute_fires_once_at_its_own_time(scheduler: Any, clock: EmulatorClock) -> None:
    ticks = Ticks(clock.changing)
    ticks.install()
    ticks.begin_anew()
    for minute in range(1, 4):
        clock.put(ClockState(stopped_at=MOMENT + minute * MINUTE))
        ticks.tick()
        ticks.tick()  # the emulator's own sweep may look, too
    assert scheduler.fired == ["14:31 1", "14:32 1", "14:33 1"]


def test_a_schedule_that_was_just_made_fires_in_its_first_minute(scheduler: Any, clock: EmulatorClock) -> None:
    rest: Any = Rest(clock)
    ticks = Ticks(clock.changing)
    ticks.install()
    api = ClockApi(clock, ticks, rest.is_idle, rest.follow, rest.deliver, rest.expire)

    async def step() -> None:
        await asyncio.to_thread(api.do, {"step": ["2026-11-20T14:31:00Z"]}, asyncio.get_running_loop())

    asyncio.run(step())
    assert scheduler.fired == ["14:31 1"]


def test_after_a_jump_what_lay_between_is_left_out(scheduler: Any, clock: EmulatorClock) -> None:
    ticks = Ticks(clock.changing)
    ticks.install()
    ticks.begin_anew()
    for hours in (5, -5):
        clock.put(ClockState(stopped_at=clock.now() + timedelta(hours=hours)))
        ticks.begin_anew()
        assert scheduler.fired == []
    clock.put(ClockState(stopped_at=MOMENT + MINUTE))
    ticks.tick()
    assert scheduler.fired == ["14:31 1"]


def test_the_file_is_what_other_processes_read(clock: EmulatorClock, tmp_path: Path) -> None:
    assert VirtualClock(tmp_path / "clock.json").now() == clock.now() == MOMENT
