"""AWS Lambda entry point of push_gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.push_gateway.wiring import gateway

if TYPE_CHECKING:
    from collections.abc import Mapping


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answer one event of the push API."""
    return gateway().answer(event)
