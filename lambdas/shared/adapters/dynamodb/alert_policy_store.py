"""alerting, partition `policy`: an item for each silence, and one for the quiet hours.

A silence stays for some days after its end, so that a batch that comes late is decided as it would have been in time;
for the same reason one that is lifted ends instead of going.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.alert_policy import AlertPolicy, QuietHours, Silence, ZoneOffsets
from lambdas.shared.domain.anomaly import Direction, Severity
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp, parse_timestamp
from lambdas.shared.errors import DependencyError, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

POLICY = "policy"  # the partition
QUIET = "quiet_hours"
SILENCE = "silence:"
KEPT_DAYS = 8  # after its end: longer than the stream keeps a record


@dataclass(frozen=True, slots=True)
class DynamoAlertPolicy:
    """Implements `ports.AlertPolicies`, and what the command line changes."""

    client: DynamoDBClient
    table: str

    def load(self, now: datetime) -> AlertPolicy:
        """Read the policy as it is now: one call. `DependencyError` names an item that nobody can read."""
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="#scope = :scope",
            ExpressionAttributeNames={"#scope": "scope"},
            ExpressionAttributeValues=to_item({":scope": POLICY}),
            ConsistentRead=True,
        )
        items = [from_item(item) for page in pages for item in page["Items"]]
        return _policy([item for item in items if item.get("expires_at", epoch_seconds(now) + 1) > epoch_seconds(now)])

    def put_silence(self, silence: Silence) -> None:
        """Add a silence, or replace the one of its id."""
        values = {
            **_key(f"{SILENCE}{silence.silence_id}"),
            "since": format_timestamp(silence.since),
            "until": format_timestamp(silence.until),
            "symbol": silence.symbol,
            "direction": silence.direction and str(silence.direction),
            "severity": silence.severity and str(silence.severity),
            "expires_at": expiry(silence.until, KEPT_DAYS),
        }
        self.client.put_item(TableName=self.table, Item=to_item(values))

    def put_quiet_hours(self, quiet: QuietHours) -> None:
        """Set the quiet hours in place of others."""
        values = {
            **_key(QUIET),
            "since": format_timestamp(quiet.since),
            "begins": quiet.begins.isoformat("minutes"),
            "ends": quiet.ends.isoformat("minutes"),
            "zone": quiet.zone,
            "offsets": [
                {"since": format_timestamp(since), "seconds": int(offset.total_seconds())}
                for since, offset in quiet.offsets.changes
            ],
            "days": sorted(quiet.days),
            "high_passes": quiet.high_passes,
        }
        self.client.put_item(TableName=self.table, Item=to_item(values))

    def remove_quiet_hours(self) -> None:
        """Have no quiet hours."""
        self.client.delete_item(TableName=self.table, Key=to_item(_key(QUIET)))


def _key(name: str) -> dict[str, Any]:
    return {"scope": POLICY, "name": name}


def _policy(items: Iterable[Mapping[str, Any]]) -> AlertPolicy:
    silences: list[Silence] = []
    quiet: QuietHours | None = None
    for item in items:
        try:
            if item["name"] == QUIET:
                quiet = _quiet_hours(item)
            else:
                silences.append(_silence(item))
        except (KeyError, TypeError, ValueError, RecordError) as error:
            raise DependencyError(
                f"the item {item.get('name')} of the alert policy cannot be read ({error}): set it again with "
                "`finpulse alerts`, or delete it"
            ) from error
    return AlertPolicy(tuple(sorted(silences, key=lambda silence: (silence.since, silence.silence_id))), quiet)


def _silence(item: Mapping[str, Any]) -> Silence:
    direction, severity = item.get("direction"), item.get("severity")
    return Silence(
        silence_id=item["name"].removeprefix(SILENCE),
        since=parse_timestamp(item["since"]),
        until=parse_timestamp(item["until"]),
        symbol=item.get("symbol"),
        direction=Direction(direction) if direction else None,
        severity=Severity(severity) if severity else None,
    )


def _quiet_hours(item: Mapping[str, Any]) -> QuietHours:
    return QuietHours(
        since=parse_timestamp(item["since"]),
        begins=time.fromisoformat(item["begins"]),
        ends=time.fromisoformat(item["ends"]),
        zone=item["zone"],
        offsets=_offsets(item["offsets"]),
        days=frozenset(map(int, item["days"])),
        high_passes=item["high_passes"],
    )


def _offsets(items: Iterable[Mapping[str, Any]]) -> ZoneOffsets:
    changes = ((parse_timestamp(item["since"]), timedelta(seconds=int(item["seconds"]))) for item in items)
    offsets = ZoneOffsets(tuple(changes))
    if not offsets.changes:
        raise ValueError("a zone without an offset")
    return offsets
