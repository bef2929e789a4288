"""Clients of AWS that answer from a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
from botocore.stub import Stubber

if TYPE_CHECKING:
    from botocore.config import Config


def client_of(service: Any, endpoint_url: str | None = None, config: Config | None = None) -> Any:
    """Return a client that knows no account."""
    return boto3.client(
        service,
        region_name="eu-west-1",
        endpoint_url=endpoint_url,
        config=config,
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
    )


def stubbed(service: Any, endpoint_url: str | None = None) -> tuple[Any, Stubber]:
    """Return a client that never reaches the network, and its script, which is active already."""
    client = client_of(service, endpoint_url)
    stubber = Stubber(client)
    stubber.activate()
    return client, stubber
