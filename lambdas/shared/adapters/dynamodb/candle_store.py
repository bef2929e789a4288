"""price_candles for its writer, the aggregator. Every read is consistent, since what it reads it folds and writes.

DynamoDB deletes expired items days late; until then they count as gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.adapters.dynamodb.candle_item import candle_item, candle_of
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.feed import kept_days, split_series
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.candle import Candle, CandleKey

KEPT_DAYS = 30
_PAGE = 25  # items a query reads at once
NEIGHBOUR_PAGE = 1  # and at first, to find the one candle beside others: a live symbol's has totals


@dataclass(frozen=True, slots=True)
class DynamoCandleStore:
    """Implements `ports.CandleStore`."""

    client: DynamoDBClient
    table: str

    def load(self, keys: Collection[CandleKey], now: datetime) -> dict[CandleKey, Candle]:
        """Return the candles that exist at these keys."""
        wanted = [{"series": series, "candle_timestamp": format_timestamp(minute)} for series, minute in keys]
        items = batch_get(self.client, self.table, wanted)
        candles = (candle_of(item) for item in items if item["expires_at"] > epoch_seconds(now))
        return {candle.key: candle for candle in candles}

    def highest_before(self, series: str, session: date, minute: datetime, now: datetime) -> Decimal | None:
        """Return the highest running total of a session in minutes before `minute`, as the last of them knows it."""
        values = {":series": series, ":minute": format_timestamp(minute)}
        condition = "series = :series AND candle_timestamp < :minute"
        found = self._with_totals(condition, values, session, now, first_page=NEIGHBOUR_PAGE, newest_first=True)
        candle = next(found, None)
        total = candle.total_of(session) if candle else None
        return total.highest if total else None

    def with_totals_between(
        self, series: str, session: date, first: datetime, last: datetime, now: datetime
    ) -> Iterator[Candle]:
        """Return the candles from `first` to `last`, both included, that hold totals of a session."""
        condition = "series = :series AND candle_timestamp BETWEEN :first AND :last"
        values = {":series": series, ":first": format_timestamp(first), ":last": format_timestamp(last)}
        return self._with_totals(condition, values, session, now, first_page=_PAGE)

    def with_totals_after(self, series: str, session: date, minute: datetime, now: datetime) -> Iterator[Candle]:
        """Return the candles after `minute` that hold totals of a session, read page by page as they are used."""
        condition = "series = :series AND candle_timestamp > :minute"
        values = {":series": series, ":minute": format_timestamp(minute)}
        return self._with_totals(condition, values, session, now, first_page=NEIGHBOUR_PAGE)

    def save(self, candles: Sequence[Candle], written_at: datetime) -> None:
        """Write the candles."""
        batch_put(self.client, self.table, [_item(candle, written_at) for candle in candles])

    def _with_totals(
        self,
        condition: str,
        values: dict[str, Any],
        session: date,
        now: datetime,
        *,
        first_page: int,
        newest_first: bool = False,
    ) -> Iterator[Candle]:
        """Return candles with totals. What is read is paid for, so who wants one begins with a small page."""
        start: dict[str, Any] = {}
        size = first_page
        while True:
            page = self.client.query(
                TableName=self.table,
                KeyConditionExpression=condition,
                FilterExpression="attribute_exists(fold.totals.#session) AND expires_at > :now",
                ExpressionAttributeNames={"#session": session.isoformat()},
                ExpressionAttributeValues=to_item(values | {":now": epoch_seconds(now)}),
                ScanIndexForward=not newest_first,
                ConsistentRead=True,
                Limit=size,
                **start,
            )
            for item in page["Items"]:
                yield candle_of(from_item(item))
            if "LastEvaluatedKey" not in page:
                return
            start, size = {"ExclusiveStartKey": page["LastEvaluatedKey"]}, _PAGE


def _item(candle: Candle, written_at: datetime) -> dict[str, Any]:
    feed, _ = split_series(candle.series)
    return candle_item(candle, expiry(written_at, kept_days(feed, KEPT_DAYS)))
