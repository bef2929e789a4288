"""Invoking a schedule's target."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from finpulse_cli.standins.scheduler.delivery import Delivery, Invoker, filled_in
from tests.unit.standins.scheduler.schedules import INGESTER, NOON, stored

DOWN = EndpointConnectionError(endpoint_url="http://127.0.0.1:4566")


def refusal(status: int) -> ClientError:
    """Lambda's refusal with an HTTP status."""
    response = {"Error": {"Code": f"Code{status}"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Invoke")  # type: ignore[arg-type]


class World:
    """Lambda, and a clock that goes on only when it is waited for."""

    def __init__(self, *failures: Exception, told_to_stop: bool = False) -> None:
        self.failures = list(failures)
        self.now = NOON
        self.waits: list[float] = []
        self.calls: list[dict[str, Any]] = []
        self._told_to_stop = told_to_stop

    def invoke(self, **request: Any) -> None:
        """Fail as long as there are failures left."""
        self.calls.append(request)
        if self.failures:
            raise self.failures.pop(0)

    def wait(self, seconds: float) -> bool:
        """Let the time pass."""
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)
        return self._told_to_stop

    def clock(self) -> datetime:
        """What time it is."""
        return self.now

    def deliver(self, **changed: object) -> Delivery:
        """Deliver what is due at noon."""
        return Invoker(cast("Any", self), self.clock, self.wait).deliver(stored(**changed), NOON)  # type: ignore[arg-type]


def policy(retries: int, seconds: int) -> dict[str, object]:
    """A target with this retry policy."""
    retry = {"MaximumRetryAttempts": retries, "MaximumEventAgeInSeconds": seconds}
    return {"Arn": INGESTER, "RoleArn": "role", "Input": "{}", "RetryPolicy": retry}


def test_the_target_is_invoked_asynchronously_with_the_due_time() -> None:
    world = World()

    assert world.deliver() == Delivery(1)
    [call] = world.calls
    assert (call["FunctionName"], call["InvocationType"]) == (INGESTER, "Event")
    assert json.loads(call["Payload"]) == {"scheduled_at": "2026-11-20T12:00:00Z"}


def test_every_keyword_of_the_scheduler_is_filled_in() -> None:
    keywords = ("schedule-arn", "scheduled-time", "execution-id", "attempt-number")
    text = " ".join(f"<aws.scheduler.{keyword}>" for keyword in keywords)
    schedule = stored(Target=policy(0, 60) | {"Input": f"{text} {text} <other>"})

    filled = f"{schedule.arn} 2026-11-20T12:00:00Z d32c5kddcf5bb8c3 2"
    assert filled_in(schedule, NOON, 2, "d32c5kddcf5bb8c3") == f"{filled} {filled} <other>"


@pytest.mark.parametrize("failure", [DOWN, refusal(429), refusal(500), refusal(503)])
def test_what_may_pass_is_tried_again_with_growing_pauses(failure: Exception) -> None:
    world = World(failure, failure, failure)

    assert world.deliver() == Delivery(4)
    assert world.waits == [1, 2, 4]


def test_no_more_often_than_the_policy_says() -> None:
    world = World(*[DOWN] * 9)

    assert world.deliver(Target=policy(2, 60)) == Delivery(3, str(DOWN))
    assert World(DOWN).deliver(Target=policy(0, 60)).attempts == 1


def test_no_longer_than_the_policy_says_and_never_into_the_next_minute() -> None:
    assert World(*[DOWN] * 9).deliver(Target=policy(99, 5)).attempts == 3  # after 1 and 3 seconds; 7 are too many
    endless = World(*[DOWN] * 99)
    endless.deliver(Target=policy(99, 86_400))
    assert endless.now < NOON + timedelta(minutes=1)


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_will_not_pass_is_not_tried_again(status: int) -> None:
    world = World(refusal(status))

    delivery = world.deliver()

    assert delivery.attempts == 1
    assert f"Code{status}" in (delivery.problem or "")
    assert not world.waits


def test_who_is_told_to_stop_does_not_go_on_trying() -> None:
    assert World(DOWN, told_to_stop=True).deliver() == Delivery(1, str(DOWN))
