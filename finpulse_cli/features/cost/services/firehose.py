"""Firehose: every event as 5 KB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import GB, KB, MONTH, whole

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow

STEP = 5 * KB


def firehose(flow: Flow) -> list[Usage]:
    """Return the use of Firehose: what it takes in, each record rounded up to 5 KB."""
    counted = whole(flow.sizes.event_bytes / STEP) * STEP
    return [Usage("firehose-gb", "events copied to the lake", flow.events_per_second * MONTH * counted / GB)]
