from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.tail.symbols import require_symbol, wanted_series
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeDynamo, source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def dynamo() -> FakeDynamo:
    client = FakeDynamo()
    client.add_feed("live", "AAPL", "TSLA")
    client.add_feed("calm.one", "NVDA")
    return client


def test_series_of_the_live_market_unless_a_feed_is_named(tmp_path: Path, dynamo: FakeDynamo) -> None:
    assert wanted_series(source(tmp_path, dynamodb=dynamo), NOON) == ["AAPL", "TSLA"]
    assert wanted_series(source(tmp_path, feed="calm.one", dynamodb=dynamo), NOON) == ["NVDA@calm.one"]


def test_a_symbol_asked_for_is_the_only_one(tmp_path: Path, dynamo: FakeDynamo) -> None:
    assert wanted_series(source(tmp_path, symbol="BRK.B", dynamodb=dynamo), NOON) == ["BRK.B"]


@pytest.mark.parametrize(
    ("text", "symbol"), [("tsla", "TSLA"), (" BRK.b ", "BRK.B"), ("^gspc", "^GSPC"), ("", None), ("A B", None)]
)
def test_what_can_be_a_symbol(text: str, symbol: str | None) -> None:
    if symbol:
        assert require_symbol(text) == symbol
        return
    with pytest.raises(UsageError, match="cannot be a symbol"):
        require_symbol(text)
