"""The log's line about a day whose requests are used up, which is a metric too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.log import metric_line, write_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lambdas.shared.domain.quote_time import ExchangeHours
    from lambdas.shared.domain.request_count import RequestCount

METRIC = "QuotaUsedUp"


def report_used_up(hours: ExchangeHours) -> Callable[[RequestCount, datetime], None]:
    """Return what writes the line, for an exchange that is open in these `hours`."""
    return partial(_write, hours)


def _write(hours: ExchangeHours, count: RequestCount, at: datetime) -> None:
    goes_on_at = count.goes_on_at(at, hours)
    facts = {
        "provider": count.provider,
        "used": count.used,
        "limit": count.limit,
        "goes_on_at": goes_on_at and format_timestamp(goes_on_at),
    }
    write_log(metric_line("data_ingester", at, METRIC, 1, **facts))
