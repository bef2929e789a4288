"""Athena: bytes scanned, 10 MB a query at least."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import QUERY_DAYS, QUERY_MINIMUM_BYTES
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.services.s3 import lake_bytes
from finpulse_cli.features.cost.units import DAY, TB_SCANNED

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def athena(flow: Flow) -> list[Usage]:
    """Each query scans the last seven days, as far as the workgroup's limit lets it."""
    scanned = max(Decimal(QUERY_MINIMUM_BYTES), min(week_bytes(flow), Decimal(flow.stack.lake.scan_limit_bytes)))
    what = f"{flow.queries_per_month:,} queries over {QUERY_DAYS} days"
    return [Usage("athena-tb", what, flow.queries_per_month * scanned / TB_SCANNED)]


def week_bytes(flow: Flow) -> Decimal:
    """Return the bytes that a query over the last seven days reads."""
    return lake_bytes(flow) * DAY * QUERY_DAYS
