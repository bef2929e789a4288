from __future__ import annotations

from lambdas.shared.query.catalogue import READY_MADE
from lambdas.shared.query.validate import require_select
from tests.unit.lambdas.api_handler.athena import LAKE
from tests.unit.lambdas.api_handler.world import World


def test_every_ready_made_query_is_told_for_the_last_days() -> None:
    reply = World().get("/query/ready-made", "days=3")
    assert reply.status == 200
    assert [entry["name"] for entry in reply.body["queries"]] == [query.name for query in READY_MADE]
    for entry in reply.body["queries"]:
        assert "day BETWEEN 18 AND 20" in entry["sql"]
        require_select(entry["sql"], LAKE)
