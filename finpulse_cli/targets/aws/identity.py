"""Who asks: account, caller and region, checked before anything is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.url import parse_url
from finpulse_cli.targets.aws.faults import explained

if TYPE_CHECKING:
    from collections.abc import Callable

    import boto3
    from mypy_boto3_sts import STSClient

# LocalStack and MiniStack give their stacks this account; AWS gives it to nobody.
EMULATED_ACCOUNT = "000000000000"
# `test` and an account's number are what emulators take as their root key; LocalStack makes keys that begin with LKIA
# and LSIA. A key of AWS's has 16 characters at least.
_EMULATORS_KEY = re.compile(r"test|\d{12}|L[KS]IA\w*|.{0,15}")
_AWS_HOST = re.compile(r"(^|\.)(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)$")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")


class Kind(StrEnum):
    """What a caller is."""

    ROOT = "root"
    USER = "user"
    ROLE = "assumed-role"
    FEDERATED = "federated-user"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks AWS: `account` is 12 digits, `arn` as STS tells it, `partition` is `aws`, `aws-cn` or the like."""

    account: str
    arn: str
    partition: str
    kind: Kind


def open_session(make: Callable[[], boto3.Session]) -> boto3.Session:
    """Open the session that `make` gives. Raises MissingError when its profile does not exist."""
    with explained("open an AWS session"):
        return make()


def require_region(region: str | None) -> str:
    """Return `region` if it has the form of one. Raises MissingError without one, FailedError when it has not."""
    fix = "set AWS_REGION (or `region` in the profile) to a region such as us-east-1"
    if not region:
        raise MissingError("no AWS region is set", fix)
    if not _REGION.fullmatch(region):
        raise FailedError(f"'{region}' is no AWS region", fix)
    return region


def require_credentials(session: boto3.Session, endpoint_url: str | None = None) -> None:
    """Raise CliError unless the session has credentials that may be sent to `endpoint_url` (None: AWS itself).

    Nothing is sent to the service: an emulator's key never leaves for AWS. Fetching the credentials may itself take
    a request, to SSO or to STS.
    """
    with explained("find AWS credentials"):
        found = session.get_credentials()
        key = found.get_frozen_credentials().access_key if found is not None else None
    if key is None:
        raise MissingError(
            "there are no AWS credentials on this machine",
            "run `aws configure`, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        )
    if is_aws(endpoint_url) and _EMULATORS_KEY.fullmatch(key):
        raise FailedError(
            f"the access key '{key}' is one of an emulator, not of AWS",
            "unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use `--target embedded`",
        )


def is_aws(endpoint_url: str | None) -> bool:
    """Return whether requests to `endpoint_url` reach AWS and not an emulator; None stands for AWS's endpoints."""
    return endpoint_url is None or _AWS_HOST.search(parse_url(endpoint_url).host) is not None


def caller_identity(sts: STSClient) -> Identity:
    """Ask AWS who the credentials belong to.

    Raises MissingError for what is not there and FailedError for what is refused, each with the next action; also
    when something that is no AWS answers in AWS's name.
    """
    with explained("ask AWS who you are"):
        caller = sts.get_caller_identity()
    _, partition, _, _, _, resource = caller["Arn"].split(":", 5)
    if caller["Account"] == EMULATED_ACCOUNT and is_aws(sts.meta.endpoint_url):
        raise FailedError(
            f"{sts.meta.endpoint_url} answers as account {EMULATED_ACCOUNT}, which only emulators have",
            "check the hosts file and HTTPS_PROXY: something stands between this machine and AWS",
        )
    return Identity(caller["Account"], caller["Arn"], partition, Kind(resource.partition("/")[0]))
