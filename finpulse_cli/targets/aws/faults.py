"""What AWS and its SDK complain about, in words that name the next action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConfigNotFound,
    ConfigParseError,
    ConnectionError,  # noqa: A004
    CredentialRetrievalError,
    EndpointResolutionError,
    HTTPClientError,
    InfiniteLoopConfigError,
    InvalidConfigError,
    InvalidRegionError,
    LoginError,
    MissingDependencyException,
    NoAuthTokenError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
    UnknownEndpointError,
)

from finpulse_cli.core.aws_errors import error_code, error_message, http_status
from finpulse_cli.core.errors import CliError, FailedError, MissingError, to_run

DEPLOY_POLICY_FILES = ("docs/aws/deploy-policy-1.json", "docs/aws/deploy-policy-2.json")
DEPLOY_POLICY = " and ".join(DEPLOY_POLICY_FILES)
_SSO = "run `aws sso login` (with `--profile` if you use one), then this again"
_GIVE_KEYS = "run `aws configure`, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_GIVE_REGION = "set AWS_REGION (or `region` in the profile) to a region such as us-east-1"
_SESSION_OVER = "sign in again (`aws sso login` or `aws login`), or set fresh keys with their AWS_SESSION_TOKEN"
_NEW_KEY = (
    "check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN: a temporary key needs its token, a deleted key never works again, "
    "and a region that is not enabled in the account refuses every key"
)

_Explain = Callable[[Exception], CliError]


@contextmanager
def explained(doing: str) -> Iterator[None]:
    """Turn every complaint of AWS or its SDK meanwhile into a CliError; `doing` ends "could not ..."."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise as_cli_error(error, doing) from error


def as_cli_error(error: BotoCoreError | ClientError, doing: str) -> CliError:
    """Make a MissingError of credentials, profiles and regions that are not there, a FailedError of the rest."""
    if isinstance(error, ClientError):
        return _refusal(error, doing)
    for kinds, explain in _SDK:
        if isinstance(error, kinds):
            return explain(error)
    return FailedError(f"could not {doing}: {error}", to_run("doctor"))


def is_denied(error: ClientError) -> bool:
    """Return whether the caller lacks a permission."""
    return error_code(error) in _DENIED


def is_missing(error: ClientError) -> bool:
    """Return whether what was asked for is not there."""
    return http_status(error) == 404 or "NotFound" in error_code(error) or error_code(error) in ("404", "NoSuchEntity")


_DENIED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "AuthorizationErrorException",
        "UnauthorizedOperation",
    }
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"})
_UNKNOWN_KEY = frozenset(
    {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidToken", "AuthFailure"}
)
_BAD_SIGNATURE = frozenset(
    {"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature", "RequestTimeTooSkewed"}
)
_OPT_IN = frozenset({"OptInRequired", "SubscriptionRequiredException"})


def _refusal(error: ClientError, doing: str) -> CliError:
    """Make an error of what AWS refused. Its own words are kept: they name the action, the role or two times."""
    code, words = error_code(error), error_message(error)
    if code in _EXPIRED:
        return FailedError("the AWS session has expired", _SESSION_OVER)
    if code in _UNKNOWN_KEY:
        return FailedError(f"AWS does not know this access key ({code})", _NEW_KEY)
    if code in _BAD_SIGNATURE:
        return FailedError(
            f"AWS refused the signature ({code}): {words}",
            "check AWS_SECRET_ACCESS_KEY, and this machine's clock: more than 5 minutes off is refused, too",
        )
    if code in _OPT_IN:
        return FailedError(f"this account is not signed up for a service ({code}): {words}", "finish AWS's sign-up")
    if is_denied(error):
        return FailedError(
            f"could not {doing}: {error.operation_name} was refused ({code}): {words}",
            f"attach {DEPLOY_POLICY} to who you are signed in as, or sign in as somebody who may",
        )
    return FailedError(f"could not {doing}: {error.operation_name} failed ({code}): {words}", "run this again")


def _no_region(_error: Exception) -> CliError:
    return MissingError("no AWS region is set", _GIVE_REGION)


def _bad_region(error: Exception) -> CliError:
    return FailedError(f"this is no AWS region: {error}", _GIVE_REGION)


def _unreachable(error: Exception) -> CliError:
    where = getattr(error, "kwargs", {}).get("endpoint_url") or getattr(error, "kwargs", {}).get("proxy_url")
    return FailedError(
        f"nothing answers at {where}" if where else f"no connection to AWS: {error}",
        "check the region's name, the network and HTTPS_PROXY, then run this again",
    )


def _missing(message: str, fix: str) -> _Explain:
    return lambda error: MissingError(message.format(error=error), fix)


def _failed(message: str, fix: str) -> _Explain:
    return lambda error: FailedError(message.format(error=error), fix)


# In this order: the first kind that an error is of speaks for it.
_SDK: tuple[tuple[tuple[type[Exception], ...], _Explain], ...] = (
    ((ProfileNotFound,), _missing("{error}", "run `aws configure list-profiles`, and set AWS_PROFILE to one of them")),
    ((PartialCredentialsError,), _missing("half of the credentials is missing: {error}", _GIVE_KEYS)),
    ((NoCredentialsError, NoAuthTokenError), _missing("there are no AWS credentials on this machine", _GIVE_KEYS)),
    ((SSOError, TokenRetrievalError), _failed("the AWS SSO session is over: {error}", _SSO)),
    ((LoginError,), _failed("the AWS login session is over: {error}", "run `aws login`, then this again")),
    (
        (CredentialRetrievalError,),
        _failed(
            "the credentials could not be fetched: {error}", "run `aws sts get-caller-identity`; repair the profile"
        ),
    ),
    ((MissingDependencyException,), _missing("{error}", "install what it names into FinPulse's virtualenv")),
    (
        (ConfigParseError, ConfigNotFound, InfiniteLoopConfigError, InvalidConfigError),
        _failed("the AWS configuration is no use: {error}", "repair it (~/.aws/config, ~/.aws/credentials)"),
    ),
    ((NoRegionError,), _no_region),
    ((InvalidRegionError, UnknownEndpointError, EndpointResolutionError), _bad_region),
    ((ConnectionError, HTTPClientError), _unreachable),
)
