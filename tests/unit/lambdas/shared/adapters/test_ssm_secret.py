"""The key in SSM, with botocore's own stub in place of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.errors import DependencyError, SettingsError

if TYPE_CHECKING:
    from botocore.stub import Stubber
    from mypy_boto3_ssm import SSMClient

SERVICE = "ssm"
NAME = "/finpulse/alpha-vantage-key"
EXPECTED = {"Name": NAME, "WithDecryption": True}


def answer(stubber: Stubber, value: str) -> None:
    stubber.add_response("get_parameter", {"Parameter": {"Name": NAME, "Value": value}}, EXPECTED)


def test_the_parameter_is_read_decrypted_once(client: SSMClient, stubber: Stubber) -> None:
    answer(stubber, "secret\n")
    secret = SsmSecret(lambda: client, NAME)
    assert [secret.value(), secret.value()] == ["secret", "secret"]


def test_nothing_is_asked_before_the_secret_is_needed() -> None:
    def no_client() -> SSMClient:
        raise AssertionError("asked for a client")

    SsmSecret(no_client, NAME)


def test_refresh_reads_again(client: SSMClient, stubber: Stubber) -> None:
    answer(stubber, "old")
    answer(stubber, "new")
    secret = SsmSecret(lambda: client, NAME)
    assert [secret.value(), secret.refresh(), secret.value()] == ["old", "new", "new"]


def test_a_failed_refresh_keeps_the_old_value(client: SSMClient, stubber: Stubber) -> None:
    answer(stubber, "old")
    stubber.add_client_error("get_parameter", "ThrottlingException", expected_params=EXPECTED)
    secret = SsmSecret(lambda: client, NAME)
    secret.value()
    with pytest.raises(DependencyError, match="ThrottlingException"):
        secret.refresh()
    assert secret.value() == "old"


def test_a_missing_parameter_names_the_next_action(client: SSMClient, stubber: Stubber) -> None:
    stubber.add_client_error("get_parameter", "ParameterNotFound", expected_params=EXPECTED)
    with pytest.raises(SettingsError, match=f"no SSM parameter {NAME}: create it as a SecureString"):
        SsmSecret(lambda: client, NAME).value()


def test_an_empty_parameter_names_the_next_action(client: SSMClient, stubber: Stubber) -> None:
    answer(stubber, " ")
    with pytest.raises(SettingsError, match="is empty"):
        SsmSecret(lambda: client, NAME).value()


def test_a_refusal_of_ssm_is_a_failing_dependency(client: SSMClient, stubber: Stubber) -> None:
    stubber.add_client_error("get_parameter", "AccessDeniedException", expected_params=EXPECTED)
    with pytest.raises(DependencyError, match=f"{NAME}: AccessDeniedException"):
        SsmSecret(lambda: client, NAME).value()


def test_an_ssm_out_of_reach_is_a_failing_dependency() -> None:
    def client() -> SSMClient:
        raise EndpointConnectionError(endpoint_url="https://ssm")

    with pytest.raises(DependencyError, match="could not be asked"):
        SsmSecret(client, NAME).value()
