"""Sizes of what the pipeline writes, as DynamoDB counts them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from finpulse_cli.features.cost.item_sizes import item_size, measured_sizes


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("text", 4),
        ("é", 2),
        (b"\x00" * 16, 16),
        (True, 1),
        (None, 1),
        (Decimal("231.42"), 4),
        (Decimal(100), 2),
        (7, 2),
        (["a", "b"], 3 + 2 * 2),
        ({"k": "v"}, 3 + 1 + 1 + 1),
    ],
)
def test_a_value_by_its_kind(value: Any, size: int) -> None:
    assert item_size({"n": [value]}) == 1 + 3 + 1 + size


def test_names_count_and_nothing_is_written_for_none() -> None:
    assert item_size({"symbol": "AAPL", "change": None}) == 6 + 4


def test_samples_of_the_projects_own_code() -> None:
    sizes = measured_sizes()
    assert 200 < sizes.event_bytes < 400
    assert 150 < sizes.price_bytes < 400
    assert sizes.candle_event_bytes == 16, "an id; a running total takes no place of its own"
    assert sizes.candle_bytes_of(Decimal(10)) == sizes.candle_bytes + 10 * sizes.candle_event_bytes
    assert sizes.price_bytes < 1024, "a price is one write unit"
    assert max(sizes.hour_bytes, sizes.day_bytes) < 1024, "a count is one write unit"
    assert sizes.anomaly_bytes < 1024, "an anomaly is one write unit in its table and in each index"
