"""Anomalies as the detector stores them and the reader gives them back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.features.tail.anomalies import anomalies_table
from lambdas.shared.domain.anomaly import Anomaly, Direction, Severity
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.zscore import score_price
from tests.factories import FEED, NOON, price_event
from tests.unit.features.tail.fakes import FakeDynamo, source

if TYPE_CHECKING:
    from lambdas.shared.domain.stored import StoredAnomaly

WINDOW = tuple(Decimal("400") + Decimal(place % 3) / 10 for place in range(30))


def stored(*, minute: int = 0, alerted: bool = True, feed: str = FEED, price: str = "412.5") -> StoredAnomaly:
    """412.5 after thirty prices around 400.1, `minute` minutes after NOON."""
    event = price_event(price, seconds=60 * minute, feed=feed)
    found = Anomaly(event, Direction.SPIKE, Severity.HIGH, score_price(WINDOW, event.price), WINDOW, alerted)
    dynamo = FakeDynamo()
    dynamo.add_anomaly(found, alerted=alerted)
    return anomalies_table(source(Path(), dynamodb=dynamo)).of_symbol("AAPL", Span(limit=1), NOON)[0]
