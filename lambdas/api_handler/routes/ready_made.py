"""GET /query/ready-made."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.query.catalogue import READY_MADE

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import ReadyMadeQueriesPayload, ReadyMadeQueryPayload


def get_ready_made(call: Call) -> ReadyMadeQueriesPayload:
    """Return the ready-made queries over the last days of arrivals, for POST /query; no secret, so without a token."""
    last = call.now.date()
    first = last - timedelta(days=call.numbers["days"] - 1)
    queries: list[ReadyMadeQueryPayload] = [
        {"name": entry.name, "about": entry.about, "sql": entry.sql(first, last)} for entry in READY_MADE
    ]
    return {"queries": queries, "count": len(queries)}
