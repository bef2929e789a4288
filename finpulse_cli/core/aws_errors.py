"""What an error of the AWS SDK says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


def error_code(error: ClientError) -> str:
    """Return the code of a refusal, such as `AccessDenied`; empty when it has none."""
    return str(error.response.get("Error", {}).get("Code", ""))


def error_message(error: ClientError) -> str:
    """Return AWS's own words about a refusal; empty when it has none."""
    return str(error.response.get("Error", {}).get("Message", "")).strip()


def http_status(error: ClientError, default: int = 0) -> int:
    """Return the HTTP status of a refusal; `default` when it has none."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", default))
