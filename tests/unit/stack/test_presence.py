"""What a running stack lacks, seen from listings."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.presence import missing_resources
from tests.doubles.stubbed import stubbed
from tests.unit.targets.outputs import OUTPUTS

ARN = "arn:aws:lambda:us-east-1:000000000000:function:finpulse-aggregator"
TABLES = ["finpulse-consumer-progress", "finpulse-live-prices", "somebody-elses"]


def asked(
    streams: list[str] = ["finpulse-quotes"],  # noqa: B006 - never changed
    tables: list[str] = TABLES,
    functions: list[str] = ["finpulse-aggregator"],  # noqa: B006
    fed: list[str] = [ARN],  # noqa: B006
) -> list[str]:
    """What is missing where the services list these."""
    kinesis, kinesis_stub = stubbed("kinesis")
    dynamodb, dynamodb_stub = stubbed("dynamodb")
    lambda_, lambda_stub = stubbed("lambda")
    kinesis_stub.add_response("list_streams", {"StreamNames": streams, "HasMoreStreams": False})
    first, last = tables[:1], tables[1:]
    dynamodb_stub.add_response("list_tables", {"TableNames": first, "LastEvaluatedTableName": "more"})
    dynamodb_stub.add_response("list_tables", {"TableNames": last}, {"ExclusiveStartTableName": "more"})
    found = [{"FunctionName": name, "FunctionArn": ARN} for name in functions]
    lambda_stub.add_response("list_functions", {"Functions": found})
    lambda_stub.add_response(
        "list_event_source_mappings", {"EventSourceMappings": [{"FunctionArn": arn} for arn in fed]}
    )
    clients: Any = SimpleNamespace(kinesis=kinesis, dynamodb=dynamodb, functions=lambda_)
    return missing_resources(clients, StackOutputs.parse(OUTPUTS))


def test_nothing_is_missing_of_a_whole_stack() -> None:
    assert asked() == []


@pytest.mark.parametrize(
    ("listed", "missing"),
    [
        ({"streams": []}, ["finpulse-quotes"]),
        ({"tables": TABLES[1:]}, ["finpulse-consumer-progress"]),
        ({"functions": []}, ["finpulse-aggregator"]),
        ({"fed": []}, ["mapping of finpulse-aggregator"]),
    ],
)
def test_what_is_not_listed_is_missing(listed: dict[str, list[str]], missing: list[str]) -> None:
    assert asked(**listed) == missing
