"""SQL over the API: who may ask, what is answered and refused, and what the role behind it can reach."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.sandbox import Sandbox

COUNT = "SELECT symbol, count(*) AS events FROM raw_events GROUP BY symbol ORDER BY symbol"
NO_QUERY = "/query/00000000-0000-0000-0000-000000000000"
LONG = (
    "SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) "
    "CROSS JOIN UNNEST(sequence(1, 100)) AS c(z) WHERE x * y % 7 = z % 7"
)


@dataclass(frozen=True)
class QueryRoutes:
    """The routes for SQL, with the token of who may use them."""

    url: str
    token: str

    def ask(self, method: str, path: str, *, token: str | None = None, body: str | None = None) -> requests.Response:
        """One request with this token, or with the right one; "" for none."""
        given = self.token if token is None else token
        headers = {"authorization": f"Bearer {given}"} if given else {}
        return requests.request(method, self.url + path, headers=headers, data=body, timeout=30)

    def start(self, sql: str) -> requests.Response:
        return self.ask("POST", "/query", body=json.dumps({"sql": sql}))

    def answer(self, sql: str) -> dict[str, Any]:
        """What a query has come to."""
        started = self.start(sql)
        assert started.status_code == 202, started.text
        return self.end_of(started.json()["id"])

    def end_of(self, query_id: str) -> dict[str, Any]:
        def over() -> dict[str, Any] | None:
            page: dict[str, Any] = self.ask("GET", f"/query/{query_id}?limit=500").json()
            return page if page["state"] not in ("QUEUED", "RUNNING") else None

        found: dict[str, Any] = eventually(over, "the end of the query")
        return found


@contextmanager
def scan_limit(sandbox: Sandbox, size: int) -> Iterator[None]:
    """The workgroup lets a query read so many bytes, fewer than AWS would allow to be set."""
    endpoint, workgroup = f"http://127.0.0.1:{sandbox.port}", sandbox.stack.athena_workgroup or ""
    athena = sandbox.clients.session.client("athena", endpoint_url=endpoint, config=Config(parameter_validation=False))
    before = athena.get_work_group(WorkGroup=workgroup)["WorkGroup"]["Configuration"]["BytesScannedCutoffPerQuery"]
    athena.update_work_group(WorkGroup=workgroup, ConfigurationUpdates={"BytesScannedCutoffPerQuery": size})
    yield
    athena.update_work_group(WorkGroup=workgroup, ConfigurationUpdates={"BytesScannedCutoffPerQuery": before})


@pytest.fixture(scope="module")
def lake(sandbox: Sandbox) -> QueryRoutes:
    """The sandbox's lake, with some events in it."""
    sandbox.run("replay", "calm")
    url = f"http://127.0.0.1:{sandbox.port}/_aws/execute-api/{sandbox.stack.api_id}"
    return QueryRoutes(url, sandbox.run("status", "--show-token").stdout.strip())


def test_a_query_answers_as_the_command_line_does(lake: QueryRoutes, sandbox: Sandbox) -> None:
    def agree() -> bool:
        """Quotes go on coming: two queries may see two moments."""
        found = lake.answer(COUNT)
        rows = [{"symbol": symbol, "events": int(events)} for symbol, events in found["rows"]]
        return found["state"] == "SUCCEEDED" and rows == sandbox.json("query", COUNT)

    assert eventually(agree, "the API and the command line telling the same counts")
    found = lake.answer(COUNT)
    assert found["columns"] == [{"name": "symbol", "type": "varchar"}, {"name": "events", "type": "bigint"}]
    assert found["scanned_bytes"] > 0
    assert (found["usd"], found["cut"], found["reason"]) == (0.00005, False, None)


def test_ready_made_queries_can_be_sent_back(lake: QueryRoutes) -> None:
    catalogue = lake.ask("GET", "/query/ready-made", token="").json()["queries"]
    [daily] = [entry for entry in catalogue if entry["name"] == "daily-ohlcv"]
    assert lake.answer(daily["sql"])["rows"]


@pytest.mark.parametrize(("method", "path"), [("POST", "/query"), ("GET", NO_QUERY), ("DELETE", NO_QUERY)])
def test_no_token_and_a_wrong_one_are_told_the_same(lake: QueryRoutes, method: str, path: str) -> None:
    replies = [lake.ask(method, path, token=token, body='{"sql": "x"}') for token in ("", "wrong", lake.token[:-1])]
    assert {reply.status_code for reply in replies} == {401}
    assert len({reply.content for reply in replies}) == 1
    assert {reply.headers["www-authenticate"] for reply in replies} == {"Bearer"}
    assert replies[0].json()["code"] == "unauthorized"


def test_the_token_is_nowhere_but_in_ssm(lake: QueryRoutes, sandbox: Sandbox) -> None:
    """Not in Terraform's state, plan or outputs, and in nobody's log."""
    folder = sandbox.home / "embedded"
    kept = [*(folder / "terraform").rglob("*"), *folder.glob("*.log"), *folder.glob("*.json")]
    files = [path for path in kept if path.is_file() and ".terraform" not in path.parts]
    assert any(path.name.endswith(".tfstate") for path in files)
    assert [path for path in files if lake.token.encode() in Path(path).read_bytes()] == []
    parameter = sandbox.clients.ssm.describe_parameters()["Parameters"]
    assert {"SecureString"} == {entry["Type"] for entry in parameter if entry["Name"].endswith("query-token")}


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("DROP TABLE raw_events", "only SELECT"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT 1 -- ; DROP TABLE raw_events", "comments"),
        ("SELECT 1 /* ; DROP TABLE raw_events */", "comments"),
        ("SELECT * FROM other.raw_events", "not a table of the lake"),
        ("SELECT * FROM information_schema.tables", "not a table of the lake"),
    ],
)
def test_other_sql_is_refused_with_a_reason(lake: QueryRoutes, sql: str, reason: str) -> None:
    reply = lake.start(sql)
    assert (reply.status_code, reply.json()["code"]) == (400, "query_refused")
    assert reason in reply.json()["error"]


def test_what_athena_cannot_run_is_told(lake: QueryRoutes) -> None:
    found = lake.answer("SELECT nothing_of_that_name FROM raw_events")
    assert found["state"] == "FAILED"
    assert "nothing_of_that_name" in found["reason"]


def test_a_query_that_reads_too_much_is_refused(lake: QueryRoutes, sandbox: Sandbox) -> None:
    with scan_limit(sandbox, 1):
        found = lake.answer("SELECT * FROM raw_events")
    assert found["state"] in ("CANCELLED", "FAILED")
    assert "more than is allowed" in found["reason"]


def test_a_query_is_cancelled(lake: QueryRoutes) -> None:
    query_id = lake.start(LONG).json()["id"]
    cancelled = lake.ask("DELETE", f"/query/{query_id}")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "CANCELLED")
    assert lake.end_of(query_id)["state"] == "CANCELLED"


def test_unknown_queries_are_404(lake: QueryRoutes, sandbox: Sandbox) -> None:
    foreign = sandbox.clients.athena.start_query_execution(
        QueryString="SELECT 1", WorkGroup="primary", ResultConfiguration={"OutputLocation": "s3://elsewhere/"}
    )["QueryExecutionId"]
    for path in (NO_QUERY, "/query/x", f"/query/{foreign}"):
        for method in ("GET", "DELETE"):
            reply = lake.ask(method, path)
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_query")


@pytest.fixture(scope="module")
def as_query(sandbox: Sandbox) -> Iterator[Any]:
    """Clients with exactly the rights of the role that queries run under, which only api_handler may assume."""
    emulator = sandbox.emulator
    iam = emulator.client("iam")
    permissions = iam.get_role_policy(RoleName="finpulse-query", PolicyName="permissions")["PolicyDocument"]
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}
    name = "finpulse-query-probe"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [trust]}))["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=json.dumps(permissions))
    found = emulator.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="probe")["Credentials"]
    session = boto3.Session(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"], "us-east-1")
    yield lambda service: session.client(service, endpoint_url=f"http://127.0.0.1:{sandbox.port}")
    iam.delete_role_policy(RoleName=name, PolicyName="permissions")
    iam.delete_role(RoleName=name)


@pytest.mark.usefixtures("lake")
def test_the_role_reads_the_lake_and_nothing_else(sandbox: Sandbox, as_query: Any) -> None:
    bucket, stack = sandbox.stack.lake_bucket, sandbox.stack
    s3, athena, dynamodb = as_query("s3"), as_query("athena"), as_query("dynamodb")
    [entry, *_] = s3.list_objects_v2(Bucket=bucket, Prefix="raw-data/")["Contents"]
    assert s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
    sandbox.clients.s3.put_object(Bucket=bucket, Key="quarantine/probe", Body=b"x")
    arguments = {"QueryString": "SELECT 1", "ResultConfiguration": {"OutputLocation": f"s3://{bucket}/raw-data/"}}
    refused: tuple[Callable[[], object], ...] = (
        lambda: s3.get_object(Bucket=bucket, Key="quarantine/probe"),
        lambda: s3.list_objects_v2(Bucket=bucket, Prefix="quarantine/"),
        lambda: s3.put_object(Bucket=bucket, Key=entry["Key"], Body=b""),
        lambda: s3.delete_object(Bucket=bucket, Key=entry["Key"]),
        lambda: dynamodb.scan(TableName=stack.tables["live_prices"]),
        lambda: athena.start_query_execution(WorkGroup="primary", **arguments),
        lambda: athena.get_work_group(WorkGroup=stack.athena_workgroup),
        lambda: as_query("ssm").get_parameter(Name=stack.query_token_parameter),
    )
    for request in refused:
        with pytest.raises(ClientError, match=r"AccessDenied|not authorized"):
            request()


def test_only_the_api_may_take_the_role(sandbox: Sandbox) -> None:
    role = sandbox.clients.session.client("iam", endpoint_url=f"http://127.0.0.1:{sandbox.port}")
    arn = role.get_role(RoleName="finpulse-query")["Role"]["Arn"]
    with pytest.raises(ClientError, match="AccessDenied"):
        sandbox.emulator.client("sts").assume_role(RoleArn=arn, RoleSessionName="probe")


def test_the_routes_for_sql_are_throttled(sandbox: Sandbox) -> None:
    """Where API Gateway does it; the emulator keeps the limits and does not heed them."""
    gateway = sandbox.emulator.client("apigatewayv2")
    settings = gateway.get_stage(ApiId=sandbox.stack.api_id, StageName="$default")["RouteSettings"]
    assert {"POST /query", "GET /query/{id}", "DELETE /query/{id}"} == set(settings)
    assert all(0 < entry["ThrottlingRateLimit"] <= 10 for entry in settings.values())
