"""The aws target: an emulator plays the account where one is asked, nothing answers where none may be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.target import Capability
from finpulse_cli.stack.terraform.stage import LEFT_STATE_FILE
from finpulse_cli.targets.aws import state_bucket
from finpulse_cli.targets.aws import target as module
from finpulse_cli.targets.aws.names import StackNames
from finpulse_cli.targets.aws.state_object import remove_state, state_key
from finpulse_cli.targets.aws.target import AwsTarget
from finpulse_cli.targets.aws.upload import Site, Uploaded
from tests.e2e.sandbox import PROJECT
from tests.emulator import ROOT, Emulator
from tests.unit.targets.outputs import OUTPUTS

REGION = "eu-north-1"  # a state bucket of these tests' own
NAME = "target-test"
KEYS = {"AWS_ACCESS_KEY_ID": ROOT, "AWS_SECRET_ACCESS_KEY": ROOT, "AWS_REGION": REGION, "TF_VAR_name": NAME}
REAL = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": REGION}
STACK = StackOutputs.parse(OUTPUTS)


def quiet(_line: str) -> None:
    """Nobody reads along."""


def target(tmp_path: Path, endpoint_url: str | None, environ: dict[str, str]) -> AwsTarget:
    return AwsTarget(Project(PROJECT), TargetHome(tmp_path / "aws"), environ, endpoint_url)


@pytest.fixture
def aws(emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsTarget]:
    """The target on an emulator, without a dashboard to build; afterwards without its state."""
    monkeypatch.setattr(module, "build_if_needed", lambda *_arguments: None)
    made = target(tmp_path, emulator.endpoint, KEYS)
    yield made
    remove_state(made.clients.s3, made.identity, REGION, state_key(NAME))


def put_state(aws: AwsTarget, **state: object) -> None:
    """A state as Terraform leaves it."""
    bucket = state_bucket.bucket_name(aws.identity.account, REGION)
    aws.clients.s3.put_object(Bucket=bucket, Key=state_key(NAME), Body=json.dumps(state).encode())


def buckets(aws: AwsTarget) -> set[str]:
    return {bucket["Name"] for bucket in aws.clients.s3.list_buckets()["Buckets"]}


def test_names_come_from_the_variable_that_terraform_reads(emulator: Emulator, tmp_path: Path) -> None:
    assert target(tmp_path, emulator.endpoint, KEYS).names.lake_bucket == f"{NAME}-lake-000000000000-{REGION}"
    assert target(tmp_path, emulator.endpoint, KEYS | {"TF_VAR_name": " "}).names.name == "finpulse"


def test_a_look_at_the_account_changes_nothing(aws: AwsTarget) -> None:
    before, said = buckets(aws), list[str]()

    aws.start(said.append)

    assert buckets(aws) == before
    assert aws.terraform_backend() is None
    assert said[0] == f"account 000000000000, region {REGION}, as {aws.identity.arn}"
    assert not aws.home.root.exists()


def test_what_bears_the_stacks_names_already_is_refused_until_the_state_knows_it(aws: AwsTarget) -> None:
    topic = aws.clients.sns.create_topic(Name=f"{NAME}-alerts")["TopicArn"]
    try:
        with pytest.raises(FailedError, match=f"already has a stack '{NAME}'"):
            aws.start(quiet)
        aws.prepare(quiet)
        put_state(aws, resources=[{}])
        aws.start(quiet)
    finally:
        aws.clients.sns.delete_topic(TopicArn=topic)


def test_a_stack_whose_state_was_left_on_this_machine_is_ours(aws: AwsTarget) -> None:
    assert not aws.has_state()
    aws.home.terraform_dir.mkdir(parents=True)
    (aws.home.terraform_dir / LEFT_STATE_FILE).write_text("{}")
    topic = aws.clients.sns.create_topic(Name=f"{NAME}-alerts")["TopicArn"]
    try:
        aws.start(quiet)
    finally:
        aws.clients.sns.delete_topic(TopicArn=topic)
    assert aws.has_state()


@pytest.mark.parametrize("looks", [True, False])
def test_only_what_will_be_done_must_be_allowed(looks: bool, aws: AwsTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    monkeypatch.setattr(
        module,
        "require_actions",
        lambda _iam, _me, needs, _report: asked.update(action for need in needs for action in need.actions),
    )
    if looks:
        aws.only_look()

    aws.start(quiet)

    assert "kinesis:DescribeStreamSummary" in asked
    assert ("kinesis:CreateStream" in asked) is not looks


def test_who_may_not_deploy_is_told_before_anything_is_made(aws: AwsTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise FailedError("you may not")

    monkeypatch.setattr(module, "require_actions", refuse)
    before = buckets(aws)

    with pytest.raises(FailedError, match="you may not"):
        aws.start(quiet)
    assert buckets(aws) == before


def test_the_state_is_kept_in_a_bucket_once_it_was_prepared(aws: AwsTarget, emulator: Emulator) -> None:
    assert aws.terraform_backend() is None
    aws.prepare(quiet)

    wanted = {
        "bucket": f"finpulse-state-000000000000-{REGION}",
        "key": f"{NAME}/terraform.tfstate",
        "region": REGION,
        "encrypt": True,
        "use_lockfile": True,
        "endpoints": {"s3": emulator.endpoint, "sts": emulator.endpoint},
        "use_path_style": True,
    }
    assert aws.terraform_backend() == {"s3": wanted}
    assert aws.state_place == f"s3://{wanted['bucket']}/{wanted['key']}"
    again = target(aws.home.root, emulator.endpoint, KEYS)
    assert again.terraform_backend() == {"s3": wanted}


def test_on_aws_itself_the_state_has_no_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = signed_in(tmp_path, monkeypatch)

    backend: Any = real.terraform_backend()

    assert set(backend["s3"]) == {"bucket", "key", "region", "encrypt", "use_lockfile"}
    assert "AWS_ENDPOINT_URL" not in real.terraform_environment(REAL | {"PATH": "/bin"}, None)
    assert real.capabilities == (Capability("AWS", native=True, detail="all of it, in your account"),)
    assert (real.is_alive(), real.has_died(), real.processes(), real.reconcile(quiet)) == (True, False, [], False)


def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsTarget:
    """The target on AWS itself, where nothing is asked: it is known who is signed in, and that there is a bucket."""
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    made = target(tmp_path, None, REAL)
    monkeypatch.setattr(module, "who", lambda _sts: None)
    monkeypatch.setattr(state_bucket, "exists", lambda *_arguments: True)
    monkeypatch.setattr(AwsTarget, "names", StackNames("finpulse", "111122223333", REGION))
    return made


@pytest.mark.parametrize(
    ("given", "built"), [(None, True), ("", True), ("true", True), (" TRUE ", True), ("false", False), ("0", False)]
)
def test_the_dashboard_is_built_before_anything_is_made_where_it_is_hosted(
    given: str | None, built: bool, aws: AwsTarget, emulator: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    monkeypatch.setattr(module, "build_if_needed", lambda *_arguments: seen.append(buckets(aws)))
    before = buckets(aws)
    environ = KEYS if given is None else KEYS | {"TF_VAR_dashboard_hosting": given}

    target(tmp_path, emulator.endpoint, environ).prepare(quiet)

    assert seen == ([before] if built else [])


def test_the_zips_have_the_same_path_on_every_machine(tmp_path: Path) -> None:
    one, other = (target(tmp_path / machine, "http://127.0.0.1:1", KEYS) for machine in ("laptop", "pipeline"))

    assert one.terraform_variables({}) == other.terraform_variables({})
    folder = one.home.terraform_dir / str(one.terraform_variables({})["lambda_zip_dir"])
    assert folder.resolve() == one.home.lambdas


def test_the_users_word_on_hosting_wins(emulator: Emulator, tmp_path: Path) -> None:
    aws = target(tmp_path, emulator.endpoint, KEYS)

    assert aws.terraform_variables({}) == {
        "region": REGION, "lambda_zip_dir": "../lambdas", "dashboard_hosting": True
    }  # fmt: skip
    assert aws.terraform_variables({"TF_VAR_dashboard_hosting": ""})["dashboard_hosting"] is True
    assert "dashboard_hosting" not in aws.terraform_variables({"TF_VAR_dashboard_hosting": "false"})


def test_the_page_is_uploaded_where_the_stack_hosts_one(aws: AwsTarget, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads: list[Any] = []

    def upload(*arguments: Any) -> Any:
        uploads.append(arguments[2:4])
        return Uploaded(sent=3, unchanged=4, deleted=1, invalidated=2)

    monkeypatch.setattr(module, "upload", upload)
    said: list[str] = []
    aws.settle(STACK, said.append)
    assert (uploads, said) == ([], [])

    aws.settle(replace(STACK, dashboard_bucket="pages", dashboard_distribution_id="E1"), said.append)

    assert uploads == [(PROJECT / "frontend" / "dist", Site("pages", "E1"))]
    assert said == ["dashboard uploaded: 3 files sent, 4 unchanged, 1 removed"]


def test_a_stack_is_known_by_its_state_from_any_machine(aws: AwsTarget) -> None:
    with pytest.raises(MissingError, match=f"no stack '{NAME}' is provisioned") as missing:
        aws.outputs()
    assert "TF_VAR_name" in (missing.value.next_action or "")
    aws.prepare(quiet)
    put_state(aws, outputs={name: {"value": value} for name, value in OUTPUTS.items()})

    assert aws.outputs() == STACK


def test_a_purge_forgets_state_bucket_and_folder(aws: AwsTarget) -> None:
    aws.prepare(quiet)
    put_state(aws, resources=[])
    aws.home.root.mkdir()
    assert aws.has_state()

    aws.purge(quiet)

    assert not aws.home.root.exists()
    assert state_bucket.bucket_name("000000000000", REGION) not in buckets(aws)
    assert not aws.has_state()


@pytest.mark.parametrize("slash", ["", "/"])
def test_apis_are_reached_at_their_own_address_or_below_the_emulators(slash: str, tmp_path: Path) -> None:
    trial = target(tmp_path, f"http://127.0.0.1:4800{slash}", KEYS)
    assert trial.api_url(STACK) == "http://127.0.0.1:4800/_aws/execute-api/abcd1234"
    assert trial.websocket_url(STACK) == "ws://127.0.0.1:4800/_aws/execute-api/wxyz5678/live"
    assert "http://127.0.0.1:4800 stands in" in trial.capabilities[0].detail

    real = target(tmp_path, None, REAL)
    assert real.api_url(STACK) == STACK.api_url
    assert real.websocket_url(STACK) == STACK.websocket_url


def test_terraform_works_with_the_credentials_that_were_shown(emulator: Emulator, tmp_path: Path) -> None:
    aws = target(tmp_path, emulator.endpoint, KEYS | {"AWS_SESSION_TOKEN": "token"})

    assert aws.access == Access(emulator.endpoint, REGION, ROOT, ROOT, "token")
    made = aws.terraform_environment({"PATH": "/bin", "AWS_PROFILE": "work"}, None)
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
    monkeypatch.setattr(module, "build_if_needed", build)
    for asked in ("start", "prepare"):
        with pytest.raises(FailedError, match="'test' is one of an emulator"):
            getattr(target(tmp_path, None, KEYS), asked)(quiet)


def test_an_emulator_elsewhere_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="names no emulator on this machine"):
        target(tmp_path, "http://10.0.0.7:4566", KEYS).start(quiet)
