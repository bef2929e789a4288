"""Whether the Scheduler fires: a schedule that is due, a queue, and a wait that ends."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.targets.localstack.probes.scheduler_probe import SchedulerProbe
from tests.unit.targets.localstack.probes.fakes import Clock, FakeSchedules, refuses


def probe(fake: FakeSchedules) -> SchedulerProbe:
    """A probe on these fakes."""
    clients: Any = SimpleNamespace(scheduler=fake, sqs=fake, iam=fake)
    return SchedulerProbe(clients, fake.clock)


def test_one_that_fires_is_found_out_and_leaves_nothing() -> None:
    fake, said = FakeSchedules(Clock(), fires_after=35), list[str]()
    trial = probe(fake)

    trial.begin()
    assert fake.there == {"schedule", "queue", "role", "policy"}
    assert trial.fired(said.append)

    assert fake.there == set()
    assert said == ["waiting whether the Scheduler fires (67 s at most, once a LocalStack)"]


def test_one_that_fired_in_the_meantime_is_not_waited_for() -> None:
    fake, said = FakeSchedules(Clock(), fires_after=35), list[str]()
    trial = probe(fake)
    trial.begin()
    fake.clock.after(110)  # Terraform's time

    assert trial.fired(said.append)
    assert said == []


def test_one_that_never_fires_is_given_its_minute() -> None:
    fake = FakeSchedules(Clock())
    trial = probe(fake)
    trial.begin()
    began = fake.clock.now

    assert not trial.fired(lambda _line: None)
    assert 60 < (fake.clock.now - began).total_seconds() < 120
    assert fake.there == set()


def test_the_schedule_is_due_at_once_and_may_only_send_to_its_queue() -> None:
    fake = FakeSchedules(Clock())
    probe(fake).begin()

    assert fake.schedule["ScheduleExpression"] == f"at({fake.clock.now:%Y-%m-%dT%H:%M}:02)"
    assert fake.schedule["Target"]["Arn"] == "arn:queue:finpulse-probe-schedule"
    assert fake.schedule["Target"]["RoleArn"] == "arn:role:finpulse-probe"


def test_one_that_takes_no_schedule_does_not_fire() -> None:
    fake = FakeSchedules(Clock(), refuses_schedules=True)
    trial = probe(fake)
    trial.begin()
    began = fake.clock.now

    assert not trial.fired(lambda _line: None)
    assert fake.clock.now == began
    assert fake.there == set()


def test_what_an_interrupted_probe_has_left_is_in_nobodys_way() -> None:
    fake = FakeSchedules(Clock(), fires_after=35)
    probe(fake).begin()
    again = probe(fake)

    again.begin()

    assert again.fired(lambda _line: None)
    assert fake.there == set()


def test_without_a_begin_nothing_has_fired() -> None:
    assert not probe(FakeSchedules(Clock(), fires_after=0)).fired(lambda _line: None)


def test_a_queue_that_cannot_be_read_counts_as_not_fired(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeSchedules(Clock(), fires_after=0)
    trial = probe(fake)
    trial.begin()
    monkeypatch.setattr(fake, "receive_message", refuses)

    assert not trial.fired(lambda _line: None)
    assert fake.there == set()
