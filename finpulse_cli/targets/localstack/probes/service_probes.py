"""Whether a service is there at all, and whether policies are enforced."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.aws_errors import error_code, error_message
from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.clients import Access, Clients

if TYPE_CHECKING:
    from collections.abc import Callable

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


def enforces_iam(clients: Clients, access: Access) -> bool:
    """Return whether a user without any policy is refused; the user is made for this and removed again.

    Raises FailedError when Kinesis, which every stack needs, answers with another error than a refusal.
    """
    _remove_user(clients)
    clients.iam.create_user(UserName=PROBE)
    try:
        key = clients.iam.create_access_key(UserName=PROBE)["AccessKey"]
        powerless = Access(access.endpoint_url, access.region, key["AccessKeyId"], key["SecretAccessKey"])
        return _is_refused(Clients.of(powerless).kinesis.list_streams)
    finally:
        _remove_user(clients)


def _is_refused(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ClientError as error:
        if error_code(error).startswith("AccessDenied"):
            return True
        raise FailedError(
            f"its Kinesis is broken: {error_message(error) or error}", "see why in that emulator's log"
        ) from error
    return False


def _remove_user(clients: Clients) -> None:
    """Remove the probe's user, also one that an interrupted probe has left."""
    with suppress(ClientError):
        for key in clients.iam.list_access_keys(UserName=PROBE)["AccessKeyMetadata"]:
            clients.iam.delete_access_key(UserName=PROBE, AccessKeyId=key["AccessKeyId"])
        clients.iam.delete_user(UserName=PROBE)
