"""What Terraform sees of the user's environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from finpulse_cli.stack.clients import Access
from finpulse_cli.stack.terraform.environment import aws_environment, local_environment

ACCESS = Access("http://127.0.0.1:4800", "us-east-1", "test", "test")
REAL = Access(None, "eu-west-1", "ASIAIOSFODNN7EXAMPLE", "secret", "token")
Environment = Callable[[Access, Mapping[str, str], Path | None], dict[str, str]]


@pytest.mark.parametrize(
    "name",
    [
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT_URL_S3",
        "S3_ENDPOINT",
        "TF_CLI_ARGS",
        "TF_WORKSPACE",
        "TF_DATA_DIR",
        "DRY_RUN",
        "USE_EXEC",
        "TF_CMD",
        "SECRET",
    ],
)
def test_what_could_change_target_or_meaning_stays_out(name: str) -> None:
    assert name not in local_environment(ACCESS, {name: "x"}, None)
    assert aws_environment(REAL, {name: "x"}, None).get(name) != "x"


def test_endpoint_region_and_credentials_are_the_targets() -> None:
    user = {"AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_ENDPOINT_URL": "http://elsewhere", "AWS_REGION": "eu-west-1"}

    made = local_environment(ACCESS, user, None)

    assert made["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4800"
    assert made["AWS_ACCESS_KEY_ID"] == "test"
    assert made["AWS_REGION"] == made["AWS_DEFAULT_REGION"] == "us-east-1"
    assert made["S3_HOSTNAME"] == "127.0.0.1"


@pytest.mark.parametrize("environment", [local_environment, aws_environment])
def test_variables_of_the_stack_pass_unless_they_are_empty(environment: Environment) -> None:
    made = environment(ACCESS, {"TF_VAR_batch_size": "7", "TF_VAR_alert_email": ""}, None)

    assert made["TF_VAR_batch_size"] == "7"
    assert "TF_VAR_alert_email" not in made


@pytest.mark.parametrize("environment", [local_environment, aws_environment])
def test_terraforms_log_is_the_users_to_have(environment: Environment) -> None:
    assert environment(ACCESS, {"TF_LOG_PATH": "/tmp/log"}, None)["TF_LOG_PATH"] == "/tmp/log"  # noqa: S108


def test_on_aws_the_credentials_are_those_that_were_shown_and_no_others() -> None:
    user = {"AWS_ACCESS_KEY_ID": "AKIAOTHER", "AWS_SESSION_TOKEN": "other", "AWS_REGION": "us-east-1"}

    made = aws_environment(REAL, user | {"AWS_SHARED_CREDENTIALS_FILE": "/mine", "AWS_CONFIG_FILE": "/mine"}, None)

    assert made["AWS_ACCESS_KEY_ID"] == "ASIAIOSFODNN7EXAMPLE"
    assert made["AWS_SECRET_ACCESS_KEY"] == "secret"
    assert made["AWS_SESSION_TOKEN"] == "token"
    assert made["AWS_REGION"] == made["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert made["AWS_CONFIG_FILE"] == made["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_on_aws_no_endpoint_is_heeded_and_the_proxy_is() -> None:
    made = aws_environment(REAL, {"HTTPS_PROXY": "http://proxy", "AWS_ENDPOINT_URL": "http://elsewhere"}, None)

    assert not [name for name in made if name.startswith("AWS_ENDPOINT_URL")]
    assert made["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] == "true"
    assert made["HTTPS_PROXY"] == "http://proxy"
    assert "S3_HOSTNAME" not in made


def test_an_emulator_in_the_place_of_aws_is_the_only_endpoint() -> None:
    made = aws_environment(ACCESS, {"AWS_ENDPOINT_URL_S3": "http://elsewhere", "HTTP_PROXY": "http://proxy"}, None)

    assert [name for name in made if name.startswith("AWS_ENDPOINT_URL")] == ["AWS_ENDPOINT_URL"]
    assert made["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4800"
    assert "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" not in made
    assert "AWS_SESSION_TOKEN" not in made
    assert made["NO_PROXY"] == "127.0.0.1,localhost"


def test_the_way_through_the_network_is_the_users() -> None:
    user = {"HTTPS_PROXY": "http://proxy", "NO_PROXY": ".amazonaws.com", "AWS_CA_BUNDLE": "/company.pem"}

    assert user.items() <= aws_environment(REAL, user, None).items()
    assert "AWS_CA_BUNDLE" not in aws_environment(ACCESS, user, None)


def test_requests_to_this_machine_go_past_the_users_proxy() -> None:
    made = local_environment(ACCESS, {"HTTPS_PROXY": "http://proxy", "no_proxy": "intranet"}, None)

    assert made["HTTPS_PROXY"] == "http://proxy"
    assert made["NO_PROXY"] == made["no_proxy"] == "intranet,127.0.0.1,localhost"


def test_a_configuration_file_is_named_only_when_there_is_one(tmp_path: Path) -> None:
    user = {"TF_CLI_CONFIG_FILE": "/gone", "TF_PLUGIN_CACHE_DIR": str(tmp_path / "gone")}

    assert not {"TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR"} & set(local_environment(ACCESS, user, None))
    made = local_environment(ACCESS, {"TF_PLUGIN_CACHE_DIR": str(tmp_path)}, tmp_path / "rc")
    assert made["TF_CLI_CONFIG_FILE"] == str(tmp_path / "rc")
    assert made["TF_PLUGIN_CACHE_DIR"] == str(tmp_path)
