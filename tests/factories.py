"""Values for tests: each factory gives something valid and lets a test say only what it is about."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.anomaly import Anomaly, Direction, Severity
from lambdas.shared.domain.detectors.roster import zscore_alone
from lambdas.shared.domain.detectors.zscore_detector import ZScoreDetector
from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import LIVE, is_replay
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.domain.zscore import Score
from lambdas.shared.wire.kinesis_records import StreamRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from lambdas.shared.domain.detector import SeriesState

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # the moment every offset below counts from
FEED = "test.1"  # of the events below, unless they say otherwise: one run of a recording called test
ZSCORE = zscore_alone(timedelta(minutes=15)).usual  # who judges, unless a test is about others
LATER = NOON + timedelta(days=1)  # when records arrive, so that no event is ahead of it
SHARD = "shardId-000000000000"


def price_event(
    price: str | int = "231.5",
    *,
    seconds: float = 0,
    symbol: str = "AAPL",
    volume: str | int = 1200,
    kind: VolumeKind = VolumeKind.INTERVAL,
    change_percent: str | None = None,
    feed: str = FEED,
    source: Source | None = None,
    session: date | None = None,
    bar: tuple[str | int, str | int, str | int] | None = None,
    ingested_at: datetime | None = None,
    recorded_at: datetime | None = None,
) -> PriceEvent:
    """An event quoted `seconds` after NOON. `bar` has its open, high and low, when it is one."""
    timestamp = NOON + timedelta(seconds=seconds)
    opened, high, low = map(Decimal, bar) if bar else (None, None, None)
    return make_event(
        feed=feed,
        symbol=symbol,
        price=Decimal(price),
        volume=Decimal(volume),
        volume_kind=kind,
        session=session or trading_day_of(timestamp),
        change_percent=None if change_percent is None else Decimal(change_percent),
        timestamp=timestamp,
        ingested_at=ingested_at or max(NOON, timestamp),
        source=source or (Source.REPLAY if is_replay(feed) else Source.ALPHA_VANTAGE),
        open=opened,
        high=high,
        low=low,
        recorded_at=recorded_at,
    )


def day_total(
    total: str | int,
    *,
    seconds: float,
    symbol: str = "AAPL",
    price: str | int = 100,
    feed: str = LIVE,
    session: date | None = None,
) -> PriceEvent:
    """A live quote that carries the day's running total."""
    kind = VolumeKind.DAY_TOTAL
    return price_event(price, seconds=seconds, symbol=symbol, volume=total, kind=kind, feed=feed, session=session)


def price_run(prices: Iterable[str | int], *, every: float = 60, **more: Any) -> list[PriceEvent]:
    """One event a price, `every` seconds apart from NOON on."""
    return [price_event(price, seconds=place * every, **more) for place, price in enumerate(prices)]


def anomaly(
    event: PriceEvent | None = None,
    *,
    direction: Direction = Direction.SPIKE,
    severity: Severity = Severity.HIGH,
    alert_due: bool = True,
) -> Anomaly:
    """An anomaly of `event`, by default 412.5 after thirty prices of 400."""
    return Anomaly(
        event=event or price_event("412.5"),
        direction=direction,
        severity=severity,
        score=Score(mean=400.0, stdev=0.04, z=312.5, deviation_percent=3.125),
        window=(Decimal(400),) * 30,
        alert_due=alert_due,
    )


def window_of(state: SeriesState) -> tuple[Decimal, ...]:
    """The prices that `zscore` remembers."""
    return ZScoreDetector(2.5).read(state.memories["zscore"].text).prices


def stream_record(data: bytes = b"x", *, sequence_number: str = "1", shard_id: str = SHARD) -> StreamRecord:
    """A record that arrived at NOON."""
    return StreamRecord(shard_id, sequence_number, "AAPL", NOON, data)


def lambda_event(
    lines: Sequence[bytes], *, first_sequence_number: int = 1, shard_id: str = SHARD, arrived_at: datetime = LATER
) -> dict[str, Any]:
    """What a Kinesis mapping hands to a function for these record bodies."""
    return {
        "Records": [
            _lambda_record(line, str(first_sequence_number + place), shard_id, arrived_at)
            for place, line in enumerate(lines)
        ]
    }


def _lambda_record(line: bytes, sequence_number: str, shard_id: str, arrived_at: datetime) -> dict[str, Any]:
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "AAPL",
            "sequenceNumber": sequence_number,
            "data": base64.b64encode(line).decode(),
            "approximateArrivalTimestamp": arrived_at.timestamp(),
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard_id}:{sequence_number}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::000000000000:role/test",
        "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:kinesis:us-east-1:000000000000:stream/test",
    }
