"""One query from start to end: waits for the engine, cancels it there when the user or the clock says so."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from finpulse_cli.core.errors import FailedError, StoppedError, act
from finpulse_cli.core.wait import wait_until
from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

POLL_SECONDS = 0.1
FEWER = "narrow it to fewer days, for example WHERE year = 2026 AND month = 11 AND day = 20"


@dataclass(frozen=True, slots=True)
class Engine:
    """Who answers: its name, what to say while it works, and what to do about a query that takes too long."""

    name: str
    working: str
    if_slow: str


ATHENA = Engine("Athena", "asking Athena", FEWER)
DUCKDB = Engine(
    "DuckDB",
    "asking DuckDB (this target has no Athena)",
    "run it again: the objects that it has read so far stay on this machine",
)


class Queries(Protocol):
    """Athena, see `lambdas.shared.adapters.athena_queries`, or its stand-in, see `finpulse_cli.standins.athena`."""

    def start(self, sql: str) -> str:
        """Hand a query in and return its id."""

    def status(self, query_id: str) -> QueryStatus | None:
        """Return how far it is."""

    def rows(self, query_id: str, limit: int) -> QueryRows:
        """Return the first rows of its result."""

    def stop(self, query_id: str) -> None:
        """Cancel it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a query that went well, and what it took."""

    query_id: str
    rows: QueryRows
    status: QueryStatus


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask: time comes in as `clock` and `sleep`; `show` is told how far the query is."""

    queries: Queries
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    show: Callable[[QueryStatus, float], None]
    limit: int
    timeout_seconds: float
    engine: Engine = ATHENA

    def ask(self, sql: str) -> Answer:
        """Answer a validated query.

        Raises FailedError when the engine refuses it or it runs too long, StoppedError when the user stopped it; in
        both cases nothing goes on running.
        """
        query_id = self.queries.start(sql)
        try:
            status = self._wait(query_id)
            if status.state is not QueryState.SUCCEEDED:
                raise _failure(status, self.engine.name)
            return Answer(query_id, self.queries.rows(query_id, self.limit), status)
        except KeyboardInterrupt:
            self.queries.stop(query_id)
            raise StoppedError(f"the query was cancelled at {self.engine.name}", "run it again when you like") from None

    def _wait(self, query_id: str) -> QueryStatus:
        began, seen = self.clock(), deque[QueryStatus](maxlen=1)

        def is_over() -> bool:
            status = self._status(query_id)
            seen.append(status)
            if not status.state.is_over:
                self.show(status, (self.clock() - began).total_seconds())
            return status.state.is_over

        seconds, clock = self.timeout_seconds, lambda: self.clock().timestamp()
        if wait_until(is_over, seconds, pause_seconds=POLL_SECONDS, clock=clock, sleep=self.sleep):
            return seen[0]
        self.queries.stop(query_id)
        raise FailedError(f"the query ran longer than {seconds:.0f} s and was cancelled", self.engine.if_slow)

    def _status(self, query_id: str) -> QueryStatus:
        status = self.queries.status(query_id)
        if status is None:
            raise FailedError(f"{self.engine.name} does not know query {query_id} any more", "run it again")
        return status


def _failure(status: QueryStatus, engine: str) -> FailedError:
    """Make the error that says why a query did not succeed, with the next thing to do."""
    reason = status.reason.strip() or f"{engine} gives no reason"
    if "scanned limit" in reason:
        return FailedError(f"the query would scan more than the workgroup allows: {reason}", FEWER)
    if status.state is QueryState.CANCELLED:
        return FailedError(f"the query was cancelled: {reason}", "run it again")
    return FailedError(
        f"{engine} could not run the query: {reason}",
        act("see the columns with `{}`, and working queries with `{}`", "query --schema", "query --list"),
    )
