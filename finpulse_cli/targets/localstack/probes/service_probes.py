"""Whether a service is there at all, and whether policies are enforced."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.stack.clients import Access, Clients

PROBE = "finpulse-probe"


def answers(call: Callable[[], Any]) -> bool:
    """Return whether a call goes through. A service that an emulator lacks answers with some kind of error."""
    try:
        call()
    except (ClientError, BotoCoreError):
        return False
    return True


def has_http_api(clients: Clients) -> bool:
    """Return whether API Gateway v2 is there."""
    return answers(clients.apigateway.get_apis)


def has_athena(clients: Clients) -> bool:
    """Return whether both Athena and the Glue catalogue, which it reads, are there."""
    return answers(clients.athena.list_work_groups) and answers(clients.glue.get_databases)


def enforces_iam(clients: Clients, access: Access) -> bool:
    """Return whether a user without any policy is refused; the user is made for this and removed again."""
    _remove_user(clients)
    clients.iam.create_user(UserName=PROBE)
    try:
        key = clients.iam.create_access_key(UserName=PROBE)["AccessKey"]
        powerless = Access(access.endpoint_url, access.region, key["AccessKeyId"], key["SecretAccessKey"])
        return not answers(Clients.of(powerless).kinesis.list_streams)
    finally:
        _remove_user(clients)


def _remove_user(clients: Clients) -> None:
    """Remove the probe's user, also one that an interrupted probe has left."""
    with suppress(ClientError):
        for key in clients.iam.list_access_keys(UserName=PROBE)["AccessKeyMetadata"]:
            clients.iam.delete_access_key(UserName=PROBE, AccessKeyId=key["AccessKeyId"])
        clients.iam.delete_user(UserName=PROBE)
