"""How DynamoDB, S3 and SNS refuse: throttled, or away for a while. Pure.

DynamoDB: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html, S3:
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, SNS:
https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DYNAMODB = "com.amazonaws.dynamodb.v20120810#"
_SNS = "http://sns.amazonaws.com/doc/2010-03-31/"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def throttled(service: str, request_id: str) -> Refusal:
    """Return the answer to a call beyond what the service allows."""
    match service:
        case "dynamodb":
            return _json(
                400,
                "ProvisionedThroughputExceededException",
                "The level of configured provisioned throughput for the table was exceeded. "
                "Consider increasing your provisioning level with the UpdateTable API.",
                request_id,
            )
        case "sns":
            return _query(400, "Throttling", "Rate exceeded", request_id)
    return _s3(503, "SlowDown", "Please reduce your request rate.", request_id)


def failed(service: str, request_id: str) -> Refusal:
    """Return what a client hears when something broke on the service's side, whether it was carried out or not."""
    match service:
        case "dynamodb":
            return _json(500, "InternalServerError", "The request processing has failed.", request_id)
        case "sns":
            return _query(500, "InternalError", "The request processing has failed.", request_id)
    return _s3(500, "InternalError", "We encountered an internal error. Please try again.", request_id)


def away(service: str, request_id: str) -> Refusal:
    """Return the answer while a service is away."""
    match service:
        case "dynamodb":
            return _json(503, "ServiceUnavailable", "The service is unavailable.", request_id)
        case "sns":
            return _query(503, "ServiceUnavailable", "The service is unavailable.", request_id)
    return _s3(503, "ServiceUnavailable", "Service is unable to handle request.", request_id)


def _json(status: int, code: str, message: str, request_id: str) -> Refusal:
    kind = _DYNAMODB + code
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": request_id}
    return Refusal(status, _encoded(headers), json.dumps({"__type": kind, "message": message}).encode())


def _query(status: int, code: str, message: str, request_id: str) -> Refusal:
    side = "Sender" if status < 500 else "Receiver"
    body = (
        f'<ErrorResponse xmlns="{_SNS}"><Error><Type>{side}</Type><Code>{code}</Code><Message>{message}</Message>'
        f"</Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    )
    return Refusal(status, _encoded({"Content-Type": "text/xml", "x-amzn-RequestId": request_id}), body.encode())


def _s3(status: int, code: str, message: str, request_id: str) -> Refusal:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId></Error>"
    )
    return Refusal(status, _encoded({"Content-Type": "application/xml", "x-amz-request-id": request_id}), body.encode())


def _encoded(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.lower().encode(), value.encode()) for name, value in headers.items())
