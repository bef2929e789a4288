"""Clients that answer from a script, and refusals as AWS words them."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from finpulse_cli.targets.aws.identity import Identity, Kind

ACCOUNT = "111122223333"
ME = Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/ada", "aws", Kind.USER)


def stubbed(service: Any, endpoint_url: str | None = None) -> tuple[Any, Stubber]:
    """A client that never reaches the network, and its script."""
    client = boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=endpoint_url,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
    )
    stubber = Stubber(client)
    stubber.activate()
    return client, stubber


def refusal(code: str, message: str = "no", status: int = 400, operation: str = "GetCallerIdentity") -> ClientError:
    """The error of an operation that AWS refused."""
    response: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, operation)
