"""counters for the aggregator: how many events each hour and day of a series has.

The counts of an hour's minutes, or a day's hours, are one text, `00:2 59:1`: it is read and written with every batch,
and sixty attributes take ten times as long to turn into DynamoDB's form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.adapters.dynamodb.counter_keys import EVENTS, FEEDS, counts_of, day_bucket, hour_bucket
from lambdas.shared.domain.feed import kept_days, series_of, split_series
from lambdas.shared.domain.tally import DayTally, HourTally, Tallies
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.tally import DayKey, HourKey

KEPT_DAYS = 30  # as long as the candles that are counted


@dataclass(frozen=True, slots=True)
class DynamoTallyStore:
    """Implements `ports.TallyStore`."""

    client: DynamoDBClient
    table: str

    def load(self, hours: Collection[HourKey], days: Collection[DayKey], now: datetime) -> Tallies:
        """Return the tallies that exist at these keys, read consistently."""
        keys = [*(_hour_item_key(*key) for key in hours), *(_day_item_key(*key) for key in days)]
        items = [item for item in batch_get(self.client, self.table, keys) if item["expires_at"] > epoch_seconds(now)]
        found_hours = [_hour_of(item) for item in items if item["scope"] != FEEDS]
        found_days = [_day_of(item) for item in items if item["scope"] == FEEDS]
        return Tallies({tally.key: tally for tally in found_hours}, {tally.key: tally for tally in found_days})

    def save(self, tallies: Tallies, written_at: datetime) -> None:
        """Write the tallies."""
        hours = (hour_item(tally, written_at) for tally in tallies.hours.values())
        days = (day_item(tally, written_at) for tally in tallies.days.values())
        batch_put(self.client, self.table, [*hours, *days])


def _hour_item_key(series: str, hour: datetime) -> dict[str, str]:
    feed, symbol = split_series(series)
    return {"scope": feed, "bucket": hour_bucket(EVENTS, hour, symbol)}


def _day_item_key(series: str, day: date) -> dict[str, str]:
    feed, symbol = split_series(series)
    return {"scope": FEEDS, "bucket": day_bucket(feed, day, symbol)}


def hour_item(tally: HourTally, written_at: datetime) -> dict[str, Any]:
    """Return the item of an hour."""
    return {
        **_hour_item_key(*tally.key),
        "series": tally.series,
        "hour": format_timestamp(tally.hour),
        "minutes": _counts(tally.minutes),
        "expires_at": _expiry(tally.series, written_at),
    }


def _hour_of(item: Mapping[str, Any]) -> HourTally:
    return HourTally(item["series"], parse_timestamp(item["hour"]), counts_of(item["minutes"]))


def day_item(tally: DayTally, written_at: datetime) -> dict[str, Any]:
    """Return the item of a day."""
    feed, symbol = split_series(tally.series)
    return {
        **_day_item_key(*tally.key),
        "feed": feed,
        "symbol": symbol,
        "day": tally.day.isoformat(),
        "hours": _counts(tally.hours),
        "events": tally.events,
        "started_at": format_timestamp(tally.started_at),
        "newest_at": format_timestamp(tally.newest_at),
        "expires_at": _expiry(tally.series, written_at),
    }


def _day_of(item: Mapping[str, Any]) -> DayTally:
    return DayTally(
        series=series_of(item["feed"], item["symbol"]),
        day=date.fromisoformat(item["day"]),
        hours=counts_of(item["hours"]),
        started_at=parse_timestamp(item["started_at"]),
        newest_at=parse_timestamp(item["newest_at"]),
    )


def _counts(by_number: Mapping[int, int]) -> str:
    return " ".join(f"{number:02}:{by_number[number]}" for number in sorted(by_number))


def _expiry(series: str, written_at: datetime) -> int:
    feed, _ = split_series(series)
    return expiry(written_at, kept_days(feed, KEPT_DAYS))
