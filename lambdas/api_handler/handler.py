"""AWS Lambda entry point of api_handler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.api_handler.api import answer
from lambdas.api_handler.wiring import services
from lambdas.shared.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answer one request of the HTTP API."""
    return answer(event, services(), utc_now)
