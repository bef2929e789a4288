"""Images in a DynamoDB stream as the rows that readers of the tables get.

Each function raises KeyError or TypeError for an image that lacks an attribute it must have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb import anomaly_reader, candle_reader, price_reader
from lambdas.shared.adapters.dynamodb.codec import from_item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lambdas.shared.domain.stored import StoredAnomaly, StoredCandle, StoredPrice


def price_of(image: Mapping[str, Any]) -> StoredPrice:
    """Return the row of an image from live_prices or latest_prices."""
    return price_reader.price_row(_columns(image, price_reader.ATTRIBUTES))


def candle_of(image: Mapping[str, Any]) -> StoredCandle:
    """Return the row of an image from price_candles."""
    return candle_reader.candle_row(_columns(image, candle_reader.ATTRIBUTES))


def anomaly_of(image: Mapping[str, Any]) -> StoredAnomaly:
    """Return the row of an image from anomalies."""
    return anomaly_reader.anomaly_row(_columns(image, anomaly_reader.ATTRIBUTES))


def _columns(image: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return from_item({name: image[name] for name in names if name in image})
