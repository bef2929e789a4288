"""What each step of the pipeline did with an event. Every look is at a key that follows from the event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.quarantine.kept_records import kept_at, record_id
from finpulse_cli.features.tail.alerts import alerts_of
from finpulse_cli.features.tail.lake import PREFIX, has_literal_dates
from finpulse_cli.features.tail.objects import newest_objects, read_object
from finpulse_cli.stack.progress import CONSUMERS
from finpulse_cli.standins.athena.lines import event_lines
from lambdas.shared.adapters.dynamodb.candle_item import held_event_ids
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.timestamps import floor_minute, format_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from finpulse_cli.features.tail.base import Source
    from finpulse_cli.features.trace.find_event import FoundEvent
    from lambdas.shared.domain.stored import StoredAnomaly

OPENED_AT_MOST = 500  # objects of the lake, from the event's arrival on
EVERY_OBJECT = 1_000_000_000
_PRICES, _CANDLES, _DETECTOR = CONSUMERS


class State(StrEnum):
    """How a step stands."""

    DONE = "done"
    NOTHING_TO_DO = "nothing to do"
    WAITING = "waiting"
    STOPPED = "stopped"
    GONE = "gone"
    """Kept for a time that is over, so that nobody can tell any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `detail` is for people, `values` for programs."""

    name: str
    state: State
    detail: str
    values: Mapping[str, Any] = field(default_factory=dict)


def trace_steps(found: FoundEvent, source: Source) -> Iterator[Step]:
    """Yield the steps in the order of the data's way."""
    yield _stream(found)
    consumers = {name: _consumer(name, found, source) for name in CONSUMERS}
    yield _price(found, source, consumers[_PRICES])
    yield _candle(found, source, consumers[_CANDLES])
    yield _score(found, consumers[_DETECTOR])
    yield _alert(found, source)
    yield _lake(found, source)


def stopped_at(steps: list[Step]) -> str | None:
    """Return the first step that has not done what it is to do; None when all have, as far as can be told."""
    return next((step.name for step in steps if step.state in (State.WAITING, State.STOPPED)), None)


def _stream(found: FoundEvent) -> Step:
    if not found.places:
        return Step("stream", State.GONE, "not on the stream any more: it keeps 24 hours")
    places = [
        {
            "shard_id": place.shard_id,
            "sequence_number": place.sequence_number,
            "arrived_at": format_timestamp(place.arrived_at),
        }
        for place in found.places
    ]
    first = places[0]
    times = "" if len(places) == 1 else f", put {len(places)} times"
    detail = f"{first['shard_id']}, sequence number {first['sequence_number']}, arrived {first['arrived_at']}{times}"
    return Step("stream", State.DONE, detail, {"records": places})


def _consumer(name: str, found: FoundEvent, source: Source) -> Step | None:
    """Return why a consumer has not used the event; None when it came past it and kept nothing in quarantine."""
    for place in found.places:
        kept = kept_at(
            source.clients.s3, source.outputs.lake_bucket, name, place.arrived_at, record_id(*_key_of(place))
        )
        if kept is not None:
            reason = kept.reasons[name]
            detail = f"quarantined: {reason}; see `finpulse quarantine show {kept.id}`"
            return Step(name, State.STOPPED, detail, {"quarantine_id": kept.id, "reason": reason})
    if found.places and not any(_has_passed(name, place, source) for place in found.places):
        return Step(name, State.WAITING, f"{name} has not come to it yet; see `finpulse status`")
    return None


def _key_of(place: Any) -> tuple[str, str]:
    return place.shard_id, place.sequence_number


def _has_passed(name: str, place: Any, source: Source) -> bool:
    item = _item(source, "consumer_progress", {"consumer": name, "shard_id": place.shard_id})
    return item is not None and int(item["sequence_number"]) >= int(place.sequence_number)


def _price(found: FoundEvent, source: Source, held_up: Step | None) -> Step:
    at = format_timestamp(found.timestamp)
    item = _item(source, "live_prices", {"series": found.series, "timestamp": at})
    if item is not None and item["event_id"] == found.event_id:
        return Step("price", State.DONE, f"{found.series} at {at}: {item['price']}", {"series": found.series, "at": at})
    if item is not None:
        other = str(item["event_id"])
        detail = f"another quote of the same moment stands, {other}: of two the greater id does"
        return Step("price", State.DONE, detail, {"series": found.series, "at": at, "outranked_by": other})
    return _named("price", held_up) or Step("price", State.GONE, "no row: prices are kept 7 days, of a replay one")


def _candle(found: FoundEvent, source: Source, held_up: Step | None) -> Step:
    minute = format_timestamp(floor_minute(found.timestamp))
    item = _item(source, "price_candles", {"series": found.series, "candle_timestamp": minute})
    if item is not None and found.event_id in held_event_ids(item):
        detail = f"in the candle of {minute}, with {int(item['trades']) - 1} others"
        return Step("candle", State.DONE, detail, {"candle_timestamp": minute, "trades": int(item["trades"])})
    if waits := _named("candle", held_up):
        return waits
    if item is not None:
        return Step("candle", State.STOPPED, f"the candle of {minute} does not hold it")
    return Step("candle", State.GONE, "no candle: they are kept 30 days, of a replay one")


def _score(found: FoundEvent, held_up: Step | None) -> Step:
    if found.anomalies:
        detail = "; ".join(
            f"{one.severity} {one.direction}, z {one.z_score:+.2f} by {one.detector}" for one in found.anomalies
        )
        first, *others = [_verdict(one) for one in found.anomalies]
        return Step("score", State.DONE, detail, first | ({"others": others} if others else {}))
    if waits := _named("score", held_up):
        return waits
    if not found.places:
        return Step("score", State.GONE, "no anomaly is stored: it was none, or its 90 days, of a replay one, are over")
    detail = "no anomaly: it is within the detector's limits, too few prices came before it, or it came late"
    return Step("score", State.DONE, detail)


def _verdict(anomaly: StoredAnomaly) -> dict[str, str]:
    said = {"severity": anomaly.severity, "direction": anomaly.direction, "z_score": str(anomaly.z_score)}
    return said | {"detector": anomaly.detector}


def _alert(found: FoundEvent, source: Source) -> Step:
    if not found.anomalies:
        return Step("alert", State.NOTHING_TO_DO, "only anomalies are mailed")
    alerts = alerts_of(source.clients, source.outputs, source.home)
    if alerts is not None:
        alerts.collect()
    mails = [alert for alert in (alerts.alerts() if alerts else ()) if alert["event_id"] == found.event_id]
    if mails:
        values = {"message_ids": [mail["message_id"] for mail in mails], "sent_at": mails[0]["sent_at"]}
        return Step("alert", State.DONE, f"mailed at {mails[0]['sent_at']}: {mails[0]['subject']}", values)
    if not any(one.alerted for one in found.anomalies):
        return Step("alert", State.NOTHING_TO_DO, "not mailed: the cool-down, see `finpulse anomalies explain`")
    if alerts is None:
        return Step("alert", State.DONE, "handed to SNS, which mails it")
    return Step("alert", State.STOPPED, "handed to SNS, but no message of it arrived here; see `finpulse mail`")


def _lake(found: FoundEvent, source: Source) -> Step:
    client, bucket = source.clients.s3, source.outputs.lake_bucket
    if found.ingested_at is None:
        return Step("lake", State.GONE, "when it arrived is not known, so its folder is not")
    since = found.ingested_at - timedelta(minutes=1)
    folders = [PREFIX] if has_literal_dates(client, bucket) else _day_folders(found.ingested_at)
    objects = [item for folder in folders for item in newest_objects(client, bucket, folder, EVERY_OBJECT)]
    later = [item for item in objects if item.modified >= since]
    for item in sorted(later, key=lambda item: item.modified)[:OPENED_AT_MOST]:
        lines = event_lines(read_object(client, bucket, item.key))
        if any(found.event_id.encode() in line for line in lines):
            written = format_timestamp(item.modified)
            return Step("lake", State.DONE, f"{item.key}, written {written}", {"key": item.key, "written_at": written})
    if found.places:
        return Step("lake", State.WAITING, "in no object yet: Firehose gathers for minutes before it writes")
    return Step("lake", State.STOPPED, f"in none of the {min(len(later), OPENED_AT_MOST)} objects written after it")


def _day_folders(arrived_at: datetime) -> list[str]:
    """Return the folders of the day of arrival and its neighbours: an object is dated by the first event in it."""
    days = (arrived_at - timedelta(days=1), arrived_at, arrived_at + timedelta(days=1))
    return [f"{PREFIX}year={day:%Y}/month={day:%m}/day={day:%d}/" for day in days]


def _named(name: str, held_up: Step | None) -> Step | None:
    return None if held_up is None else Step(name, held_up.state, held_up.detail, held_up.values)


def _item(source: Source, table: str, key: Mapping[str, str]) -> dict[str, Any] | None:
    reply = source.clients.dynamodb.get_item(
        TableName=source.outputs.tables[table], Key=to_item(key), ConsistentRead=True
    )
    return from_item(reply["Item"]) if "Item" in reply else None
