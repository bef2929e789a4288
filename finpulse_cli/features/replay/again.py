"""A run that is sent again: its events must have the ids that they had, or every volume would count twice.

A replay that ends now ends a minute later a minute from now. So a run that a stack has met keeps the moments at which
it was sent first, however much later it comes again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.events import in_feed
from finpulse_cli.features.replay.partitions import first_item
from lambdas.shared.adapters.dynamodb.candle_item import held_event_ids
from lambdas.shared.domain.timestamps import floor_minute, parse_timestamp

if TYPE_CHECKING:
    from datetime import timedelta

    from mypy_boto3_dynamodb import DynamoDBClient

    from finpulse_cli.features.replay.plan import Plan
    from lambdas.shared.domain.event import PriceEvent


def as_sent_before(plan: Plan, dynamodb: DynamoDBClient, candles: str) -> Plan:
    """Return the plan at the moments at which its run was sent before; as it is if it never was.

    `candles` is the table's name. Raises UsageError where the feed holds other events than the recording's.
    """
    for event in _first_events(plan):
        stored = first_item(dynamodb, candles, ("series", event.series))
        if stored is None:
            continue
        delay = parse_timestamp(stored["candle_timestamp"]) - floor_minute(event.timestamp)
        if moved(event, delay, plan.shift).event_id not in held_event_ids(stored):
            raise UsageError(
                f"the feed {event.feed} holds other events than this recording as it is asked for",
                "name another run with --run, or leave it out",
            )
        events = tuple(moved(other, delay, plan.shift) for other in plan.events)
        return replace(plan, events=events, shift=plan.shift + delay)
    return plan


def moved(event: PriceEvent, delay: timedelta, shift: timedelta) -> PriceEvent:
    """Return an event, which lies `shift` after its recording, that much later still."""
    recorded_at = event.recorded_at or event.timestamp
    later = replace(event, timestamp=event.timestamp + delay, recorded_at=recorded_at if shift + delay else None)
    return in_feed(later, event.feed)


def _first_events(plan: Plan) -> list[PriceEvent]:
    """Return the earliest event of each series."""
    first: dict[str, PriceEvent] = {}
    for event in plan.events:
        if event.series not in first or event.timestamp < first[event.series].timestamp:
            first[event.series] = event
    return list(first.values())
