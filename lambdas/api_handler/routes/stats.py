"""GET /stats."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.api_handler.pipeline_status import pipeline_status
from lambdas.api_handler.routes.prices import latest_payload
from lambdas.shared.domain.feed import is_replay
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.request_count import RequestCount, request_day
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.timestamps import floor_millisecond, format_timestamp, parse_timestamp
from lambdas.shared.errors import SessionUnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import RequestsPayload, StatsPayload
    from lambdas.shared.domain.stored import StoredPrice

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)


def get_stats(call: Call) -> StatsPayload:
    """Return how much flows through a feed, and whether it does."""
    services, now, feed = call.services, call.now, call.one_feed
    latest = services.latest.of_feed(feed, now)
    hours = ExchangeHours.ALWAYS if is_replay(feed) else services.exchange_hours
    return {
        "feed": feed,
        "events_last_hour": services.counters.events(feed, now - HOUR, now, now),
        "anomalies_24h": _anomalies_since(call, floor_millisecond(now - DAY)),
        "symbols_tracked": len(latest) if is_replay(feed) else len(set(services.symbols)),
        "latest_prices": latest_payload(call, latest),
        "pipeline_status": pipeline_status(_newest(latest), now, services.ingest_interval, hours),
        "requests": [] if is_replay(feed) else [_requests(count, call) for count in _counts(call)],
    }


def _counts(call: Call) -> Sequence[RequestCount]:
    return call.services.counters.requests(request_day(call.now), call.now)


def _requests(count: RequestCount, call: Call) -> RequestsPayload:
    try:
        goes_on_at = count.goes_on_at(call.now, call.services.exchange_hours)
    except SessionUnknownError:  # the calendar ends
        goes_on_at = None
    return {
        "provider": count.provider,
        "used": count.used,
        "limit": count.limit,
        "goes_on_at": None if goes_on_at is None else format_timestamp(goes_on_at),
    }


def _anomalies_since(call: Call, since: datetime) -> int:
    """Return how many there are: hours are counted as they are written, only the one that is cut is read."""
    next_hour = since.replace(minute=0, second=0, microsecond=0) + HOUR
    cut_hour = Span(since=since, until=next_hour - timedelta(milliseconds=1))
    counted = call.services.counters.anomalies(call.one_feed, next_hour, call.now)
    return call.services.anomalies.count(call.one_feed, cut_hour, call.now) + counted


def _newest(latest: Mapping[str, StoredPrice]) -> datetime | None:
    """Return when the newest event happened.

    One that is stamped ahead of the clock happened when it was put on the stream.
    """
    stamps = [min(price.timestamp, price.ingested_at) for price in latest.values()]
    return parse_timestamp(max(stamps)) if stamps else None
