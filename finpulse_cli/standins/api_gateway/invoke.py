"""Invoking the deployed function as API Gateway invokes it: once, and for thirty seconds at most."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.core.aws_errors import http_status

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

TIMEOUT_SECONDS = 30  # the longest that an HTTP API waits for an integration, and what it waits by default
CONNECTIONS = 64  # invocations under way at once
Invoke = Callable[[str, bytes], bytes]
_THROTTLED = 429
_TOO_LARGE = 413


class IntegrationError(Exception):
    """The function did not answer; `status` is what the client gets, the text is for the log."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def lambda_invoke(client: LambdaClient) -> Invoke:
    """Invoke a function by its name with an event's bytes; the payload it returned. Raises IntegrationError."""

    def invoke(function: str, event: bytes) -> bytes:
        try:
            reply = client.invoke(FunctionName=function, InvocationType="RequestResponse", Payload=event)
            payload = reply["Payload"].read()
        except ClientError as error:
            raise IntegrationError(_status(error), f"Lambda refused to invoke {function}: {error}") from error
        except BotoCoreError as error:  # it took too long, or nothing answers
            raise IntegrationError(503, f"Lambda did not answer for {function}: {error}") from error
        if reply.get("FunctionError"):
            raise IntegrationError(500, f"{function} failed: {_reason(payload)}")
        return payload

    return invoke


def _status(error: ClientError) -> int:
    return {_THROTTLED: 503, _TOO_LARGE: _TOO_LARGE}.get(http_status(error), 500)


def _reason(payload: bytes) -> str:
    """Return what Lambda says of a failed function, in one line."""
    try:
        value = json.loads(payload)
        words = f"{value.get('errorType', 'error')}: {value.get('errorMessage', '')}"
    except (ValueError, AttributeError):
        words = payload.decode("utf-8", "replace")
    return " ".join(words.split())[:500]
