"""What `down` leaves is what `up` finds, whatever was asked before; what is lost is said, and made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox

KINDS = {
    "decimal": "CAST('749283.8444' AS decimal(20, 4))",
    "double": "CAST(0.1 AS double)",
    "not a number": "CAST('NaN' AS double)",
    "infinity": "CAST('Infinity' AS double)",
    "bigint": "9223372036854775807",
    "boolean": "true",
    "null": "NULL",
    "date": "DATE '2026-11-20'",
    "timestamp": "TIMESTAMP '2026-11-20 14:31:00.123'",
    "interval": "INTERVAL '3' DAY",
    "varbinary": "from_hex('61FF00')",
    "array": "ARRAY[1.5, 2.5]",
    "map": "MAP(ARRAY['a', 'b'], ARRAY[DATE '2026-11-20', NULL])",
    "row": "CAST(ROW(1, DATE '2026-11-20') AS ROW(x integer, y date))",
}
LOST = ("athena", "dynamodb", "glue", "kinesis")


def test_a_query_of_any_kind_then_down_then_up(fresh: Sandbox) -> None:
    """One story, because provisioning takes a minute: first all is kept, then one service is lost, then several."""
    fresh.run(*fresh.up)
    for sql in KINDS.values():
        fresh.run("query", f"SELECT {sql} AS value", "--json")
    before = results(fresh)
    assert len(before) == len(KINDS)

    assert "state kept" in fresh.run("down").stderr
    again = fresh.run("up").stderr
    assert "created aws_" not in again
    assert results(fresh) == before
    fresh.run("replay", "flash-crash", "--expect")

    fresh.run("down")
    again = lose(fresh, "athena")
    assert "not restored: athena" in again
    assert "created aws_athena_workgroup" in again
    assert "created aws_dynamodb_table" not in again
    assert fresh.json("query", "SELECT count(*) > 0 AS found FROM raw_events") == [{"found": True}]

    fresh.run("down")
    again = lose(fresh, *LOST)
    assert "created aws_dynamodb_table" in again
    assert "from scratch" not in again
    fresh.run("replay", "flash-crash", "--expect")
    assert fresh.status()["healthy"]


def lose(sandbox: Sandbox, *services: str) -> str:
    """Take the state of some services away; what `up` says then."""
    [checkpoint] = (sandbox.folder / "state").glob("checkpoint-*")
    for service in services:
        (checkpoint / f"{service}.json").unlink()
    return sandbox.run("up").stderr


def results(sandbox: Sandbox) -> dict[str, Any]:
    """What the emulator's Athena tells of each query that was asked."""
    athena, workgroup = sandbox.clients.athena, sandbox.stack.athena_workgroup or ""
    queries = athena.list_query_executions(WorkGroup=workgroup)["QueryExecutionIds"]
    return {query: athena.get_query_results(QueryExecutionId=query)["ResultSet"] for query in queries}
