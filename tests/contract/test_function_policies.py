"""Each function's IAM policy is minimal: all that it calls is allowed, and whatever is taken away is missed.

What the functions' own code calls is recorded at the wire while their handlers run, error paths included. What
Lambda does with a function's role on its behalf is listed below with where AWS says so. The policies are those that
the last apply of terraform/ left, in the snapshot.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.exceptions import ClientError

from finpulse_cli.stack.hcl.blocks import read_blocks, text_of
from finpulse_cli.targets.embedded.snapshot.snapshot_file import Snapshot
from lambdas.shared import bootstrap
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.provider.transport import HttpTransport
from lambdas.shared.adapters.webhook_post import WebhookPost
from lambdas.shared.domain.alert_policy import Hold
from lambdas.shared.errors import FinPulseError
from lambdas.shared.ports import Posted
from lambdas.shared.wire.event_json import encode_event
from tests.contract.tables import KEYS
from tests.doubles.api_services import http_event
from tests.doubles.table_changes import batch, price, record
from tests.doubles.webhooks import envelope, queue_event
from tests.doubles.wire import Aws, Wire
from tests.factories import LATER, NOON, anomaly, day_total, lambda_event, price_event, price_run
from tests.unit.lambdas.data_ingester.replies import global_quote
from tests.unit.lambdas.push_gateway.events import push_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.awsrequest import AWSPreparedRequest

    from lambdas.shared.domain.anomaly import Anomaly

LINES = [*map(encode_event, price_run(["100"] * 30)), encode_event(price_event("190", seconds=1800)), b"not an event"]
SUBSCRIBE = {"action": "subscribe", "channels": ["prices"]}
REGION, ACCOUNT, TOKEN = "us-east-1", "000000000000", "a-token"
CONSUMERS = ("price_processor", "aggregator", "anomaly_detector")
FUNCTIONS = (*CONSUMERS, "data_ingester", "api_handler", "alert_digest", "push_gateway", "push_fanout")
TERRAFORM = Path(__file__).resolve().parents[2] / "terraform"
WEBHOOKS = {"finpulse-webhook-ops": {"name": "ops", "format": "json", "parameter": "/finpulse/webhooks/ops"}}

USE_CASES = {"consumer", "ingester", "services", "gateway", "fanout", "deliverer", "digester"}
Need = tuple[str, str]
"""An action and the ARN of one thing that it is asked of."""


def table(name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/finpulse-{name}"


STREAM = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/finpulse-quotes"
QUEUES = f"arn:aws:sqs:{REGION}:{ACCOUNT}:"
QUEUE = f"{QUEUES}finpulse-webhook-ops"
LAKE = f"arn:aws:s3:::finpulse-lake-{ACCOUNT}-{REGION}"


def of_lambda(function: str) -> set[Need]:
    """What Lambda needs for a function.

    Logs: https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html, the group itself is made by
    Terraform. Streams: AWSLambdaKinesisExecutionRole and AWSLambdaDynamoDBExecutionRole there; failed batches:
    https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html.
    """
    log = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/finpulse-{function.replace('_', '-')}:log-stream:x"
    needs = {("logs:CreateLogStream", log), ("logs:PutLogEvents", log)}
    if function in CONSUMERS:
        reads = ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards")
        needs |= {(f"kinesis:{name}", STREAM) for name in reads}
        needs |= {("s3:PutObject", f"{LAKE}/aws/lambda/x/1"), ("s3:ListBucket", LAKE)}
    if function == "push_fanout":
        needs |= {
            (f"dynamodb:{action}", f"{table(name)}/stream/2026")
            for action in ("DescribeStream", "GetRecords", "GetShardIterator")
            for name in ("price-candles", "latest-prices", "anomalies")
        }
        needs |= {("dynamodb:ListStreams", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:*")}
    if function == "alert_webhook":
        # AWSLambdaSQSQueueExecutionRole there
        needs |= {(f"sqs:{name}", QUEUE) for name in ("DeleteMessage", "GetQueueAttributes", "ReceiveMessage")}
    return needs


@dataclass(frozen=True)
class Allowance:
    """One action on one pattern of resources, as a policy's statement allows it."""

    sid: str
    action: str
    resource: str

    def allows(self, need: Need) -> bool:
        """Tell whether a need is met by it."""
        return self.action == need[0] and fnmatchcase(need[1], self.resource)


@cache
def stack() -> dict[str, dict[str, Any]]:
    """Attributes of the last apply's functions and of their policies, by `<resource>.<function>`."""
    snapshot = Snapshot.load()
    assert snapshot is not None
    found = {}
    for resource in json.loads(re.sub(r"@\{[^}]*\}", "1", snapshot.terraform))["resources"]:
        for instance in resource["instances"]:
            if resource["type"] in {"aws_lambda_function", "aws_iam_role_policy"}:
                found[f"{resource['type']}.{instance.get('index_key')}"] = instance["attributes"]
    return found


def allowances(function: str) -> list[Allowance]:
    """Every action on every resource that a function's policy allows."""
    statements = json.loads(stack()[f"aws_iam_role_policy.{function}"]["policy"])["Statement"]
    assert all(statement["Effect"] == "Allow" for statement in statements)
    return [
        Allowance(statement["Sid"], action, resource)
        for statement in statements
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    ]


def webhook_allowances() -> list[Allowance]:
    """What alert_webhook may do; a stack without a webhook, as that of the last apply, has no such function."""
    resources = {
        "local.webhook_queues": QUEUE,
        "local.webhook_parameters": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/finpulse/webhooks/ops",
        'local.table_arns["alerting"]': table("alerting"),
        'local.table_arns["anomalies"]': table("anomalies"),
    }
    (document,) = (block for block in read_blocks(TERRAFORM) if block.labels[1:] == ("alert_webhook",))
    return [
        Allowance(text_of(statement.arguments["sid"]), action, arn)
        for statement in document.blocks
        for action in re.findall(r'"([^"]+)"', text_of(statement.arguments["actions"]))
        for name, arn in resources.items()
        if name in text_of(statement.arguments["resources"])
    ]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@dataclass
class RecordingWire(Wire):
    """Notes what IAM is asked for each call; answers what the doubles' wire does not know.

    `partitions` are those of the counters that single items were asked for.
    """

    needs: set[Need] = field(default_factory=set)
    partitions: set[str] = field(default_factory=set)
    secret: str = TOKEN

    def _answer(self, operation: str, request: AWSPreparedRequest) -> tuple[int, bytes]:
        body = request.body or b""
        text = body.decode(errors="replace") if isinstance(body, bytes) else str(body)
        self.needs |= needs_of(operation, request, text)
        if operation in ("GetItem", "UpdateItem") and "counters" in text:
            self.partitions.add(json.loads(text)["Key"]["scope"]["S"])
        match operation:
            case "GetParameter":
                return 200, json.dumps({"Parameter": {"Value": self.secret}}).encode()
            case "GetQueueUrl":
                return 200, json.dumps({"QueueUrl": f"https://sqs/1/{json.loads(text)['QueueName']}"}).encode()
            case "ChangeMessageVisibility":
                return 200, b"{}"
            case "PutRecords":
                placed = [{"ShardId": "s", "SequenceNumber": "1"}] * len(json.loads(text)["Records"])
                return 200, json.dumps({"Records": placed, "FailedRecordCount": 0}).encode()
            case "AssumeRole":
                return (
                    403,
                    b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
                )
            case "PostToConnection":
                return 410, b'{"code":"GoneException","message":"gone"}'
        return super()._answer(operation, request)


def needs_of(operation: str, request: AWSPreparedRequest, body: str) -> set[Need]:
    """What IAM is asked for one call."""
    url = urlsplit(request.url)
    match operation:
        case "GetQueueUrl" | "ChangeMessageVisibility":
            asked = json.loads(body)
            return {(f"sqs:{operation}", QUEUES + str(asked.get("QueueName") or asked["QueueUrl"]).rpartition("/")[2])}
        case "PutObject":
            path = unquote(url.path).lstrip("/")
            bucket = url.netloc.split(".")[0]
            return {("s3:PutObject", f"arn:aws:s3:::{path if path.startswith('finpulse') else f'{bucket}/{path}'}")}
        case "Publish":
            return {("sns:Publish", parse_qs(body)["TopicArn"][0])}
        case "AssumeRole":
            return {("sts:AssumeRole", parse_qs(body)["RoleArn"][0])}
        case "PostToConnection":
            path = "@connections" + unquote(url.path).partition("@connections")[2]
            return {("execute-api:ManageConnections", f"arn:aws:execute-api:{REGION}:{ACCOUNT}:1/live/POST/{path}")}
        case "GetParameter":
            return {("ssm:GetParameter", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{json.loads(body)['Name']}")}
        case "PutRecords":
            return {
                ("kinesis:PutRecords", f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{json.loads(body)['StreamName']}")
            }
    return set(of_dynamodb(operation, json.loads(body)))


def of_dynamodb(operation: str, body: dict[str, Any]) -> Iterator[Need]:
    """A transaction asks for what its parts ask for: IAM has no action of its own for it."""
    prefix = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/"
    for part in body.get("TransactItems", ()):
        ((kind, of),) = part.items()
        yield f"dynamodb:{kind}Item", prefix + of["TableName"]
    for name in body.get("RequestItems", ()):
        yield f"dynamodb:{operation}", prefix + name
    if "TableName" in body:
        index = f"/index/{body['IndexName']}" if "IndexName" in body else ""
        yield f"dynamodb:{operation}", prefix + body["TableName"] + index


@dataclass
class Functions:
    """The functions in this process, on a wire that records. `now` is the consumers' time."""

    wire: RecordingWire
    now: datetime = LATER

    def run(self, function: str, event: dict[str, Any]) -> None:
        """Call a function's handler; what a service refuses may end it."""
        handler = import_module(f"lambdas.{function}.handler").handler
        with suppress(FinPulseError, ClientError):
            handler(event, Context())

    def consume(self, function: str) -> None:
        """Good records, a bad one, a batch again, an earlier total, and many keys of one series."""
        self.run(function, lambda_event(LINES, first_sequence_number=1))
        self.run(function, lambda_event(LINES, first_sequence_number=1))
        many = [day_total(1000 + place, seconds=60 * place) for place in range(60)]
        self.run(function, lambda_event([*map(encode_event, many)], first_sequence_number=100))
        self.run(function, lambda_event([encode_event(day_total(5000, seconds=-600))], first_sequence_number=200))

    def detect(self) -> None:
        """And an anomaly whose hour has a count that expired, which DynamoDB has not come round to deleting."""
        self.consume("anomaly_detector")
        self.now += timedelta(days=3)
        self.consume("anomaly_detector")

    def ask(self) -> None:
        """Every route."""
        for path in ("/prices", "/prices/AAPL", "/candles/AAPL", "/stats", "/feeds", "/query/ready-made"):
            self.run("api_handler", http_event(path))
        for query in ("", "feed=live", "feed=test.1"):
            self.run("api_handler", http_event("/anomalies", query))
        event = http_event("/query", method="POST", headers={"authorization": f"Bearer {TOKEN}"})
        self.run("api_handler", event | {"body": json.dumps({"sql": "SELECT 1"})})
        found = anomaly()
        self.keep(found)
        path = f"/anomalies/{found.event.event_id}/acknowledgement"
        event = http_event(path, method="POST", headers={"authorization": f"Bearer {TOKEN}"})
        self.run("api_handler", event | {"body": json.dumps({"by": "Ada"})})

    def keep(self, found: Anomaly) -> None:
        """Have an anomaly in the table, as the detector puts it there; what that needs is not counted."""
        asked = set(self.wire.needs)
        DynamoAnomalyStore(clients.dynamodb(), "finpulse-anomalies", "finpulse-counters", "us").add(
            [found], datetime.now(UTC)
        )
        self.wire.needs = asked

    def quote(self) -> None:
        """A wake-up in the session, on a plan whose requests are spread."""
        self.run("data_ingester", {"scheduled_at": "2026-11-20T14:31:00Z"})

    def connect(self) -> None:
        """A connection's life."""
        self.run("push_gateway", push_event("CONNECT"))
        self.run("push_gateway", push_event("MESSAGE", body=SUBSCRIBE))
        self.run("push_gateway", push_event("DISCONNECT"))

    def push(self) -> None:
        """A change, to a connection that is gone."""
        self.run("push_gateway", push_event("MESSAGE", body=SUBSCRIBE))
        self.wire.needs.clear()
        change = record("latest", price())
        change["eventSourceARN"] = f"{table('latest-prices')}/stream/2026"
        self.run("push_fanout", batch(change))

    def deliver(self) -> None:
        """One alert that arrives, and one that does not."""
        self.wire.secret = '{"url":"https://hooks.example/x"}'
        for event in (price_event("412.5"), price_event("90", seconds=60)):
            self.run("alert_webhook", queue_event(envelope(anomaly(event)), queue="finpulse-webhook-ops"))

    def digest(self) -> None:
        """One quiet period that is over."""
        until = datetime.now(UTC) - timedelta(minutes=10)
        self.keep(replace(anomaly(), hold=Hold("quiet_hours", until)))
        self.run("alert_digest", {})

    def work(self, function: str) -> None:
        """Have a function do all that it may do."""
        own = {
            "anomaly_detector": self.detect,
            "data_ingester": self.quote,
            "api_handler": self.ask,
            "push_gateway": self.connect,
            "push_fanout": self.push,
            "alert_webhook": self.deliver,
            "alert_digest": self.digest,
        }
        own.get(function, lambda: self.consume(function))()


class Context:
    """Lambda's."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@pytest.fixture(scope="module")
def aws() -> Aws:
    """The clients of every test here; to make them anew costs more than what they do."""
    return Aws()


@pytest.fixture
def functions(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Functions]:
    made = Functions(RecordingWire())
    aws.wire = made.wire
    aws.new_tables({f"finpulse-{kind}": kind for kind in KEYS})
    made.wire.needs.clear()
    monkeypatch.setattr(clients, "_client", aws.client)
    monkeypatch.setattr(clients, "push", lambda _endpoint: aws.client("apigatewaymanagementapi"))
    monkeypatch.setattr(bootstrap, "utc_now", lambda: made.now)
    monkeypatch.setattr("lambdas.push_fanout.wiring.utc_now", lambda: NOON)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("ALPHA_VANTAGE_DAILY_REQUESTS", "100000")  # the sandbox has no such limit, and spreads nothing
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr(HttpTransport, "get", lambda _self, _address, _headers: json.dumps(global_quote()).encode())
    forget()
    yield made
    forget()


def forget() -> None:
    """Begin new processes."""
    for function in (*FUNCTIONS, "alert_webhook"):
        wiring = import_module(f"lambdas.{function}.wiring")
        for name in USE_CASES & set(vars(wiring)):
            if hasattr(getattr(wiring, name), "cache_clear"):
                getattr(wiring, name).cache_clear()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_policy_allows_all_that_is_asked_and_nothing_that_would_not_be_missed(
    function: str, functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in stack()[f"aws_lambda_function.{function}"]["environment"][0]["variables"].items():
        monkeypatch.setenv(name, value)
    functions.work(function)
    needs, allowed = functions.wire.needs | of_lambda(function), allowances(function)
    assert functions.wire.needs
    assert unmet(needs, allowed) == []
    never_missed = [it for it in allowed if not unmet(needs, [other for other in allowed if other is not it])]
    assert never_missed == []


def test_the_ingester_reaches_one_partition_of_the_counters(
    functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html"""
    for name, value in stack()["aws_lambda_function.data_ingester"]["environment"][0]["variables"].items():
        monkeypatch.setenv(name, value)
    functions.work("data_ingester")
    statements = json.loads(stack()["aws_iam_role_policy.data_ingester"]["policy"])["Statement"]
    (counting,) = (it for it in statements if table("counters") in listed(it["Resource"]))
    ((test, keys),) = counting["Condition"].items()
    assert (test, listed(keys["dynamodb:LeadingKeys"])) == ("ForAllValues:StringEquals", ["requests"])
    assert functions.wire.partitions == {"requests"}


def test_the_policy_of_webhooks_allows_all_that_is_asked_and_nothing_that_would_not_be_missed(
    functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = iter([Posted(is_delivered=True), Posted(False, "HTTP status 500")])
    monkeypatch.setattr(WebhookPost, "post", lambda *_: next(posts))
    monkeypatch.setenv("WEBHOOKS", json.dumps(WEBHOOKS))
    for name in ("ALERTING", "ANOMALIES"):
        monkeypatch.setenv(f"{name}_TABLE", f"finpulse-{name.lower()}")
    functions.work("alert_webhook")
    needs, allowed = functions.wire.needs | of_lambda("alert_webhook"), webhook_allowances()
    needs = {need for need in needs if not need[0].startswith("logs:")}  # which iam_functions.tf allows
    assert unmet(needs, allowed) == []
    never_missed = [it for it in allowed if not unmet(needs, [other for other in allowed if other is not it])]
    assert never_missed == []


def unmet(needs: set[Need], allowed: list[Allowance]) -> list[Need]:
    """Return the needs that no allowance meets."""
    return sorted(need for need in needs if not any(it.allows(need) for it in allowed))


def test_what_is_too_much_and_what_is_too_little_is_found() -> None:
    needs = {("dynamodb:Query", table("counters")), ("dynamodb:PutItem", table("counters"))}
    exact = [Allowance("a", "dynamodb:Query", table("*")), Allowance("b", "dynamodb:PutItem", table("counters"))]
    assert unmet(needs, exact) == []
    assert unmet(needs, exact[:1]) == [("dynamodb:PutItem", table("counters"))]
    assert unmet(needs, [Allowance("a", "dynamodb:Query", table("anomalies")), exact[1]])
    assert unmet(
        {("dynamodb:Query", f"{table('anomalies')}/index/recent")},
        [Allowance("a", "dynamodb:Query", table("anomalies"))],
    )
