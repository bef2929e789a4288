"""AWS Lambda entry point of alert_webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.alert_webhook.wiring import deliverer

if TYPE_CHECKING:
    from collections.abc import Mapping


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Hand a batch of a queue to its webhook; name the messages that have to come again."""
    return deliverer().run(event)
