"""Health of the stack's parts, asked on a real emulator that has some of them."""

from __future__ import annotations

import pytest

from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.parts import Part, stack_parts
from tests.emulator import Emulator
from tests.unit.stack.test_push import answering, server
from tests.unit.targets.outputs import OUTPUTS

NAMES = {
    "stream_name": "health-quotes",
    "tables": {"live_prices": "health-prices", "consumer_progress": "health-missing"},
    "lake_bucket": "health-lake",
    "athena_workgroup": "health-queries",
}
NOWHERE = "ws://127.0.0.1:1/live"


@pytest.fixture
def parts(emulator: Emulator) -> dict[str, Part]:
    """The parts of a stack of which only stream, one table and bucket are there."""
    clients = Clients.of(Access(emulator.endpoint, "us-east-1", "test", "test"))
    if "health-quotes" not in clients.kinesis.list_streams()["StreamNames"]:
        clients.kinesis.create_stream(StreamName="health-quotes", ShardCount=2)
        clients.s3.create_bucket(Bucket="health-lake")
        clients.athena.create_work_group(Name="health-queries")
        clients.dynamodb.create_table(
            TableName="health-prices",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "symbol", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "symbol", "KeyType": "HASH"}],
        )
    found = stack_parts(clients, StackOutputs.parse(OUTPUTS | NAMES), f"{emulator.endpoint}/_localstack", NOWHERE)
    return {part.name: part for part in found}


@pytest.mark.parametrize(
    "name", ["stream health-quotes", "table health-prices", "lake health-lake", "queries health-queries"]
)
def test_what_is_there_is_well(name: str, parts: dict[str, Part]) -> None:
    assert parts[name].healthy


@pytest.mark.parametrize(
    "name",
    [
        "table health-missing",
        "function finpulse-aggregator",
        "schedule finpulse-ingest",
        "archive finpulse-lake",
        "API",
        "push API",
    ],
)
def test_what_is_missing_is_not_well_and_says_so(name: str, parts: dict[str, Part]) -> None:
    assert not parts[name].healthy
    assert parts[name].detail


@pytest.mark.parametrize(
    ("state", "wanted", "well"),
    [
        ("ENABLED", True, True),
        ("DISABLED", False, True),
        ("DISABLED", True, False),
        ("ENABLED", False, False),
    ],
)
def test_a_schedule_is_well_as_it_was_declared(emulator: Emulator, state: str, wanted: bool, well: bool) -> None:
    clients = Clients.of(Access(emulator.endpoint, "us-east-1", "test", "test"))
    name = f"health-{state}-{wanted}".lower()
    clients.scheduler.create_schedule(
        Name=name,
        State=state,  # type: ignore[arg-type]
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:sqs:us-east-1:000000000000:none", "RoleArn": "arn:aws:iam::000000000000:role/none"},
    )
    outputs = StackOutputs.parse(OUTPUTS | {"schedule_name": name, "schedule_enabled": wanted})

    assert stack_parts(clients, outputs, NOWHERE, None)[0].healthy is well


def test_an_api_that_does_not_answer_is_named(emulator: Emulator) -> None:
    clients = Clients.of(Access(emulator.endpoint, "us-east-1", "test", "test"))

    api = stack_parts(clients, StackOutputs.parse(OUTPUTS), "http://127.0.0.1:1/api", NOWHERE)[-2]

    assert api == Part("API", healthy=False, detail="http://127.0.0.1:1/api does not answer")


def test_a_push_api_that_answers_is_well(emulator: Emulator) -> None:
    clients = Clients.of(Access(emulator.endpoint, "us-east-1", "test", "test"))

    with server(answering({"type": "pong"})) as url:
        push = stack_parts(clients, StackOutputs.parse(OUTPUTS), "http://127.0.0.1:1/api", url)[-1]

    assert push == Part("push API", healthy=True, detail=url)
