"""anomalies for their writer, anomaly_detector.

Anomalies and their counts in counters are written in one transaction: either all are there or none is, and what is
there already is refused, so nothing counts twice. An alert that is due is claimed in the same breath: until it has
gone out, its anomaly says who sends it and until when nobody else may.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item, expires_at
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.adapters.dynamodb.counter_keys import ANOMALIES, hour_bucket
from lambdas.shared.adapters.dynamodb.transaction import TRANSACTION_LIMIT, transact_write
from lambdas.shared.domain.timestamps import epoch_seconds, floor_minute
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.anomaly import Anomaly, AnomalyKey

PAGE = TRANSACTION_LIMIT // 2  # each anomaly may have a count of its own
# Longer than the SDK tries to publish one e-mail (three times seven seconds and its pauses).
CLAIM_LASTS = timedelta(seconds=25)
_CLAIMABLE = (
    "alerted = :no AND attribute_not_exists(held_by) "
    "AND (attribute_not_exists(claimed_by) OR claimed_by = :claimed_by OR claimed_until <= :now)"
)

_CountKey = tuple[str, str]  # scope and bucket in counters


@dataclass(frozen=True, slots=True)
class DynamoAnomalyStore:
    """Implements `ports.AnomalyStore`. `owner` is of this process alone: it tells its claims from those of others."""

    client: DynamoDBClient
    table: str
    counters: str  # the table's name
    owner: str

    def add(self, anomalies: Sequence[Anomaly], now: datetime) -> set[AnomalyKey]:
        """Store anomalies, count them and claim their alerts, unless they are stored already; return those written."""
        once = list({anomaly.key: anomaly for anomaly in reversed(anomalies)}.values())[::-1]
        pages = (once[start : start + PAGE] for start in range(0, len(once), PAGE))
        return {key for page in pages for key in self._add_page(page, now)}

    def _add_page(self, page: Sequence[Anomaly], now: datetime) -> set[AnomalyKey]:
        forgotten = False
        while page:
            counts = Counter(_count_key(anomaly) for anomaly in page)
            puts = [{"Put": self._put(anomaly, now)} for anomaly in page]
            expiry = {_count_key(anomaly): expires_at(anomaly, now) for anomaly in page}
            updates = [{"Update": self._count(key, counts[key], expiry[key], now)} for key in counts]
            refused = set(transact_write(self.client, [*puts, *updates]))
            if not refused:
                break
            left = [anomaly for place, anomaly in enumerate(page) if place not in refused]
            if len(left) == len(page):
                if forgotten:
                    raise DependencyError(f"anomalies of {page[0].event.series} could not be counted")
                # these counts are of another time, and DynamoDB has not come round to deleting them
                self._forget([key for place, key in enumerate(counts, len(page)) if place in refused], now)
                forgotten = True
            page = left
        return {anomaly.key for anomaly in page}

    def _put(self, anomaly: Anomaly, now: datetime) -> dict[str, Any]:
        claim = self._claim(now) if anomaly.alert_due and anomaly.hold is None else {}
        return {
            "TableName": self.table,
            "Item": to_item(anomaly_item(anomaly, now) | claim),
            "ConditionExpression": "attribute_not_exists(symbol) OR expires_at <= :now",
            "ExpressionAttributeValues": to_item({":now": epoch_seconds(now)}),
        }

    def _claim(self, now: datetime) -> dict[str, Any]:
        return {"claimed_by": self.owner, "claimed_until": epoch_seconds(now + CLAIM_LASTS)}

    def _count(self, key: _CountKey, number: int, expiry: int, now: datetime) -> dict[str, Any]:
        return {
            "TableName": self.counters,
            "Key": _counter(key),
            "UpdateExpression": "SET expires_at = :expiry ADD anomalies :number",
            "ConditionExpression": "attribute_not_exists(expires_at) OR expires_at > :now",
            "ExpressionAttributeValues": to_item({":expiry": expiry, ":number": number, ":now": epoch_seconds(now)}),
        }

    def _forget(self, keys: Sequence[_CountKey], now: datetime) -> None:
        for key in keys:
            with suppress(self.client.exceptions.ConditionalCheckFailedException):
                self.client.delete_item(
                    TableName=self.counters,
                    Key=_counter(key),
                    ConditionExpression="expires_at <= :now",
                    ExpressionAttributeValues=to_item({":now": epoch_seconds(now)}),
                )

    def claim_alert(self, anomaly: Anomaly, now: datetime) -> bool:
        """Claim the alert of an anomaly that was stored before; False if it has gone out or is held.

        Raises `DependencyError` while another process has claimed it, so that the batch returns and finds out whether
        that one has sent it.
        """
        claim = {f":{name}": value for name, value in self._claim(now).items()}
        try:
            self.client.update_item(
                TableName=self.table,
                Key=_anomaly_key(anomaly),
                UpdateExpression="SET claimed_by = :claimed_by, claimed_until = :claimed_until",
                ConditionExpression=_CLAIMABLE,
                ExpressionAttributeValues=to_item(claim | {":now": epoch_seconds(now), ":no": False}),
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.client.exceptions.ConditionalCheckFailedException as error:
            standing: Any = error.response.get("Item", {})
            if standing.get("alerted") == {"BOOL": True} or "held_by" in standing:
                return False
            raise DependencyError(f"the alert of {anomaly.event.event_id} is claimed by another process") from error
        return True

    def note_alerted(self, anomaly: Anomaly) -> None:
        """Note that the alert has gone out; an anomaly that has been deleted since needs no note."""
        with suppress(self.client.exceptions.ConditionalCheckFailedException):
            self.client.update_item(
                TableName=self.table,
                Key=_anomaly_key(anomaly),
                UpdateExpression="SET alerted = :yes REMOVE claimed_by, claimed_until",
                ConditionExpression="attribute_exists(symbol)",
                ExpressionAttributeValues=to_item({":yes": True}),
            )

    def release_alerts(self, anomalies: Sequence[Anomaly]) -> None:
        """End our claims on alerts that have not gone out; leave those alone that are not ours any more."""
        for start in range(0, len(anomalies), TRANSACTION_LIMIT):
            page = list(anomalies[start : start + TRANSACTION_LIMIT])
            while page:
                refused = set(transact_write(self.client, [{"Update": self._release(anomaly)} for anomaly in page]))
                page = [anomaly for place, anomaly in enumerate(page) if place not in refused] if refused else []

    def _release(self, anomaly: Anomaly) -> dict[str, Any]:
        return {
            "TableName": self.table,
            "Key": _anomaly_key(anomaly),
            "UpdateExpression": "REMOVE claimed_by, claimed_until",
            "ConditionExpression": "claimed_by = :claimed_by",
            "ExpressionAttributeValues": to_item({":claimed_by": self.owner}),
        }


def _anomaly_key(anomaly: Anomaly) -> dict[str, Any]:
    symbol, anomaly_id = anomaly.key
    return to_item({"symbol": symbol, "anomaly_id": anomaly_id})


def _counter(key: _CountKey) -> dict[str, Any]:
    scope, bucket = key
    return to_item({"scope": scope, "bucket": bucket})


def _count_key(anomaly: Anomaly) -> _CountKey:
    event = anomaly.event
    hour = floor_minute(event.timestamp).replace(minute=0)
    return event.feed, hour_bucket(ANOMALIES, hour, event.symbol)
