from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.features.tail.catalogue import Kind, open_reader
from tests.unit.features.tail.fakes import FakeCloudWatch, FakeDynamo, FakeKinesis, FakeS3, FakeSqs, source

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.features.tail.base import Source

TABLES = ("live_prices", "price_candles", "anomalies", "detector_state")


@pytest.fixture
def empty(tmp_path: Path) -> Source:
    """A stack without any data."""
    dynamo = FakeDynamo({name: [] for name in TABLES})
    clients: dict[str, Any] = {
        "s3": FakeS3(),
        "kinesis": FakeKinesis(),
        "sqs": FakeSqs(),
        "cloudwatch": FakeCloudWatch(),
    }
    return source(tmp_path, dynamodb=dynamo, **clients)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_reader_that_copes_with_nothing(kind: Kind, empty: Source) -> None:
    reader = open_reader(kind, empty)
    page = reader.latest(10)
    assert page.rows == []
    assert reader.fresh(page.cursor).rows == []
    assert len({column.heading for column in reader.columns}) == len(reader.columns)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_fits_a_terminal_of_80_columns(kind: Kind, empty: Source) -> None:
    columns = [column for column in open_reader(kind, empty).columns if column.from_width <= 80]
    # The last column is the one that folds.
    assert sum(max(len(column.heading), column.width) + 2 for column in columns[:-1]) < 80
