"""AWS Lambda entry point of alert_digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.alert_digest.wiring import digester

if TYPE_CHECKING:
    from collections.abc import Mapping


def handler(_event: Mapping[str, Any], _context: object) -> None:
    """Send the digests that are due; raise if one could not be sent, so that it is tried again."""
    digester().run()
