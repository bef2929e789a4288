from __future__ import annotations

from lambdas.shared.query.catalogue import READY_MADE
from lambdas.shared.query.validate import require_select
from tests.doubles.api_services import ApiServices
from tests.doubles.memory_athena import LAKE


def test_every_ready_made_query_is_told_for_the_last_days() -> None:
    reply = ApiServices().get("/query/ready-made", "days=3")
    assert reply.status == 200
    assert [entry["name"] for entry in reply.body["queries"]] == [query.name for query in READY_MADE]
    for entry in reply.body["queries"]:
        assert "day BETWEEN 18 AND 20" in entry["sql"]
        require_select(entry["sql"], LAKE)
