from __future__ import annotations

import threading

import pytest
from lambdas.shared.adapters.dynamodb.per_symbol import WORKERS, per_symbol


def test_results_stand_under_their_symbols_in_the_order_given() -> None:
    assert list(per_symbol(str.lower, ["MSFT", "AAPL", "TSLA"]).items()) == [
        ("MSFT", "msft"),
        ("AAPL", "aapl"),
        ("TSLA", "tsla"),
    ]


def test_a_repeated_symbol_is_read_once() -> None:
    read: list[str] = []
    per_symbol(read.append, ["AAPL", "AAPL"])
    assert read == ["AAPL"]


def test_no_symbols_need_no_threads() -> None:
    assert per_symbol(str.lower, []) == {}


def test_reads_run_side_by_side() -> None:
    together = threading.Barrier(WORKERS, timeout=10)  # would break if they ran one after the other
    symbols = [f"S{number}" for number in range(WORKERS)]
    assert set(per_symbol(lambda _: together.wait(), symbols)) == set(symbols)


def test_a_failure_is_raised() -> None:
    def read(symbol: str) -> str:
        if symbol == "MSFT":
            raise ConnectionError(symbol)
        return symbol

    with pytest.raises(ConnectionError, match="MSFT"):
        per_symbol(read, ["AAPL", "MSFT"])
