"""The adapter to Athena against the real emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.athena_queries import AthenaQueries
from lambdas.shared.query.execution import QueryState, ResultColumn
from tests.contract.lakes import AthenaTable
from tests.queries import finished

if TYPE_CHECKING:
    from tests.emulator import Emulator

MANY = 1_200  # more than one page of results
SLOW = (  # seconds, so that it cannot be over before it is stopped
    "SELECT count(*) AS n FROM UNNEST(sequence(1, 40000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 40000)) AS b(y) "
    "WHERE x * y % 7 = 3"
)


@pytest.fixture(scope="module")
def athena(emulator: Emulator) -> AthenaTable:
    made = AthenaTable(emulator)
    made.add(*(f'{{"id":"{number:05d}"}}' for number in range(MANY)))
    return made


@pytest.fixture
def queries(athena: AthenaTable) -> AthenaQueries:
    return AthenaQueries(athena.client, athena.name, athena.name)


def test_rows_have_names_types_and_no_value_for_null(queries: AthenaQueries) -> None:
    query_id, status = finished(queries, 'SELECT id, "timestamp", 7 AS n FROM events ORDER BY id LIMIT 1')
    assert status.state is QueryState.SUCCEEDED
    assert status.scanned_bytes > 0
    found = queries.rows(query_id, 10)
    assert found.columns == (
        ResultColumn("id", "varchar"),
        ResultColumn("timestamp", "varchar"),
        ResultColumn("n", "integer"),
    )
    assert (found.rows, found.cut) == ((("00000", None, "7"),), False)


@pytest.mark.parametrize(("limit", "given", "cut"), [(MANY, MANY, False), (MANY - 1, MANY - 1, True), (3, 3, True)])
def test_all_pages_are_read_up_to_the_limit(queries: AthenaQueries, limit: int, given: int, cut: bool) -> None:
    query_id, _ = finished(queries, "SELECT id FROM events ORDER BY id")
    found = queries.rows(query_id, limit)
    assert [row[0] for row in found.rows] == [f"{number:05d}" for number in range(given)]
    assert found.cut is cut


def test_a_query_that_fails_says_why(queries: AthenaQueries) -> None:
    _, status = finished(queries, "SELECT nothing_of_that_name FROM events")
    assert status.state is QueryState.FAILED
    assert "nothing_of_that_name" in status.reason


def test_a_query_can_be_stopped(queries: AthenaQueries) -> None:
    query_id = queries.start(SLOW)
    queries.stop(query_id)
    status = queries.status(query_id)
    assert status is not None
    assert status.state is QueryState.CANCELLED


def test_a_query_of_nobody_or_of_another_workgroup_is_unknown(athena: AthenaTable, queries: AthenaQueries) -> None:
    query_id, _ = finished(queries, "SELECT 1 AS one")
    assert AthenaQueries(athena.client, "another", athena.name).status(query_id) is None
    assert queries.status("00000000-0000-0000-0000-000000000000") is None
