"""The user's AWS session: where the AWS CLI finds it, and nowhere else for an endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import MissingError, UsageError
from finpulse_cli.core.url import parse_url
from finpulse_cli.stack.clients import Access, isolated_session
from finpulse_cli.targets.aws.faults import explained
from finpulse_cli.targets.aws.identity import open_session, require_region

if TYPE_CHECKING:
    import boto3
    import botocore.session

VARIABLE = "FINPULSE_AWS_ENDPOINT_URL"
DEFAULT_REGION = "us-east-1"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Sign:
    """A session and the region it works in; `endpoint_url` is an emulator's that stands in for AWS."""

    session: boto3.Session
    region: str
    endpoint_url: str | None

    def access(self) -> Access:
        """Return the credentials as they are now, for a program that takes them once. Raises CliError."""
        with explained("find AWS credentials"):
            found = self.session.get_credentials()
            keys = found.get_frozen_credentials() if found is not None else None
        if keys is None or keys.access_key is None or keys.secret_key is None:
            raise MissingError(
                "there are no AWS credentials on this machine", "run `aws configure`, or set AWS_PROFILE"
            )
        return Access(self.endpoint_url, self.region, keys.access_key, keys.secret_key, keys.token)


def sign_in(environ: Mapping[str, str], endpoint_url: str | None) -> Sign:
    """Return the session that the environment and the user's AWS configuration give.

    Raises UsageError when the environment names an endpoint in AWS's place without meaning it, MissingError for a
    profile that does not exist, FailedError for what is no region.
    """
    import boto3

    _refuse_stray_endpoints(environ)
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or environ.get("TF_VAR_region")
    if endpoint_url is not None:
        _require_loopback(endpoint_url)
        return _trial(environ, endpoint_url, require_region(region or DEFAULT_REGION))
    session = open_session(lambda: boto3.Session(region_name=region, botocore_session=_without_endpoints()))
    return Sign(session, require_region(region or session.region_name or DEFAULT_REGION), None)


def _without_endpoints() -> botocore.session.Session:
    """Return the SDK's own session, deaf to a profile's endpoints also when it asks STS itself, to assume a role."""
    import botocore.session

    # (configuration key, environment variable, default, conversion), as in finpulse_cli/stack/clients.py
    return botocore.session.Session(session_vars={"ignore_configured_endpoint_urls": (None, None, True, None)})


def _refuse_stray_endpoints(environ: Mapping[str, str]) -> None:
    """Refuse an endpoint left over from work with an emulator: it would get requests signed with real keys."""
    stray = sorted(name for name in environ if name.startswith("AWS_ENDPOINT_URL") and environ[name].strip())
    if stray:
        raise UsageError(
            f"{stray[0]} is set to {environ[stray[0]]}, but --aws means AWS itself",
            f"unset it; to try the AWS path on an emulator set {VARIABLE} instead",
        )


def _require_loopback(endpoint_url: str) -> None:
    """Raise UsageError unless the emulator is on this machine: nowhere else may requests go in AWS's place."""
    parts = parse_url(endpoint_url)
    if parts.scheme != "http" or parts.host not in _LOOPBACK or parts.has_user:
        raise UsageError(
            f"{VARIABLE} names no emulator on this machine: {endpoint_url}",
            f"give one such as {VARIABLE}=http://127.0.0.1:4566, or unset it",
        )


def _trial(environ: Mapping[str, str], endpoint_url: str, region: str) -> Sign:
    """Return a session for an emulator: with the keys of the environment, never a profile's, which may be real."""
    key, secret = environ.get("AWS_ACCESS_KEY_ID"), environ.get("AWS_SECRET_ACCESS_KEY")
    if not key or not secret:
        raise MissingError(
            f"{VARIABLE} is set, but no keys for the emulator there",
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to keys of that emulator; profiles are left alone",
        )
    access = Access(endpoint_url, region, key, secret, environ.get("AWS_SESSION_TOKEN") or None)
    return Sign(isolated_session(access), region, endpoint_url)
