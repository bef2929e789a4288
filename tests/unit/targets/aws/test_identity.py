"""Who asks, and that nobody asks AWS with an emulator's key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import boto3
import pytest

from finpulse_cli.core.errors import CliError, FailedError, MissingError
from finpulse_cli.targets.aws.identity import (
    Identity,
    Kind,
    caller_identity,
    is_aws,
    open_session,
    require_credentials,
    require_region,
)
from tests.aws.clients import Key, emulator_clients
from tests.emulator import Emulator
from tests.unit.targets.aws.stubs import ACCOUNT, stubbed

REAL_KEY = "AKIAIOSFODNN7EXAMPLE"


def session(key: str | None) -> boto3.Session:
    """A session with this access key; with none it looks into the environment, which tests keep clean."""
    secret = "secret" if key else None
    return boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name="eu-west-1")


def answering(arn: str, account: str = ACCOUNT, endpoint_url: str | None = None) -> Any:
    sts, script = stubbed("sts", endpoint_url)
    script.add_response("get_caller_identity", {"Account": account, "Arn": arn, "UserId": "AIDA"})
    return sts


@pytest.mark.parametrize(
    ("arn", "partition", "kind"),
    [
        (f"arn:aws:iam::{ACCOUNT}:root", "aws", Kind.ROOT),
        (f"arn:aws:iam::{ACCOUNT}:user/team/ada", "aws", Kind.USER),
        (f"arn:aws-cn:sts::{ACCOUNT}:assumed-role/deploy/ci", "aws-cn", Kind.ROLE),
        (f"arn:aws-us-gov:sts::{ACCOUNT}:federated-user/ada", "aws-us-gov", Kind.FEDERATED),
    ],
)
def test_who_tells_account_partition_and_kind(arn: str, partition: str, kind: Kind) -> None:
    assert caller_identity(answering(arn)) == Identity(ACCOUNT, arn, partition, kind)


def test_a_refused_caller_is_told_why() -> None:
    sts, script = stubbed("sts")
    script.add_client_error("get_caller_identity", "ExpiredToken", "expired", 403)

    with pytest.raises(FailedError, match="session has expired") as refused:
        caller_identity(sts)
    assert "aws sso login" in (refused.value.next_action or "")


def test_an_emulator_in_the_name_of_aws_is_refused() -> None:
    sts = answering("arn:aws:iam::000000000000:root", "000000000000")

    with pytest.raises(FailedError, match="which only emulators have"):
        caller_identity(sts)


def test_an_emulator_under_its_own_address_is_known(emulator: Emulator) -> None:
    assert caller_identity(emulator_clients(emulator.endpoint).sts).kind is Kind.ROOT


def test_an_unknown_key_is_told_by_a_real_service(emulator: Emulator) -> None:
    with pytest.raises(FailedError, match="does not know this access key"):
        caller_identity(emulator_clients(emulator.endpoint, Key(REAL_KEY, "wrong")).sts)


@pytest.mark.parametrize(
    "key", ["test", "000000000000", "123456789012", "LKIAQAAAAAAAHFR7TQFJ", "LSIAQAAAAAAAHFR7", "foo"]
)
def test_an_emulators_key_is_never_sent_to_aws(key: str) -> None:
    for endpoint in (None, "https://sts.eu-west-1.amazonaws.com"):
        with pytest.raises(FailedError, match=re.escape(f"'{key}' is one of an emulator")):
            require_credentials(session(key), endpoint)
    require_credentials(session(key), "http://127.0.0.1:4566")


def test_a_real_key_passes() -> None:
    require_credentials(session(REAL_KEY))


def test_no_credentials_at_all_are_missing() -> None:
    with pytest.raises(MissingError, match="no AWS credentials") as missing:
        require_credentials(session(None))
    assert "AWS_PROFILE" in (missing.value.next_action or "")


def test_half_a_key_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", REAL_KEY)
    with pytest.raises(MissingError, match="half of the credentials is missing"):
        require_credentials(session(None))


def test_an_expired_sso_session_says_how_to_sign_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile work]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = deploy\n"
        "[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(CliError) as refused:
        require_credentials(open_session(lambda: boto3.Session(profile_name="work")))
    assert "aws sso login" in (refused.value.next_action or "")


def test_a_profile_that_does_not_exist_is_missing() -> None:
    with pytest.raises(MissingError, match="prod"):
        open_session(lambda: boto3.Session(profile_name="prod"))


@pytest.mark.parametrize(
    ("endpoint", "aws"),
    [
        (None, True),
        ("https://sts.eu-west-1.amazonaws.com", True),
        ("https://sts.cn-north-1.amazonaws.com.cn/", True),
        ("https://lambda.eu-west-1.api.aws", True),
        ("http://127.0.0.1:4566", False),
        ("http://localhost.localstack.cloud:4566", False),
        ("https://amazonaws.com.example.org", False),
    ],
)
def test_addresses_of_aws_are_told_from_others(endpoint: str | None, aws: bool) -> None:
    assert is_aws(endpoint) is aws


def test_a_region_must_be_there_and_look_like_one() -> None:
    assert require_region("ap-southeast-2") == "ap-southeast-2"
    assert require_region("us-gov-west-1") == "us-gov-west-1"
    with pytest.raises(MissingError, match="no AWS region is set"):
        require_region(None)
    with pytest.raises(FailedError, match="'virginia' is no AWS region"):
        require_region("virginia")
