"""counters for who asks a provider: the requests of the day and of the minute, taken before they are made.

Each is taken by a conditional update, so that restarts and concurrent runs share one count and never pass its limit. A
request that is taken counts even if its answer never comes: the provider may have counted it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.counter_keys import REQUESTS, request_bucket, request_minute_bucket
from lambdas.shared.domain.request_count import RequestCount, request_day
from lambdas.shared.domain.timestamps import expiry, format_timestamp
from lambdas.shared.errors import QuotaUsedUpError, QuoteThrottledError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.plan import Plan

DAY_KEPT_DAYS = 30
MINUTE_KEPT_DAYS = 1
_SPENT = {"minute": QuoteThrottledError, "day": QuotaUsedUpError}


@dataclass(frozen=True, slots=True)
class DynamoRequestBudget:
    """Implements `ports.RequestBudget` for one `provider`, whose key allows what `plan` says."""

    client: DynamoDBClient
    table: str
    provider: str
    plan: Plan

    def take(self, now: datetime) -> RequestCount:
        """Take one request; raises `QuotaUsedUpError` when the day has none left, `QuoteThrottledError` the minute."""
        per_minute = self.plan.requests_per_minute
        if per_minute is not None:  # first, as a minute's place that is not used is lost with the minute
            self._take(request_minute_bucket(now, self.provider), per_minute, now, MINUTE_KEPT_DAYS, "minute")
        bucket = request_bucket(request_day(now), self.provider)
        return self._count_of(self._take(bucket, self.plan.daily_requests, now, DAY_KEPT_DAYS, "day"), now)

    def count(self, now: datetime) -> RequestCount:
        """Return the day's count, read consistently; the limit is that of the plan as it is now."""
        key = to_item({"scope": REQUESTS, "bucket": request_bucket(request_day(now), self.provider)})
        found = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return self._count_of(from_item(found.get("Item", {})), now)

    def _take(self, bucket: str, limit: int | None, now: datetime, kept_days: int, period: str) -> Mapping[str, Any]:
        condition: Any = {} if limit is None else {"ConditionExpression": "attribute_not_exists(used) OR used < :limit"}
        values = {
            ":one": 1,
            ":limit": limit,
            ":provider": self.provider,
            ":day": request_day(now).isoformat(),
            ":now": format_timestamp(now),
            ":expiry": expiry(now, kept_days),
        }
        noted = "SET provider = :provider, #day = :day, taken_at = :now, expires_at = :expiry"
        noted += " REMOVE #limit" if limit is None else ", #limit = :limit"
        try:
            answer = self.client.update_item(
                TableName=self.table,
                Key=to_item({"scope": REQUESTS, "bucket": bucket}),
                UpdateExpression=f"ADD used :one {noted}",
                ExpressionAttributeNames={"#day": "day", "#limit": "limit"},
                ExpressionAttributeValues=to_item(values),
                ReturnValues="ALL_NEW",
                **condition,
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            raise _SPENT[period](f"the plan's {limit} requests a {period} are used up") from None
        return from_item(answer["Attributes"])

    def _count_of(self, item: Mapping[str, Any], now: datetime) -> RequestCount:
        return RequestCount(self.provider, request_day(now), int(item.get("used", 0)), self.plan.daily_requests)
