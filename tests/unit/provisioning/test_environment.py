"""What Terraform sees of the user's environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.aws import Access
from finpulse_cli.provisioning.environment import local_environment

ACCESS = Access("http://127.0.0.1:4800", "us-east-1", "test", "test")


@pytest.mark.parametrize(
    "name",
    [
        "AWS_PROFILE",
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


def test_endpoint_region_and_credentials_are_the_targets() -> None:
    user = {"AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_ENDPOINT_URL": "http://elsewhere", "AWS_REGION": "eu-west-1"}

    made = local_environment(ACCESS, user, None)

    assert made["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4800"
    assert made["AWS_ACCESS_KEY_ID"] == "test"
    assert made["AWS_REGION"] == made["AWS_DEFAULT_REGION"] == "us-east-1"
    assert made["S3_HOSTNAME"] == "127.0.0.1"


def test_variables_of_the_stack_pass() -> None:
    assert local_environment(ACCESS, {"TF_VAR_batch_size": "7"}, None)["TF_VAR_batch_size"] == "7"


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
