"""AWS Lambda entry point of push_fanout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.push_fanout.wiring import fanout

if TYPE_CHECKING:
    from collections.abc import Mapping


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Push one batch of a table's changes; raise only if nobody could be sent anything."""
    fanout().push(event)
