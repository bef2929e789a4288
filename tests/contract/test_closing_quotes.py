"""Which closing quotes were put, in memory and in DynamoDB."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.closing_quotes import DynamoClosingQuotes
from tests.contract.tables import implementation
from tests.doubles.closing_quotes import MemoryClosings

if TYPE_CHECKING:
    from lambdas.shared.ports import ClosingQuotes
    from tests.contract.tables import Tables

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)


@pytest.fixture
def closings(kind: str, request: pytest.FixtureRequest) -> ClosingQuotes:
    return implementation(
        kind,
        request,
        MemoryClosings,
        lambda client, table: DynamoClosingQuotes(client, table, lambda: NOW),
        "counters",
    )


def test_ids_are_kept_by_the_session_that_they_closed(closings: ClosingQuotes) -> None:
    assert set(closings.known(THURSDAY)) == set()
    closings.note(THURSDAY, ["a", "b"])
    closings.note(THURSDAY, ["b", "c"])
    closings.note(FRIDAY, ["d"])
    assert (set(closings.known(THURSDAY)), set(closings.known(FRIDAY))) == ({"a", "b", "c"}, {"d"})


def test_the_closing_quotes_of_500_symbols_fit(closings: ClosingQuotes) -> None:
    ids = [f"{number:032x}" for number in range(500)]
    closings.note(THURSDAY, ids)
    assert set(closings.known(THURSDAY)) == set(ids)


def test_dynamodb_forgets_them_after_some_days(tables: Tables) -> None:
    closings = DynamoClosingQuotes(tables.client, tables.create("counters"), lambda: NOW)
    closings.note(THURSDAY, ["a"])
    found = tables.client.scan(TableName=closings.table)["Items"][0]
    assert int(found["expires_at"]["N"]) == int(NOW.timestamp()) + 10 * 24 * 3600
