"""The documented policies: complete for what the CLI calls, no wider than needed, within AWS's limits."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.aws.faults import DEPLOY_POLICY_FILES
from finpulse_cli.targets.aws.policy import PLACEHOLDER_ACCOUNT, needs_of
from tests.aws.actions import POLICIES, actions_in, actions_of, actions_of_log, allowed, policy, texts
from tests.aws.calls import Call, calls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPLOY = ("deploy-policy-1", "deploy-policy-2")
OPERATE = "operator-policy"
PLAN = "plan-policy"
FILES = (*DEPLOY, OPERATE, PLAN)
LONGEST = 6144
# Where a deployment is made; everything else is for operators.
DEPLOYING = ("finpulse_cli/targets/aws/", "finpulse_cli/stack/terraform/", "finpulse_cli/stack/mail_confirmation.py")
# Calls of files that are read although the CLI does not make them on AWS: only an emulator is marked with a parameter,
# of the functions' store of anomalies the CLI takes the name of a key, of that of series an item's form (for its size),
# of batches the reading; consent is given to the mailbox of a sandbox only. Whether a stack is still there, and its
# code alone, concern a target on this machine only.
NOT_ON_AWS = {
    *(("lambda", name, "finpulse_cli/stack/presence.py") for name in ("ListFunctions", "ListEventSourceMappings")),
    ("kinesis", "ListStreams", "finpulse_cli/stack/presence.py"),
    ("dynamodb", "ListTables", "finpulse_cli/stack/presence.py"),
    ("lambda", "UpdateFunctionCode", "finpulse_cli/stack/code_update.py"),
    ("ssm", "GetParameter", "finpulse_cli/targets/instance.py"),
    ("ssm", "PutParameter", "finpulse_cli/targets/instance.py"),
    ("ssm", "DeleteParameter", "finpulse_cli/targets/instance.py"),
    *(("dynamodb", name, "lambdas/shared/adapters/dynamodb/anomaly_store.py") for name in ("PutItem", "UpdateItem")),
    ("dynamodb", "PutItem", "lambdas/shared/adapters/dynamodb/series_store.py"),
    ("dynamodb", "BatchWriteItem", "lambdas/shared/adapters/dynamodb/batch.py"),
    ("dynamodb", "TransactWriteItems", "lambdas/shared/adapters/dynamodb/transaction.py"),
    ("sns", "ConfirmSubscription", "finpulse_cli/stack/mail_confirmation.py"),
}
# Rooms that refuse AWS as a whole: no copies of functions are made there, and no faults are injected.
REFUSING_AWS = (
    "finpulse_cli/features/bench/bench_stack.py",
    "finpulse_cli/features/bench/functions/",
    "finpulse_cli/features/bench/stream_bench.py",
    "finpulse_cli/features/chaos/",
)
# What no narrower resource exists for, by AWS's service authorization reference.
ACCOUNT_WIDE = re.compile(
    r"\w+:(List|Describe)\w+|glue:GetDatabases|sns:(Unsubscribe|[GS]etSubscriptionAttributes)"
    r"|logs:\w+Log(Delivery|Deliveries)|logs:PutResourcePolicy|secretsmanager:GetRandomPassword"
)


def statements(*names: str) -> Iterator[Any]:
    for name in names:
        yield from json.loads((POLICIES / f"{name}.json").read_text())["Statement"]


def on_aws() -> list[Call]:
    return sorted(
        (
            call
            for call in calls()
            if (call.service, call.operation, call.file) not in NOT_ON_AWS and not call.file.startswith(REFUSING_AWS)
        ),
        key=lambda call: (call.file, call.operation),
    )


def test_the_sources_are_really_read() -> None:
    found = {(call.service, call.operation) for call in calls()}

    assert {
        ("kinesis", "PutRecords"),  # in lambdas/shared, which the CLI uses
        ("dynamodb", "Scan"),  # through a paginator
        ("sqs", "ReceiveMessage"),  # known by the type of self.client
        ("lambda", "GetFunctionConfiguration"),  # clients.functions
        ("apigatewayv2", "GetApis"),
        ("iam", "SimulatePrincipalPolicy"),
    } <= found
    assert len(found) > 50


@pytest.mark.parametrize("call", on_aws(), ids=lambda call: f"{call.service}.{call.operation} in {call.file}")
def test_every_operation_that_the_cli_calls_is_in_a_policy(call: Call) -> None:
    names = (*DEPLOY, OPERATE) if call.file.startswith(DEPLOYING) else (OPERATE,)

    assert [action for action in actions_of(call.service, call.operation) if not allowed(policy(*names), action)] == []


@pytest.mark.parametrize("name", FILES)
def test_a_policy_fits_into_a_managed_policy(name: str) -> None:
    text = json.dumps(json.loads((POLICIES / f"{name}.json").read_text()), separators=(",", ":"))

    assert len(re.sub(r"\s", "", text)) <= LONGEST


@pytest.mark.parametrize("name", FILES)
def test_actions_are_named_one_by_one_and_in_order(name: str) -> None:
    for statement in statements(name):
        actions = texts(statement["Action"])
        assert actions == sorted(set(actions))
        assert not [action for action in actions if "*" in action]
        assert statement["Effect"] == "Allow"
    sids = [statement["Sid"] for statement in statements(name)]
    assert len(sids) == len(set(sids))


@pytest.mark.parametrize("name", FILES)
def test_every_resource_is_the_stacks_or_cannot_be_narrower(name: str) -> None:
    for statement in statements(name):
        for resource in texts(statement["Resource"]):
            if resource != "*":
                assert PLACEHOLDER_ACCOUNT in resource or ":apigateway:" in resource, resource
            elif "Condition" not in statement:
                wide = [action for action in texts(statement["Action"]) if not ACCOUNT_WIDE.fullmatch(action)]
                assert wide == [], statement["Sid"]


def test_roles_are_handed_only_to_the_services_that_run_under_them() -> None:
    (passed,) = (item for item in statements(*FILES) if "iam:PassRole" in texts(item["Action"]))

    assert passed["Resource"] == "arn:aws:iam::123456789012:role/finpulse-*"
    assert passed["Condition"] == {
        "StringEquals": {
            "iam:PassedToService": ["lambda.amazonaws.com", "firehose.amazonaws.com", "scheduler.amazonaws.com"]
        }
    }


def test_a_planner_writes_nothing() -> None:
    reading = re.compile(r"\w+:(Get|List|Describe)\w+|apigateway:GET|iam:SimulatePrincipalPolicy")

    assert [item for item in statements(PLAN) if not all(map(reading.fullmatch, texts(item["Action"])))] == []


def test_an_operator_can_make_and_destroy_nothing_of_the_stack() -> None:
    verbs = {re.split(r"(?<=[a-z])(?=[A-Z])", action.partition(":")[2])[0] for action in actions_in(policy(OPERATE))}

    assert verbs <= {
        "Abort", "Batch", "Change", "Delete", "Describe", "Filter", "Get", "List", "Publish", "Put", "Query", "Receive",
        "Scan", "Send", "Start", "Stop", "Update",
    }  # fmt: skip
    deleting = {action for action in actions_in(policy(OPERATE)) if ":Delete" in action}
    assert deleting == {"dynamodb:DeleteItem", "sqs:DeleteMessage"}
    changing = {action for action in actions_in(policy(OPERATE)) if re.search(":(Change|Update)", action)}
    assert changing == {"dynamodb:UpdateItem", "sqs:ChangeMessageVisibility"}


def test_a_planner_may_read_whatever_a_deployer_may_read_of_the_stack() -> None:
    reading = re.compile(r"\w+:(Get|Describe)\w+")
    deploying = {action for action in actions_in(policy(*DEPLOY)) if reading.fullmatch(action)}
    only_to_deploy = {
        "cloudfront:GetDistributionConfig",
        "kinesis:DescribeStream",
        "lambda:GetFunctionConfiguration",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "s3:GetBucketLocation",
        "sqs:GetQueueUrl",
        "ssm:GetParameters",
    }

    assert deploying - actions_in(policy(PLAN)) == only_to_deploy


def test_an_operator_may_do_nothing_that_the_cli_does_not_do() -> None:
    called = {action for call in on_aws() for action in actions_of(call.service, call.operation)}
    athena_in_the_callers_name = {
        "glue:GetDatabase",
        "glue:GetTable",
        "s3:AbortMultipartUpload",
        "s3:GetBucketLocation",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
    }

    assert actions_in(policy(OPERATE)) - called - athena_in_the_callers_name == set()


def test_an_operator_reads_the_stacks_outputs_from_its_state() -> None:
    reading = [item for item in statements(OPERATE) if "finpulse-state-" in str(item["Resource"])]

    assert {action for item in reading for action in texts(item["Action"])} == {"s3:GetObject", "s3:ListBucket"}


def test_the_files_that_errors_name_are_the_deploy_policies() -> None:
    assert [POLICIES.parents[1] / file for file in DEPLOY_POLICY_FILES] == [
        POLICIES / f"{name}.json" for name in DEPLOY
    ]


def test_conditions_become_questions_that_can_be_asked() -> None:
    needs = [need for name in DEPLOY for need in needs_of(policy(name))]

    contexts = {key for need in needs for key, _ in need.context}
    assert contexts == {"iam:PassedToService", "iam:AWSServiceName", "lambda:FunctionArn"}
    assert not [resource for need in needs for resource in need.resources if "*" in resource and resource != "*"]


LOG = """\
2026-11-25T21:44:00.321Z [DEBUG] provider: HTTP Request Sent: rpc.method=CreateLogGroup a="b c"
  http.request.body=
  | {"rpc.method=Nothing": "rpc.service=Nothing"}
   rpc.service="CloudWatch Logs" http.method=POST
2026-11-25T21:44:01.000Z [DEBUG] provider: setting endpoint: rpc.service=Lambda rpc.method=CreateFunction
2026-11-25T21:44:01.001Z [DEBUG] provider: {"@message":"HTTP Request Sent","http.request.body":"UEsD
2026-11-25T21:44:02.000Z [INFO]  rpc.service=ApiGatewayV2 rpc.method=UpdateApi
2026-11-25T21:44:02.000Z [INFO]  rpc.service=STS rpc.method=GetCallerIdentity
2026-11-25T21:44:03.000Z [INFO]  nothing of interest
"""


def test_terraforms_log_tells_what_it_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "terraform.log"
    log.write_text(LOG)

    assert actions_of_log(log) == {"logs:CreateLogGroup", "lambda:CreateFunction", "iam:PassRole", "apigateway:PATCH"}


@pytest.mark.parametrize(
    ("service", "operation", "actions"),
    [
        ("S3", "ListObjectsV2", ("s3:ListBucket",)),
        ("s3", "HeadObject", ("s3:GetObject",)),
        ("lambda", "Invoke", ("lambda:InvokeFunction",)),
        ("apigatewayv2", "GetApis", ("apigateway:GET",)),
        ("ApiGatewayV2", "UntagResource", ("apigateway:DELETE",)),
        ("CloudWatch", "PutMetricAlarm", ("cloudwatch:PutMetricAlarm",)),
        ("Secrets Manager", "GetRandomPassword", ("secretsmanager:GetRandomPassword",)),
        ("sts", "GetCallerIdentity", ()),
    ],
)
def test_operations_are_mapped_to_actions(service: str, operation: str, actions: tuple[str, ...]) -> None:
    assert actions_of(service, operation) == actions


def test_actions_are_matched_as_iam_does() -> None:
    document = {"Statement": [{"Action": ["s3:Get*", "kinesis:CreateStream"]}]}

    assert allowed(document, "s3:getobject")
    assert not allowed(document, "s3:PutObject")
