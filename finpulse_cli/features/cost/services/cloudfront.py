"""CloudFront and a bucket, where the stack hosts the dashboard."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import PAGE_BYTES, PAGE_FILES, PAGE_LOADS_PER_MONTH
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import GB

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def cloudfront(flow: Flow) -> list[Usage]:
    """Return the page's files, loaded some times a month by each who looks."""
    if not flow.stack.hosted:
        return []
    loads = Decimal(flow.load.dashboards * PAGE_LOADS_PER_MONTH)
    return [
        Usage("cloudfront-gb", "the page", loads * PAGE_BYTES / GB),
        Usage("cloudfront-request", "the page's files", loads * PAGE_FILES),
        Usage("s3-standard", "the page", PAGE_BYTES / GB),
    ]
