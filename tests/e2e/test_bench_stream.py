"""`finpulse bench stream` on a real sandbox: it measures, and leaves the sandbox as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox


def held(sandbox: Sandbox) -> dict[str, list[str]]:
    """The names of what the benchmark might leave or change."""
    clients = sandbox.clients
    mappings = clients.functions.list_event_source_mappings()["EventSourceMappings"]
    return {
        "streams": clients.kinesis.list_streams()["StreamNames"],
        "tables": clients.dynamodb.list_tables()["TableNames"],
        "functions": [found["FunctionName"] for found in clients.functions.list_functions()["Functions"]],
        "mappings": sorted(found["UUID"] for found in mappings),
        "roles": [found["RoleName"] for found in clients.iam.list_roles()["Roles"]],
    }


def test_both_kinds_of_consumers_are_measured_and_nothing_is_left(sandbox: Sandbox) -> None:
    before = held(sandbox)
    done = sandbox.run("bench", "stream", "--events", "500", "--rounds", "1", "--batch-size", "500", "--json")
    measured = json.loads(done.stdout)
    noop, real = measured["flows"]
    assert (noop["consumers"], real["consumers"]) == ("noop", "real")
    assert min(noop["events_per_second"], real["events_per_second"]) > 0
    assert real["functions_cpu_seconds"] > 0
    costs = {cost["consumer"]: cost for cost in measured["costs"]}
    assert costs["price_processor"]["write_units"] >= 1000
    assert all(cost["calls"] > 0 for cost in costs.values())
    assert held(sandbox) == before
