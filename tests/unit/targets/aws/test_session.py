"""Where the aws target takes session, region and endpoint from, and where it never does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from finpulse_cli.stack.clients import Access, Clients
from finpulse_cli.targets.aws.session import VARIABLE, sign_in

if TYPE_CHECKING:
    from pathlib import Path

TRIAL = "http://127.0.0.1:4800"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}


def environment(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, str]:
    """These variables as boto3 sees them and as `sign_in` is given them."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return variables


@pytest.fixture
def profiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A user's AWS configuration with a profile `work`, whose endpoint is somebody else's."""
    config = tmp_path / "config"
    config.write_text(
        "[profile work]\nregion = eu-north-1\naws_access_key_id = AKIAWORKWORKWORKWORK\naws_secret_access_key = s\n"
        "endpoint_url = http://elsewhere:1\nservices = other\n"
        "[services other]\nsts =\n  endpoint_url = http://elsewhere:2\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    return config


def test_keys_with_their_token_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = environment(monkeypatch, **KEYS, AWS_SESSION_TOKEN="token", AWS_REGION="eu-west-1")

    access = sign_in(environ, None).access()

    assert access == Access(None, "eu-west-1", "AKIAIOSFODNN7EXAMPLE", "secret", "token")
    assert "secret" not in repr(access)
    assert "token" not in repr(access)


def test_a_profile_gives_keys_and_region(monkeypatch: pytest.MonkeyPatch, profiles: Path) -> None:
    assert profiles
    access = sign_in(environment(monkeypatch, AWS_PROFILE="work"), None).access()

    assert (access.access_key, access.region, access.endpoint_url) == ("AKIAWORKWORKWORKWORK", "eu-north-1", None)


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({}, "us-east-1"),
        ({"TF_VAR_region": "eu-west-3"}, "eu-west-3"),
        ({"TF_VAR_region": "eu-west-3", "AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-2"),
        ({"AWS_DEFAULT_REGION": "eu-west-2", "AWS_REGION": "eu-west-1"}, "eu-west-1"),
        ({"AWS_REGION": "", "TF_VAR_region": "eu-west-3"}, "eu-west-3"),
    ],
)
@pytest.mark.parametrize("endpoint", [None, TRIAL])
def test_the_region_is_the_nearest_that_is_named(variables: dict[str, str], region: str, endpoint: str | None) -> None:
    assert sign_in(KEYS | variables, endpoint).region == region


@pytest.mark.parametrize("endpoint", [None, TRIAL])
def test_what_is_no_region_is_told(endpoint: str | None) -> None:
    with pytest.raises(FailedError, match="'mars' is no AWS region"):
        sign_in(KEYS | {"AWS_REGION": "mars"}, endpoint)


def test_a_profile_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingError, match="nobody"):
        sign_in(environment(monkeypatch, AWS_PROFILE="nobody"), None)


def test_without_credentials_nothing_is_handed_to_terraform() -> None:
    with pytest.raises(MissingError, match="no AWS credentials") as missing:
        sign_in({}, None).access()
    assert "AWS_PROFILE" in (missing.value.next_action or "")


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS"])
@pytest.mark.parametrize("endpoint", [None, TRIAL])
def test_an_endpoint_that_was_left_over_is_refused(name: str, endpoint: str | None) -> None:
    with pytest.raises(UsageError, match=f"{name} is set to http://127.0.0.1:4566") as refused:
        sign_in(KEYS | {name: "http://127.0.0.1:4566"}, endpoint)
    assert VARIABLE in (refused.value.next_action or "")


def test_an_empty_endpoint_is_none() -> None:
    assert sign_in(KEYS | {"AWS_ENDPOINT_URL": " "}, None).endpoint_url is None


def test_a_profiles_endpoint_gets_no_request(monkeypatch: pytest.MonkeyPatch, profiles: Path) -> None:
    """Neither one of ours nor one that the SDK makes by itself, as it does to assume a profile's role."""
    assert profiles
    sign = sign_in(environment(monkeypatch, AWS_PROFILE="work"), None)

    for client in (Clients(lambda: sign.session, None).sts, sign.session.client("sts"), sign.session.client("s3")):
        assert "elsewhere" not in client.meta.endpoint_url
        assert client.meta.endpoint_url.endswith("amazonaws.com")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1:4566",
        "http://10.0.0.7:4566",
        "http://localhost.localstack.cloud:4566",
        "http://127.0.0.1.example.org",
        "http://somebody@127.0.0.1:4566",
        "127.0.0.1:4566",
        "",
    ],
)
def test_only_an_emulator_on_this_machine_stands_in_for_aws(endpoint: str) -> None:
    with pytest.raises(UsageError, match="names no emulator on this machine"):
        sign_in(KEYS, endpoint)


@pytest.mark.parametrize("endpoint", [TRIAL, "http://localhost:4566", "http://[::1]:4566"])
def test_a_trial_works_with_the_environments_keys(endpoint: str) -> None:
    access = sign_in(KEYS | {"AWS_SESSION_TOKEN": "token"}, endpoint).access()

    assert access == Access(endpoint, "us-east-1", "AKIAIOSFODNN7EXAMPLE", "secret", "token")


@pytest.mark.parametrize("half", [{}, {"AWS_ACCESS_KEY_ID": "test"}, {"AWS_SECRET_ACCESS_KEY": "test"}])
def test_a_trial_never_takes_a_profiles_keys(
    half: dict[str, str], monkeypatch: pytest.MonkeyPatch, profiles: Path
) -> None:
    assert profiles
    with pytest.raises(MissingError, match="no keys for the emulator"):
        sign_in(environment(monkeypatch, AWS_PROFILE="work", **half), TRIAL)
