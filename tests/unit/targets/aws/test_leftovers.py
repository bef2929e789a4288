"""What an account holds of a stack: refused before the first apply, listed after a purge."""

from __future__ import annotations

import io
from collections.abc import Iterator
from copy import copy
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.clients import Clients
from finpulse_cli.targets.aws.foreign import existing, refuse_foreign_stack
from finpulse_cli.targets.aws.inventory import LOOKS
from finpulse_cli.targets.aws.leftovers import leftovers, leftovers_table
from finpulse_cli.targets.aws.names import StackNames
from tests.aws.clients import emulator_clients
from tests.emulator import REGION, Emulator
from tests.unit.targets.aws.stubs import stubbed

NAMES = StackNames("leftover", "000000000000", REGION)
OTHER = StackNames("leftover-dev", "000000000000", REGION)
TRUST = '{"Version": "2012-10-17", "Statement": []}'


@pytest.fixture
def clients(emulator: Emulator) -> Clients:
    return emulator_clients(emulator.endpoint)


@pytest.fixture
def both_stacks(clients: Clients) -> Iterator[None]:
    """Some resources of two stacks, of which one's name begins with the other's."""
    for names in (NAMES, OTHER):
        make(clients, names)
    yield
    for names in (NAMES, OTHER):
        remove(clients, names)


def make(clients: Clients, names: StackNames) -> None:
    name = names.name
    clients.kinesis.create_stream(StreamName=f"{name}-quotes", ShardCount=1)
    clients.dynamodb.create_table(
        TableName=f"{name}-live-prices",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "symbol", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "symbol", "AttributeType": "S"}],
    )
    clients.s3.create_bucket(Bucket=names.lake_bucket)
    clients.sns.create_topic(Name=f"{name}-alerts")
    clients.sqs.create_queue(QueueName=f"{name}-alert-inbox")
    clients.apigateway.create_api(Name=f"{name}-api", ProtocolType="HTTP")
    clients.cloudwatch.put_metric_alarm(
        AlarmName=f"{name}-aggregator-errors",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Period=60,
        Statistic="Sum",
        Threshold=0,
    )
    clients.logs.create_log_group(logGroupName=f"/aws/lambda/{name}-aggregator")
    clients.glue.create_database(DatabaseInput={"Name": names.database})
    clients.athena.create_work_group(Name=name)
    clients.ssm.put_parameter(Name=f"/{name}/query-token", Value="x", Type="SecureString")
    clients.iam.create_role(RoleName=f"{name}-query", AssumeRolePolicyDocument=TRUST)
    clients.cloudfront.create_origin_access_control(
        OriginAccessControlConfig={
            "Name": names.dashboard_bucket,
            "SigningProtocol": "sigv4",
            "SigningBehavior": "always",
            "OriginAccessControlOriginType": "s3",
        }
    )


def remove(clients: Clients, names: StackNames) -> None:
    name = names.name
    clients.kinesis.delete_stream(StreamName=f"{name}-quotes")
    clients.dynamodb.delete_table(TableName=f"{name}-live-prices")
    clients.s3.delete_bucket(Bucket=names.lake_bucket)
    clients.sns.delete_topic(TopicArn=f"arn:aws:sns:{REGION}:{names.account}:{name}-alerts")
    clients.sqs.delete_queue(QueueUrl=clients.sqs.get_queue_url(QueueName=f"{name}-alert-inbox")["QueueUrl"])
    for api in clients.apigateway.get_apis()["Items"]:
        clients.apigateway.delete_api(ApiId=api["ApiId"])
    clients.cloudwatch.delete_alarms(AlarmNames=[f"{name}-aggregator-errors"])
    clients.logs.delete_log_group(logGroupName=f"/aws/lambda/{name}-aggregator")
    clients.glue.delete_database(Name=names.database)
    clients.athena.delete_work_group(WorkGroup=name, RecursiveDeleteOption=True)
    clients.ssm.delete_parameter(Name=f"/{name}/query-token")
    clients.iam.delete_role(RoleName=f"{name}-query")
    for item in clients.cloudfront.list_origin_access_controls()["OriginAccessControlList"].get("Items", []):
        if item["Name"] == names.dashboard_bucket:
            tag = clients.cloudfront.get_origin_access_control(Id=item["Id"])["ETag"]
            clients.cloudfront.delete_origin_access_control(Id=item["Id"], IfMatch=tag)


EXPECTED = {
    "Kinesis streams": ["leftover-quotes"],
    "DynamoDB tables": ["leftover-live-prices"],
    "S3 buckets": ["leftover-lake-000000000000-us-east-1"],
    "SNS topics": ["leftover-alerts"],
    "SQS queues": ["leftover-alert-inbox"],
    "API Gateway APIs": ["leftover-api"],
    "CloudWatch alarms": ["leftover-aggregator-errors"],
    "log groups": ["/aws/lambda/leftover-aggregator"],
    "Glue databases": ["leftover"],
    "Athena workgroups": ["leftover"],
    "SSM parameters": ["/leftover/query-token"],
    "CloudFront policies": ["leftover-dashboard-000000000000-us-east-1 (origin access)"],
    "IAM roles": ["leftover-query"],
}


@pytest.mark.usefixtures("both_stacks")
def test_every_resource_of_the_stack_is_found_and_none_of_its_neighbour(clients: Clients) -> None:
    found = leftovers(clients, NAMES)

    assert {look.service: list(look.left) for look in found.looked if look.left} == EXPECTED
    assert found.proven_clean is False
    assert len(found.left) == len(EXPECTED)


@pytest.mark.usefixtures("both_stacks")
def test_a_stack_that_is_there_already_is_refused_with_two_ways_out(clients: Clients) -> None:
    with pytest.raises(FailedError) as refused:
        refuse_foreign_stack(clients, NAMES)

    assert "already has a stack 'leftover' in us-east-1" in refused.value.message
    assert "Kinesis streams: leftover-quotes" in refused.value.message
    assert f"and {len(EXPECTED) - 8} more" in refused.value.message
    assert "TF_VAR_name=" in (refused.value.next_action or "")
    assert "the state that owns" in (refused.value.next_action or "")


def test_after_a_purge_every_service_was_looked_at_and_is_clean(clients: Clients) -> None:
    found = leftovers(clients, NAMES)

    assert found.proven_clean is True
    assert [look.service for look in found.looked] == list(LOOKS)
    assert existing(clients, NAMES) == []
    refuse_foreign_stack(clients, NAMES)


def partly(clients: Clients | None, **others: Any) -> Any:
    """The emulator's clients, some of them replaced."""
    made = copy(clients) if clients is not None else SimpleNamespace()
    for name, client in others.items():
        setattr(made, name, client)
    return made


@pytest.mark.parametrize(("code", "status"), [("NotImplemented", 501), ("AccessDenied", 403)])
def test_a_service_that_does_not_answer_is_not_checked_and_never_clean(
    clients: Clients, code: str, status: int
) -> None:
    glue, script = stubbed("glue")
    script.add_client_error("get_databases", code, "no", status)

    found = leftovers(partly(clients, glue=glue), NAMES)

    assert found.unchecked == ["Glue databases"]
    assert (found.left, found.proven_clean) == ([], False)
    assert f"not checked: GetDatabases was refused ({code})" in drawn(leftovers_table(found))


def test_the_table_counts_what_was_looked_at(clients: Clients) -> None:
    lines = drawn(leftovers_table(leftovers(clients, NAMES))).splitlines()

    assert lines[0].split() == ["service", "looked", "at", "left"]
    assert ["S3", "buckets", "2", "nothing"] in [line.split() for line in lines]


def test_a_bucket_name_that_another_account_took_is_told_at_once(clients: Clients) -> None:
    s3, script = stubbed("s3")
    script.add_client_error("head_bucket", "403", "Forbidden", 403)

    with pytest.raises(FailedError, match="another account has it"):
        refuse_foreign_stack(partly(clients, s3=s3), NAMES)


def test_a_listing_that_is_refused_stops_the_first_apply(clients: Clients) -> None:
    iam, script = stubbed("iam")
    script.add_client_error("list_roles", "AccessDenied", "not authorized", 403)

    with pytest.raises(FailedError, match="ListRoles was refused"):
        refuse_foreign_stack(partly(clients, iam=iam), NAMES)


def test_a_mapping_is_the_stacks_by_its_function_or_its_source() -> None:
    functions, script = stubbed("lambda")
    ids = [str(number) * 36 for number in (1, 2, 3)]
    arn = "arn:aws:lambda:us-east-1:000000000000:function:"
    table = "arn:aws:dynamodb:us-east-1:000000000000:table/leftover-anomalies/stream/2026-11-25T00:00:00.000"
    mappings = [
        {"UUID": ids[0], "FunctionArn": f"{arn}leftover-aggregator", "EventSourceArn": "arn:aws:kinesis:::stream/x"},
        {"UUID": ids[1], "FunctionArn": f"{arn}somebody", "EventSourceArn": table},
        {"UUID": ids[2], "FunctionArn": f"{arn}somebody", "EventSourceArn": "arn:aws:kinesis:::stream/x"},
    ]
    script.add_response("list_event_source_mappings", {"EventSourceMappings": mappings})
    clients = partly(None, functions=functions)

    found = LOOKS["event source mappings"](clients, NAMES)

    assert (found.seen, found.names) == (3, [f"{ids[0]} (leftover-aggregator)", f"{ids[1]} (somebody)"])


def test_firehose_is_read_to_its_last_page() -> None:
    firehose, script = stubbed("firehose")
    script.add_response("list_delivery_streams", {"DeliveryStreamNames": ["a"], "HasMoreDeliveryStreams": True})
    script.add_response(
        "list_delivery_streams",
        {"DeliveryStreamNames": ["leftover-lake"], "HasMoreDeliveryStreams": False},
        {"Limit": 100, "ExclusiveStartDeliveryStreamName": "a"},
    )
    clients = partly(None, firehose=firehose)

    assert LOOKS["Firehose streams"](clients, NAMES).names == ["leftover-lake"]


def drawn(table: Any) -> str:
    screen = Console(file=io.StringIO(), width=160)
    screen.print(table)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]
