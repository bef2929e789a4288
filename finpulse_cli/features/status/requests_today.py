"""The requests that providers of quotes were sent today, as the functions counted them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.request_count import RequestCount, request_day
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import SessionUnknownError

if TYPE_CHECKING:
    from datetime import datetime

    from finpulse_cli.stack.clients import Clients
    from finpulse_cli.stack.outputs import StackOutputs


@dataclass(frozen=True, slots=True)
class RequestsToday:
    """A provider's requests of today, New York's day; `limit` is None without one.

    `goes_on_at` is when it is asked again, None while requests are left.
    """

    provider: str
    used: int
    limit: int | None
    goes_on_at: str | None


def requests_today(clients: Clients, outputs: StackOutputs, now: datetime) -> list[RequestsToday]:
    """Return the counts of every provider that was asked today. Raises what boto3 raises."""
    hours = ExchangeHours(outputs.exchange_hours)
    reader = DynamoCounterReader(clients.dynamodb, outputs.tables["counters"])
    return [_today(count, now, hours) for count in reader.requests(request_day(now), now)]


def _today(count: RequestCount, now: datetime, hours: ExchangeHours) -> RequestsToday:
    try:
        goes_on_at = count.goes_on_at(now, hours)
    except SessionUnknownError:  # the calendar ends
        goes_on_at = None
    text = None if goes_on_at is None else format_timestamp(goes_on_at)
    return RequestsToday(count.provider, count.used, count.limit, text)


def requests_text(requests: RequestsToday) -> str:
    """`25 of 25 requests used today, goes on at 2026-11-23T14:30:00.000Z`."""
    if requests.limit is None:
        return f"{requests.used:,} requests today; the plan has no limit a day"
    goes_on = f", goes on at {requests.goes_on_at}" if requests.goes_on_at else ""
    return f"{requests.used:,} of {requests.limit:,} requests used today{goes_on}"
