"""An account, and refusals as AWS words them."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from finpulse_cli.targets.aws.identity import Identity, Kind

ACCOUNT = "111122223333"
ME = Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/ada", "aws", Kind.USER)


def refusal(code: str, message: str = "no", status: int = 400, operation: str = "GetCallerIdentity") -> ClientError:
    """The error of an operation that AWS refused."""
    response: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, operation)
