"""The state of the flow of quotes, judged by what arrived last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lambdas.shared.domain.trading_time import trading_time

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from lambdas.shared.domain.quote_time import ExchangeHours

PipelineStatus = Literal["operational", "delayed", "stalled"]

OPERATIONAL_WITHIN_INTERVALS = 2
DELAYED_WITHIN_INTERVALS = 5


def pipeline_status(
    newest: datetime | None, now: datetime, ingest_interval: timedelta, hours: ExchangeHours
) -> PipelineStatus:
    """Compare the age of the newest event with the interval at which the ingester is scheduled.

    The age is counted in time that the exchange traded: while it is closed no quote is due.

    Up to two intervals is `operational`, since one may pass before a quote is due and another while it travels;
    up to five is `delayed`; older, or no event at all, is `stalled`. Both limits belong to the better status.
    """
    if newest is None:
        return "stalled"
    age = trading_time(newest, now, hours)
    if age <= OPERATIONAL_WITHIN_INTERVALS * ingest_interval:
        return "operational"
    return "delayed" if age <= DELAYED_WITHIN_INTERVALS * ingest_interval else "stalled"
