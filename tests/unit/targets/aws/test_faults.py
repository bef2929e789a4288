"""Every complaint of AWS and its SDK becomes an error that names the next action."""

from __future__ import annotations

import pytest
from botocore import exceptions as sdk

from finpulse_cli.core.errors import ExitCode, FailedError, MissingError
from finpulse_cli.targets.aws.faults import as_cli_error, explained, is_missing
from tests.unit.targets.aws.stubs import refusal

URL = "https://sts.eu-west-9.amazonaws.com/"


@pytest.mark.parametrize(
    ("error", "kind", "fix"),
    [
        (sdk.NoCredentialsError(), MissingError, "aws configure"),
        (sdk.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), MissingError, "aws configure"),
        (sdk.ProfileNotFound(profile="prod"), MissingError, "aws configure list-profiles"),
        (sdk.SSOTokenLoadError(error_msg="gone"), FailedError, "aws sso login"),
        (sdk.UnauthorizedSSOTokenError(), FailedError, "aws sso login"),
        (sdk.TokenRetrievalError(provider="sso", error_msg="gone"), FailedError, "aws sso login"),
        (sdk.LoginRefreshRequired(), FailedError, "aws login"),
        (sdk.CredentialRetrievalError(provider="custom-process", error_msg="1"), FailedError, "get-caller-identity"),
        (sdk.ConfigParseError(path="~/.aws/config"), FailedError, "~/.aws/config"),
        (sdk.NoRegionError(), MissingError, "AWS_REGION"),
        (sdk.InvalidRegionError(region_name="eu west"), FailedError, "AWS_REGION"),
        (sdk.EndpointConnectionError(endpoint_url=URL), FailedError, "region's name"),
        (sdk.ConnectTimeoutError(endpoint_url=URL), FailedError, "region's name"),
        (sdk.ProxyConnectionError(proxy_url="http://proxy"), FailedError, "HTTPS_PROXY"),
        (refusal("ExpiredToken"), FailedError, "sign in again"),
        (refusal("ExpiredTokenException"), FailedError, "sign in again"),
        (refusal("InvalidClientTokenId", status=403), FailedError, "AWS_ACCESS_KEY_ID"),
        (refusal("UnrecognizedClientException"), FailedError, "AWS_ACCESS_KEY_ID"),
        (refusal("SignatureDoesNotMatch", status=403), FailedError, "clock"),
        (refusal("RequestTimeTooSkewed", status=403), FailedError, "clock"),
        (refusal("AccessDenied", status=403), FailedError, "docs/aws/deploy-policy-1.json"),
        (refusal("OptInRequired"), FailedError, "sign-up"),
        (refusal("Throttling"), FailedError, "run this again"),
    ],
)
def test_every_complaint_names_the_next_action(error: Exception, kind: type, fix: str) -> None:
    shown = as_cli_error(error, "look")  # type: ignore[arg-type]

    assert type(shown) is kind
    assert fix in (shown.next_action or "")


def test_what_is_missing_exits_4_and_what_is_refused_exits_1() -> None:
    assert as_cli_error(sdk.NoCredentialsError(), "look").exit_code is ExitCode.MISSING
    assert as_cli_error(refusal("AccessDenied"), "look").exit_code is ExitCode.FAILED


def test_a_refusal_keeps_the_words_of_aws_and_the_operation() -> None:
    shown = as_cli_error(refusal("AccessDenied", "User: ada is not authorized", operation="CreateTable"), "make it")

    assert shown.message == "could not make it: CreateTable was refused (AccessDenied): User: ada is not authorized"


def test_an_unreachable_address_is_named() -> None:
    assert URL in as_cli_error(sdk.EndpointConnectionError(endpoint_url=URL), "look").message


def test_explained_lets_other_errors_through_as_they_are() -> None:
    with pytest.raises(KeyError), explained("look"):
        raise KeyError("ours")
    with pytest.raises(MissingError), explained("look"):
        raise sdk.NoCredentialsError


@pytest.mark.parametrize(
    ("error", "missing"),
    [
        (refusal("404", status=404), True),
        (refusal("ResourceNotFoundException"), True),
        (refusal("NoSuchEntity", status=404), True),
        (refusal("403", status=403), False),
    ],
)
def test_what_is_not_there_is_told_from_what_is_refused(error: sdk.ClientError, missing: bool) -> None:
    assert is_missing(error) is missing
