"""Anomalies as the detectors store them and the reader gives them back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.features.tail.anomalies import anomalies_table
from lambdas.shared.domain.anomaly import Anomaly, Direction, Severity
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.detectors.roster_text import roster_of
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.zscore import score_price
from tests.factories import FEED, NOON, price_event
from tests.minute_bars import trading_days, walk
from tests.unit.features.tail.fakes import FakeDynamo, source

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.detectors.scoring import Scale
    from lambdas.shared.domain.stored import StoredAnomaly

WINDOW = tuple(Decimal("400") + Decimal(place % 3) / 10 for place in range(30))


def stored(*, minute: int = 0, alerted: bool = True, feed: str = FEED, price: str = "412.5") -> StoredAnomaly:
    """412.5 after thirty prices around 400.1, `minute` minutes after NOON."""
    event = price_event(price, seconds=60 * minute, feed=feed)
    found = Anomaly(event, Direction.SPIKE, Severity.HIGH, score_price(WINDOW, event.price), WINDOW, alerted)
    return _read_back(found, NOON, alerted=alerted)


def stored_move(scale: Scale, *, factor: str = "1.01") -> StoredAnomaly:
    """What `calibrated` finds in a walk that is raised by `factor`, over `scale`."""
    bars = walk(trading_days(2))
    steps = {"1m": 1, "5m": 5, "overnight": 1}[scale]
    begin = 390 if scale == "overnight" else 600
    step = (Decimal(factor) - 1) / steps
    moved = [
        replace(event, price=(event.price * (1 + step * (place + 1))).quantize(Decimal("0.01")))
        for place, event in enumerate(bars[begin : begin + steps])
    ]
    duties = roster_of('{"detectors":["calibrated"]}', NOON - NOON).usual
    found = detect(SeriesState(), [*bars[:begin], *moved], duties).anomalies
    (last,) = [one for one in found if one.event.timestamp == moved[-1].timestamp]
    assert last.scale == scale
    return _read_back(last, last.event.timestamp, alerted=True)


def _read_back(found: Anomaly, now: datetime, *, alerted: bool) -> StoredAnomaly:
    dynamo = FakeDynamo()
    dynamo.add_anomaly(found, alerted=alerted)
    return anomalies_table(source(Path(), dynamodb=dynamo)).of_symbol("AAPL", Span(limit=1), now)[0]
