"""AWS Lambda entry point of price_processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.price_processor.wiring import consumer

if TYPE_CHECKING:
    from collections.abc import Mapping


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Process one batch of the stream; raise if it has to come again."""
    consumer().consume(event)
