"""Queries of any engine, run to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tests.waiting import eventually

if TYPE_CHECKING:
    from lambdas.shared.query.execution import QueryStatus


class Engine(Protocol):
    """The part of an engine that starts a query and tells its state."""

    def start(self, sql: str) -> str:
        """Start a query; return its id."""

    def status(self, query_id: str) -> QueryStatus | None:
        """Return the state of a query."""


def finished(engine: Engine, sql: str) -> tuple[str, QueryStatus]:
    """Return the id and the last state of a query that is over."""
    query_id = engine.start(sql)

    def over() -> QueryStatus | None:
        status = engine.status(query_id)
        return status if status and status.state.is_over else None

    return query_id, eventually(over, "the end of the query")
