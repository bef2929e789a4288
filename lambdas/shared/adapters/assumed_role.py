"""A session under another role, for work that may do less than the function itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
from botocore.credentials import CredentialProvider, CredentialResolver, DeferredRefreshableCredentials
from botocore.session import get_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_sts import STSClient

METHOD = "assume-role"


def session_as(role_arn: str, name: str, sts: Callable[[], STSClient]) -> boto3.Session:
    """Return a session with the role's credentials: asked for at the first call, and again before they expire.

    `name` is the session's in AWS's own logs. Its clients raise what `sts` raises when the role is refused.
    """
    core = get_session()
    core.register_component("credential_provider", CredentialResolver([_Provider(role_arn, name, sts)]))
    return boto3.Session(botocore_session=core)


class _Provider(CredentialProvider):
    METHOD = METHOD
    CANONICAL_NAME = None

    def __init__(self, role_arn: str, name: str, sts: Callable[[], STSClient]) -> None:
        super().__init__()
        self._role_arn = role_arn
        self._name = name
        self._sts = sts

    def load(self) -> DeferredRefreshableCredentials:
        """Return credentials that fetch themselves."""
        return DeferredRefreshableCredentials(refresh_using=self._fetch, method=METHOD)

    def _fetch(self) -> dict[str, str]:
        answer = self._sts().assume_role(RoleArn=self._role_arn, RoleSessionName=self._name)["Credentials"]
        return {
            "access_key": answer["AccessKeyId"],
            "secret_key": answer["SecretAccessKey"],
            "token": answer["SessionToken"],
            "expiry_time": answer["Expiration"].isoformat(),
        }
