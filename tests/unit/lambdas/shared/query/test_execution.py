from __future__ import annotations

from decimal import Decimal

import pytest

from lambdas.shared.query.execution import QueryState, QueryStatus, price_of


@pytest.mark.parametrize(
    ("scanned", "usd"),
    [
        (0, "0.00005"),  # ten megabytes at least
        (10_000_000, "0.00005"),
        (10_000_001, "0.000055"),  # a megabyte that was begun counts whole
        (10**12, "5"),
    ],
)
def test_five_dollars_a_terabyte(scanned: int, usd: str) -> None:
    assert price_of(scanned) == Decimal(usd)


def test_a_query_that_failed_costs_nothing_and_a_cancelled_one_what_it_read() -> None:
    assert QueryStatus(QueryState.FAILED, "", 10**9, 0).usd == 0
    assert QueryStatus(QueryState.CANCELLED, "", 10**12, 0).usd == 5


def test_which_states_are_final() -> None:
    assert {state for state in QueryState if state.is_over} == {"SUCCEEDED", "FAILED", "CANCELLED"}
