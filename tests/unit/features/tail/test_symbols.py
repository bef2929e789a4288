from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.tail.symbols import known_symbols, require_symbol, wanted_symbols
from tests.unit.features.tail.fakes import FakeDynamo, source

STATES = {
    "detector_state": [{"series": "replay:crash#NVDA"}, {"series": "alpha_vantage#TSLA"}, {"series": "replay:x#AMD"}]
}


def test_configured_symbols_then_replayed_ones_each_once() -> None:
    dynamo: object = FakeDynamo(STATES)
    assert known_symbols(dynamo, "detector_state", ["AAPL", "TSLA"]) == ["AAPL", "TSLA", "AMD", "NVDA"]  # type: ignore[arg-type]


def test_a_symbol_asked_for_is_the_only_one(tmp_path: Path) -> None:
    assert wanted_symbols(source(tmp_path, symbol="BRK.B")) == ["BRK.B"]
    assert "NVDA" in wanted_symbols(source(tmp_path, dynamodb=FakeDynamo(STATES)))


@pytest.mark.parametrize(
    ("text", "symbol"), [("tsla", "TSLA"), (" BRK.b ", "BRK.B"), ("^gspc", None), ("", None), ("A B", None)]
)
def test_what_can_be_a_symbol(text: str, symbol: str | None) -> None:
    if symbol:
        assert require_symbol(text) == symbol
        return
    with pytest.raises(UsageError, match="cannot be a symbol"):
        require_symbol(text)
