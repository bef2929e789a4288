"""A stack's whole life on the aws target, once: planned, made, changed, operated, destroyed. An emulator plays AWS.

The users have the documented policies and nothing else. The emulator enforces most of IAM; what it does not is caught
by Terraform's own log: whatever Terraform asks of AWS must be an action of the policies.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from finpulse_cli.targets.aws.identity import caller_identity
from finpulse_cli.targets.aws.leftovers import leftovers
from finpulse_cli.targets.aws.names import StackNames
from finpulse_cli.targets.aws.permissions import missing_actions
from finpulse_cli.targets.aws.policy import needs_of, read_policy
from finpulse_cli.targets.aws.state_bucket import bucket_name
from finpulse_cli.targets.aws.state_object import state_key
from finpulse_cli.targets.embedded.ministack import flush_lake
from finpulse_cli.targets.embedded.root_key import SECRET
from tests.aws.actions import POLICIES, actions_of_log, allowed, policy
from tests.aws.users import NAME, User, make_user
from tests.e2e.sandbox import Sandbox
from tests.emulator import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEPLOY = ("deploy-policy-1", "deploy-policy-2")
PLAN = "plan-policy"
OPERATE = "operator-policy"
ACCOUNT = "000000000000"
BUCKET = bucket_name(ACCOUNT, REGION)
NAMES = StackNames(NAME, ACCOUNT, REGION)


@pytest.fixture(scope="module")
def ada(sandbox: Sandbox) -> User:
    """Deploys."""
    return make_user(sandbox, "ada", *DEPLOY, home=sandbox.home)


@pytest.fixture(scope="module")
def paul(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> User:
    """Plans, on another machine."""
    return make_user(sandbox, "paul", PLAN, home=tmp_path_factory.mktemp("paul"))


@pytest.fixture(scope="module")
def olga(sandbox: Sandbox) -> User:
    """Operates what is there."""
    return make_user(sandbox, "olga", OPERATE, home=sandbox.home)


@pytest.fixture(scope="module")
def deployed(ada: User) -> Iterator[dict[str, Any]]:
    """What `up` tells of the stack, which is gone afterwards, whatever became of it."""
    made = ada.cli.start("up", "--aws", "--yes", "--json").finish(0, 1)
    try:
        assert made.stdout, made.stderr
        yield json.loads(made.stdout) | {"said": made.stderr}
    finally:
        ada.cli.start("down", "--aws", "--purge", "--yes").finish(0, 4)


@pytest.fixture(scope="module")
def purged(ada: User, deployed: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `down --purge` shows of a stack that was there, on a machine that has nothing of it."""
    assert deployed
    return ada.at(tmp_path_factory.mktemp("elsewhere")).run("down", "--aws", "--purge", "--yes").stdout


def buckets(sandbox: Sandbox) -> set[str]:
    return {bucket["Name"] for bucket in sandbox.clients.s3.list_buckets()["Buckets"]}


def not_in(names: tuple[str, ...], asked: set[str]) -> list[str]:
    """The actions that these policies do not allow."""
    return sorted(action for action in asked if not allowed(policy(*names), action))


def refused(*attempts: Callable[[], object]) -> None:
    """Expects that none of it is allowed."""
    for attempt in attempts:
        with pytest.raises(ClientError, match=r"AccessDenied|not authorized"):
            attempt()


def test_a_plan_shows_nothing_local_and_changes_nothing(sandbox: Sandbox, ada: User) -> None:
    before = buckets(sandbox)

    [plan] = ada.cli.json("up", "--aws", "--plan")

    assert plan["account"] == ACCOUNT
    assert plan["region"] == REGION
    assert plan["monthly_usd"] > 0
    assert plan["changes"] == {"add": len(plan["resources"]), "change": 0, "remove": 0}
    addresses = {resource["address"] for resource in plan["resources"]}
    assert {"aws_kinesis_stream.quotes", "aws_s3_bucket.lake", "aws_cloudfront_distribution.dashboard[0]"} <= addresses
    assert not [address for address in addresses if "sqs" in address or "inbox" in address]
    assert buckets(sandbox) == before
    assert leftovers(sandbox.clients, NAMES).proven_clean


def test_who_has_only_half_of_the_policies_is_told_before_anything_is_made(
    sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    half = make_user(sandbox, "half", "deploy-policy-2", home=tmp_path_factory.mktemp("half"))
    before = buckets(sandbox)

    told = half.cli.run("up", "--aws", "--yes", code=1).stderr

    assert "user/half may not do what this needs: " in told
    assert "athena:CreateWorkGroup" in told
    assert "docs/aws/deploy-policy-1.json" in told
    assert buckets(sandbox) == before


def test_the_deployer_lacks_nothing(ada: User) -> None:
    me = caller_identity(ada.clients.sts)
    needs = [need for name in DEPLOY for need in needs_of(read_policy(POLICIES / f"{name}.json", me, REGION, NAME))]

    assert missing_actions(ada.clients.iam, me, needs, print) == []


def test_up_tells_account_plan_and_cost_then_makes_all_of_it(deployed: dict[str, Any], ada: User) -> None:
    for text in (f"{ACCOUNT} (arn:aws:iam::{ACCOUNT}:user/ada)", " to create", "about USD ", f"s3://{BUCKET}/{NAME}"):
        assert text in deployed["said"]
    assert deployed["target"] == "aws"
    assert deployed["lake"] == f"s3://{NAMES.lake_bucket}"
    assert deployed["dashboard"].startswith("https://")
    assert {"index.html", "config.json"} <= {
        item["Key"] for item in ada.clients.s3.list_objects_v2(Bucket=NAMES.dashboard_bucket)["Contents"]
    }


def test_the_stack_holds_nothing_that_only_a_laptop_needs(sandbox: Sandbox, deployed: dict[str, Any]) -> None:
    assert deployed
    text = sandbox.clients.s3.get_object(Bucket=BUCKET, Key=state_key(NAME))["Body"].read().decode()

    state = json.loads(text)
    assert not {resource["type"] for resource in state["resources"] if "sqs" in resource["type"]}
    assert {key for key, output in state["outputs"].items() if output["value"] is None} <= {"alert_inbox_url"}
    assert "https://www.alphavantage.co" in text
    emulator, quotes, page = (f"127.0.0.1:{sandbox.port + place}" for place in range(3))
    assert not [address for address in (emulator, quotes, page) if address in text]


def test_another_machine_with_the_plan_policy_sees_no_change(deployed: dict[str, Any], paul: User) -> None:
    assert deployed
    [plan] = paul.cli.json("up", "--aws", "--plan")

    assert plan["changes"] == {"add": 0, "change": 0, "remove": 0}
    assert plan["resources"] == []
    asked = actions_of_log(paul.log)
    assert len(asked) > 50
    assert not_in((PLAN,), asked) == []


def test_a_planner_can_change_nothing(deployed: dict[str, Any], paul: User) -> None:
    assert deployed
    refused(
        lambda: paul.clients.kinesis.delete_stream(StreamName=f"{NAME}-quotes"),
        lambda: paul.clients.dynamodb.delete_table(TableName=f"{NAME}-anomalies"),
        lambda: paul.clients.s3.delete_object(Bucket=NAMES.dashboard_bucket, Key="config.json"),
        lambda: paul.clients.s3.put_object(Bucket=BUCKET, Key=state_key(NAME), Body=b"{}"),
        lambda: paul.clients.iam.delete_role(RoleName=f"{NAME}-query"),
    )


def test_a_deployer_may_not_touch_the_state_of_another_stack(deployed: dict[str, Any], ada: User) -> None:
    assert deployed
    refused(lambda: ada.clients.s3.put_object(Bucket=BUCKET, Key=state_key("finpulse"), Body=b"{}"))


def test_a_stack_that_is_there_is_refused_to_a_second_state(sandbox: Sandbox, deployed: dict[str, Any]) -> None:
    """The embedded stack is one to this account: its state is not in the bucket."""
    assert deployed
    root = Sandbox(
        sandbox.home,
        sandbox.port,
        {
            "FINPULSE_AWS_ENDPOINT_URL": sandbox.endpoint,
            "AWS_ACCESS_KEY_ID": sandbox.emulator.root,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        },
    )

    told = root.run("up", "--aws", "--yes", code=1).stderr

    assert "already has a stack 'finpulse'" in told
    assert "TF_VAR_name" in told


def test_a_second_up_changes_only_what_was_asked_for(deployed: dict[str, Any], ada: User) -> None:
    assert deployed
    told = ada.with_variables(TF_VAR_tags='{"team":"data"}', TF_VAR_log_retention_days="30").run("up", "--aws", "--yes")

    assert " to change" in told.stderr
    assert not [word for word in (" to create", " to destroy", " to replace") if word in told.stderr]
    assert "0 files sent" in told.stderr
    group = ada.clients.logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{NAME}-aggregator")["logGroups"][0]
    assert group["retentionInDays"] == 30


def test_all_is_well_and_the_schedule_is_off_as_it_was_asked_to_be(deployed: dict[str, Any], olga: User) -> None:
    assert deployed
    status = json.loads(olga.cli.run("status", "--aws", "--json").stdout)

    assert status["target"] == "aws"
    assert status["healthy"]
    assert (
        next(part for part in status["parts"] if part["name"] == f"schedule {NAME}-ingest")["detail"][:8] == "DISABLED"
    )
    assert status["lag"]


def test_a_replay_finds_what_it_must(deployed: dict[str, Any], olga: User) -> None:
    assert deployed
    summary = json.loads(olga.cli.run("replay", "flash-crash", "--run", "aws", "--aws", "--expect", "--json").stdout)

    assert summary["events_sent"] == summary["prices_written"] == 240
    assert summary["anomalies"] > 0


def test_what_came_in_can_be_read(deployed: dict[str, Any], sandbox: Sandbox, olga: User) -> None:
    assert deployed
    cli = olga.cli
    [newest] = cli.json("anomalies", "--aws", "--limit", "1")
    assert newest["event_id"] in cli.run("anomalies", "explain", newest["event_id"], "--aws").stdout
    flush_lake(sandbox.port)
    of = ["--feed", "flash-crash.aws"]
    for kind in (["prices", *of], ["candles", *of], ["anomalies"], ["stream"], ["lake", "--events"]):
        assert len(cli.json("tail", *kind, "--aws", "--limit", "2")) == 2
    assert cli.json("tail", "quarantine", "--aws") == []
    question = "SELECT count(*) AS n FROM raw_events WHERE feed = 'flash-crash.aws'"
    assert cli.json("query", question, "--aws") == [{"n": 240}]
    assert "candles_written" in cli.run("logs", "aggregator", "--aws").stdout
    assert len(cli.run("status", "--show-token", "--aws").stdout.strip()) == 43


def test_an_operator_can_change_nothing_about_the_stack(deployed: dict[str, Any], olga: User) -> None:
    assert deployed
    refused(
        lambda: olga.clients.kinesis.delete_stream(StreamName=f"{NAME}-quotes"),
        lambda: olga.clients.functions.delete_function(FunctionName=f"{NAME}-aggregator"),
        lambda: olga.clients.s3.delete_object(Bucket=BUCKET, Key=state_key(NAME)),
        lambda: olga.clients.ssm.get_parameter(Name=f"/{NAME}/alpha-vantage-key", WithDecryption=True),
    )


def test_the_dashboard_is_the_hosted_one(deployed: dict[str, Any], olga: User) -> None:
    assert olga.cli.json("dashboard", "--aws", "--no-open") == [{"url": deployed["dashboard"]}]


def test_it_is_the_same_as_embedded(deployed: dict[str, Any], olga: User) -> None:
    assert deployed
    [told] = olga.cli.json("parity", "embedded", "aws")

    assert told["targets"] == ["embedded", "aws"]
    assert told["equal"] is True
    counted = {part["part"]: part["items"] for part in told["parts"]}
    for part in ("live_prices", "price_candles", "lake"):
        assert counted[part] == {"embedded": 240, "aws": 240}


def test_a_purge_proves_that_nothing_is_left(purged: str, sandbox: Sandbox) -> None:
    assert "not checked" not in purged
    assert leftovers(sandbox.clients, NAMES).proven_clean
    assert BUCKET not in buckets(sandbox)


def test_a_second_purge_says_that_there_is_nothing(purged: str, ada: User) -> None:
    assert purged
    assert "there is no state of a stack" in ada.cli.run("down", "--aws", "--purge", "--yes", code=4).stderr


def test_everything_that_terraform_asked_for_is_in_the_deploy_policies(purged: str, ada: User) -> None:
    assert purged
    asked = actions_of_log(ada.log)

    assert len(asked) > 140
    assert not_in(DEPLOY, asked) == []
