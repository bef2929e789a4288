"""The probes of a LocalStack, on an emulator that can do all they ask: each finds it out and leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.localstack.probes.athena_probe import answers_sql
from finpulse_cli.targets.localstack.probes.delivery_probe import Delivery, probe_delivery
from finpulse_cli.targets.localstack.probes.scheduler_probe import SchedulerProbe
from finpulse_cli.targets.localstack.probes.service_probes import enforces_iam, has_http_api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.emulator import Emulator

NOW = partial(datetime.now, UTC)
MARK = "finpulse-probe"


@pytest.fixture(scope="module")
def access(emulator: Emulator) -> Access:
    """The emulator's root user."""
    return Access(emulator.endpoint, "us-east-1", "test", "test")


@pytest.fixture(scope="module")
def clients(access: Access) -> Clients:
    """Its clients."""
    return Clients.of(access)


@pytest.fixture(autouse=True)
def nothing_is_left(clients: Clients) -> Iterator[None]:
    """Nothing of a probe may be there afterwards."""
    yield
    assert traces(clients) == []


def traces(clients: Clients) -> list[str]:
    """What is there of a probe, of any."""
    names = [
        *(bucket["Name"] for bucket in clients.s3.list_buckets()["Buckets"]),
        *clients.firehose.list_delivery_streams()["DeliveryStreamNames"],
        *(user["UserName"] for user in clients.iam.list_users()["Users"]),
        *(role["RoleName"] for role in clients.iam.list_roles()["Roles"]),
        *(schedule["Name"] for schedule in clients.scheduler.list_schedules()["Schedules"]),
        *(url.rpartition("/")[2] for url in clients.sqs.list_queues().get("QueueUrls", [])),
    ]
    return [name for name in names if name.startswith(MARK)]


def test_what_is_there_is_found(clients: Clients) -> None:
    assert has_http_api(clients)
    assert answers_sql(clients)


def test_policies_are_enforced(clients: Clients, access: Access) -> None:
    assert enforces_iam(clients, access)


def test_a_user_of_an_interrupted_probe_is_in_nobodys_way(clients: Clients, access: Access) -> None:
    clients.iam.create_user(UserName=MARK)
    clients.iam.create_access_key(UserName=MARK)

    assert enforces_iam(clients, access)


def test_firehose_delivers_as_aws_does_also_after_a_probe_that_was_interrupted(clients: Clients) -> None:
    def interrupted(_condition: Callable[[], bool], _timeout_seconds: float) -> bool:
        assert len(traces(clients)) == 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        probe_delivery(clients, interrupted)
    assert traces(clients) == []
    assert probe_delivery(clients) == Delivery(delivers=True, compresses=True, evaluates_dates=True)


def test_the_scheduler_fires_also_after_a_probe_that_was_interrupted(clients: Clients) -> None:
    SchedulerProbe(clients, NOW).begin()
    assert len(traces(clients)) == 3
    trial = SchedulerProbe(clients, NOW)

    trial.begin()

    assert len(traces(clients)) == 3
    assert trial.fired(lambda _line: None)
