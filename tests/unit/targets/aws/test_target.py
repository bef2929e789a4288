"""The aws target: an emulator plays the account where one is asked, nothing answers where none may be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Capability, Continuity, Target
from finpulse_cli.stack.terraform.stage import LEFT_STATE_FILE
from finpulse_cli.targets.aws import account as account_module
from finpulse_cli.targets.aws import account_lifecycle, hosted_dashboard, state_bucket
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.account_place import AccountPlace
from finpulse_cli.targets.aws.names import StackNames
from finpulse_cli.targets.aws.state_object import remove_state, state_key
from finpulse_cli.targets.aws.target import aws_target
from finpulse_cli.targets.aws.upload import Site, Uploaded
from tests.doubles.contexts import context
from tests.e2e.sandbox import PROJECT
from tests.emulator import ROOT, Emulator
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finpulse_cli.core.console import Report

REGION = "eu-north-1"  # a state bucket of these tests' own
NAME = "target-test"
KEYS = {"AWS_ACCESS_KEY_ID": ROOT, "AWS_SECRET_ACCESS_KEY": ROOT, "AWS_REGION": REGION, "TF_VAR_name": NAME}
REAL = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": REGION}
STACK = StackOutputs.parse(OUTPUTS)


def quiet(_line: str) -> None:
    """Nobody reads along."""


def target(tmp_path: Path, endpoint_url: str | None, environ: dict[str, str]) -> Target:
    return aws_target(context(folder=PROJECT, environ=environ), TargetHome(tmp_path / "aws"), endpoint_url)


def place_of(aws: Target) -> AccountPlace:
    """What is behind its parts."""
    assert isinstance(aws.place, AccountPlace)
    return aws.place


def prepare(aws: Target, report: Report = quiet) -> None:
    """Every step before an apply."""
    for step in aws.before_apply:
        step(report)


def settle(aws: Target, outputs: StackOutputs, report: Report) -> None:
    """Every step that follows an apply."""
    for step in aws.after_apply:
        step(outputs, report)


@pytest.fixture
def aws(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Target]:
    """The target on an emulator, without a dashboard to build; afterwards without its state."""
    monkeypatch.setattr(hosted_dashboard, "build_if_needed", lambda *_arguments: None)
    made = target(tmp_path, emulator.endpoint, KEYS)
    yield made
    remove_state(place_of(made).clients.s3, place_of(made).account.identity, REGION, state_key(NAME))


def put_state(aws: Target, **state: object) -> None:
    """A state as Terraform leaves it."""
    bucket = state_bucket.bucket_name(place_of(aws).account.identity.account, REGION)
    aws.place.clients.s3.put_object(Bucket=bucket, Key=state_key(NAME), Body=json.dumps(state).encode())


def buckets(aws: Target) -> set[str]:
    return {bucket["Name"] for bucket in aws.place.clients.s3.list_buckets()["Buckets"]}


def test_names_come_from_the_variable_that_terraform_reads(emulator: Emulator, tmp_path: Path) -> None:
    assert (
        place_of(target(tmp_path, emulator.endpoint, KEYS)).account.names.lake_bucket
        == f"{NAME}-lake-000000000000-{REGION}"
    )
    assert place_of(target(tmp_path, emulator.endpoint, KEYS | {"TF_VAR_name": " "})).account.names.name == "finpulse"


def test_a_look_at_the_account_changes_nothing(aws: Target) -> None:
    before, said = buckets(aws), list[str]()

    aws.lifecycle.start(said.append)

    assert buckets(aws) == before
    assert aws.root.backend() is None
    assert said[0] == f"account 000000000000, region {REGION}, as {place_of(aws).account.identity.arn}"
    assert not aws.home.root.exists()


def test_what_bears_the_stacks_names_already_is_refused_until_the_state_knows_it(aws: Target) -> None:
    topic = aws.place.clients.sns.create_topic(Name=f"{NAME}-alerts")["TopicArn"]
    try:
        with pytest.raises(FailedError, match=f"already has a stack '{NAME}'"):
            aws.lifecycle.start(quiet)
        prepare(aws)
        put_state(aws, resources=[{}])
        aws.lifecycle.start(quiet)
    finally:
        aws.place.clients.sns.delete_topic(TopicArn=topic)


def test_a_stack_whose_state_was_left_on_this_machine_is_ours(aws: Target) -> None:
    assert not place_of(aws).state.exists()
    aws.home.terraform_dir.mkdir(parents=True)
    (aws.home.terraform_dir / LEFT_STATE_FILE).write_text("{}")
    topic = aws.place.clients.sns.create_topic(Name=f"{NAME}-alerts")["TopicArn"]
    try:
        aws.lifecycle.start(quiet)
    finally:
        aws.place.clients.sns.delete_topic(TopicArn=topic)
    assert place_of(aws).state.exists()


@pytest.mark.parametrize("looks", [True, False])
def test_only_what_will_be_done_must_be_allowed(looks: bool, aws: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    monkeypatch.setattr(
        account_lifecycle,
        "require_actions",
        lambda _iam, _me, needs, _report: asked.update(action for need in needs for action in need.actions),
    )
    if looks:
        assert aws.review is not None
        aws.review.only_look()

    aws.lifecycle.start(quiet)

    assert "kinesis:DescribeStreamSummary" in asked
    assert ("kinesis:CreateStream" in asked) is not looks


def test_who_may_not_deploy_is_told_before_anything_is_made(aws: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise FailedError("you may not")

    monkeypatch.setattr(account_lifecycle, "require_actions", refuse)
    before = buckets(aws)

    with pytest.raises(FailedError, match="you may not"):
        aws.lifecycle.start(quiet)
    assert buckets(aws) == before


def test_the_state_is_kept_in_a_bucket_once_it_was_prepared(aws: Target, emulator: Emulator) -> None:
    assert aws.root.backend() is None
    prepare(aws)

    wanted = {
        "bucket": f"finpulse-state-000000000000-{REGION}",
        "key": f"{NAME}/terraform.tfstate",
        "region": REGION,
        "encrypt": True,
        "use_lockfile": True,
        "endpoints": {"s3": emulator.endpoint, "sts": emulator.endpoint},
        "use_path_style": True,
    }
    assert aws.root.backend() == {"s3": wanted}
    assert place_of(aws).state.location == f"s3://{wanted['bucket']}/{wanted['key']}"
    again = target(aws.home.root, emulator.endpoint, KEYS)
    assert again.root.backend() == {"s3": wanted}


def test_on_aws_itself_the_state_has_no_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = signed_in(tmp_path, monkeypatch)

    backend: Any = real.root.backend()

    assert set(backend["s3"]) == {"bucket", "key", "region", "encrypt", "use_lockfile"}
    assert "AWS_ENDPOINT_URL" not in real.root.environment(REAL | {"PATH": "/bin"}, None)
    assert real.capabilities() == (Capability("AWS", native=True, detail="all of it, in your account"),)
    assert (
        real.lifecycle.is_alive(),
        real.lifecycle.has_died(),
        real.lifecycle.processes(),
        real.lifecycle.reconcile(quiet),
    ) == (True, False, [], Continuity.BROKEN)


def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    """The target on AWS itself, where nothing is asked: it is known who is signed in, and that there is a bucket."""
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    made = target(tmp_path, None, REAL)
    monkeypatch.setattr(account_module, "caller_identity", lambda _sts: None)
    monkeypatch.setattr(state_bucket, "exists", lambda *_arguments: True)
    monkeypatch.setattr(Account, "names", StackNames("finpulse", "111122223333", REGION))
    return made


@pytest.mark.parametrize(
    ("given", "built"), [(None, True), ("", True), ("true", True), (" TRUE ", True), ("false", False), ("0", False)]
)
def test_the_dashboard_is_built_before_anything_is_made_where_it_is_hosted(
    given: str | None, built: bool, aws: Target, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    monkeypatch.setattr(hosted_dashboard, "build_if_needed", lambda *_arguments: seen.append(buckets(aws)))
    before = buckets(aws)
    environ = KEYS if given is None else KEYS | {"TF_VAR_dashboard_hosting": given}

    prepare(target(tmp_path, emulator.endpoint, environ))

    assert seen == ([before] if built else [])


def test_the_zips_have_the_same_path_on_every_machine(tmp_path: Path) -> None:
    one, other = (target(tmp_path / machine, "http://127.0.0.1:1", KEYS) for machine in ("laptop", "pipeline"))

    assert one.root.variables({}) == other.root.variables({})
    folder = one.home.terraform_dir / str(one.root.variables({})["lambda_zip_dir"])
    assert folder.resolve() == one.home.lambdas


def test_the_users_word_on_hosting_wins(emulator: Emulator, tmp_path: Path) -> None:
    aws = target(tmp_path, emulator.endpoint, KEYS)

    assert aws.root.variables({}) == {
        "region": REGION, "lambda_zip_dir": "../lambdas", "dashboard_hosting": True
    }  # fmt: skip
    assert aws.root.variables({"TF_VAR_dashboard_hosting": ""})["dashboard_hosting"] is True
    assert "dashboard_hosting" not in aws.root.variables({"TF_VAR_dashboard_hosting": "false"})


def test_the_page_is_uploaded_where_the_stack_hosts_one(aws: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads: list[Any] = []

    def upload(*arguments: Any) -> Any:
        uploads.append(arguments[2:4])
        return Uploaded(sent=3, unchanged=4, deleted=1, invalidated=2)

    monkeypatch.setattr(hosted_dashboard, "upload", upload)
    said: list[str] = []
    settle(aws, STACK, said.append)
    assert (uploads, said) == ([], [])

    settle(aws, replace(STACK, dashboard_bucket="pages", dashboard_distribution_id="E1"), said.append)

    assert uploads == [(PROJECT / "frontend" / "dist", Site("pages", "E1"))]
    assert said == ["dashboard uploaded: 3 files sent, 4 unchanged, 1 removed"]


def test_a_stack_is_known_by_its_state_from_any_machine(aws: Target) -> None:
    with pytest.raises(MissingError, match=f"no stack '{NAME}' is provisioned") as missing:
        aws.place.outputs()
    assert "TF_VAR_name" in (missing.value.next_action or "")
    prepare(aws)
    put_state(aws, outputs={name: {"value": value} for name, value in OUTPUTS.items()})

    assert aws.place.outputs() == STACK


def test_a_purge_forgets_state_bucket_and_folder(aws: Target) -> None:
    prepare(aws)
    put_state(aws, resources=[])
    aws.home.root.mkdir()
    assert place_of(aws).state.exists()

    aws.lifecycle.purge(quiet)

    assert not aws.home.root.exists()
    assert state_bucket.bucket_name("000000000000", REGION) not in buckets(aws)
    assert not place_of(aws).state.exists()


@pytest.mark.parametrize("slash", ["", "/"])
def test_apis_are_reached_at_their_own_address_or_below_the_emulators(slash: str, tmp_path: Path) -> None:
    trial = target(tmp_path, f"http://127.0.0.1:4800{slash}", KEYS)
    assert trial.place.addresses.api_url(STACK) == "http://127.0.0.1:4800/_aws/execute-api/abcd1234"
    assert trial.place.addresses.websocket_url(STACK) == "ws://127.0.0.1:4800/_aws/execute-api/wxyz5678/live"
    assert "http://127.0.0.1:4800 stands in" in trial.capabilities()[0].detail

    real = target(tmp_path, None, REAL)
    assert real.place.addresses.api_url(STACK) == STACK.api_url
    assert real.place.addresses.websocket_url(STACK) == STACK.websocket_url


def test_terraform_works_with_the_credentials_that_were_shown(emulator: Emulator, tmp_path: Path) -> None:
    aws = target(tmp_path, emulator.endpoint, KEYS | {"AWS_SESSION_TOKEN": "token"})

    assert aws.place.access == Access(emulator.endpoint, REGION, ROOT, ROOT, "token")
    made = aws.root.environment({"PATH": "/bin", "AWS_PROFILE": "work"}, None)
    assert (made["AWS_ENDPOINT_URL"], made["AWS_SESSION_TOKEN"]) == (emulator.endpoint, "token")
    assert "AWS_PROFILE" not in made


def test_an_emulators_key_never_leaves_for_aws_and_is_refused_before_other_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    def send(*_arguments: object) -> None:
        raise AssertionError("a request was sent")

    def build(*_arguments: object) -> None:
        raise AssertionError("the dashboard was built")

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", send)
    monkeypatch.setattr(hosted_dashboard, "build_if_needed", build)
    for asked in (lambda aws: aws.lifecycle.start(quiet), prepare):
        with pytest.raises(FailedError, match="'test' is one of an emulator"):
            asked(target(tmp_path, None, KEYS))


def test_an_emulator_elsewhere_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="names no emulator on this machine"):
        target(tmp_path, "http://10.0.0.7:4566", KEYS).lifecycle.start(quiet)
