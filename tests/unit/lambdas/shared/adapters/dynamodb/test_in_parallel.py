from __future__ import annotations

import threading

import pytest

from lambdas.shared.adapters.dynamodb.in_parallel import WORKERS, each_in_parallel, in_parallel


def test_results_stand_under_their_series_in_the_order_given() -> None:
    assert list(in_parallel(str.lower, ["MSFT", "AAPL", "TSLA"]).items()) == [
        ("MSFT", "msft"),
        ("AAPL", "aapl"),
        ("TSLA", "tsla"),
    ]


def test_a_repeated_series_is_read_once() -> None:
    read: list[str] = []
    in_parallel(read.append, ["AAPL", "AAPL"])
    assert read == ["AAPL"]


def test_no_series_need_no_threads() -> None:
    assert in_parallel(str.lower, []) == {}


def test_reads_run_side_by_side() -> None:
    together = threading.Barrier(WORKERS, timeout=10)  # would break if they ran one after the other
    symbols = [f"S{number}" for number in range(WORKERS)]
    assert set(in_parallel(lambda _: together.wait(), symbols)) == set(symbols)


def test_a_failure_is_raised() -> None:
    def read(symbol: str) -> str:
        if symbol == "MSFT":
            raise ConnectionError(symbol)
        return symbol

    with pytest.raises(ConnectionError, match="MSFT"):
        in_parallel(read, ["AAPL", "MSFT"])


def test_each_result_stands_at_its_place_and_one_alone_needs_no_thread() -> None:
    assert each_in_parallel(len, [[1], [], [1, 2]]) == [1, 0, 2]
    assert each_in_parallel(lambda _: threading.current_thread(), [1]) == [threading.main_thread()]
