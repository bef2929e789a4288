"""Athena and the token in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lambdas.shared.query.execution import QueryRows, QueryState, QueryStatus
from lambdas.shared.query.validate import Lake

if TYPE_CHECKING:
    from datetime import datetime

TOKEN = "a" * 43
LAKE = Lake("finpulse", frozenset({"raw_events"}))
TIME_LIMIT = timedelta(seconds=60)
ID = "01234567-89ab-cdef-0123-456789abcdef"
NO_ROWS = QueryRows((), (), cut=False)


def refusal(code: str, message: str = "no") -> ClientError:
    """What boto3 raises for an error of Athena's."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "StartQueryExecution")


def status(state: QueryState, reason: str = "", **moments: datetime) -> QueryStatus:
    """A query in that state."""
    return QueryStatus(state, reason, scanned_bytes=1_000, milliseconds=400, **moments)


@dataclass
class MemoryAthena:
    """Queries by id. `refuses` is what every call raises; `result` what every query gives."""

    queries: dict[str, QueryStatus] = field(default_factory=dict)
    result: QueryRows = NO_ROWS
    refuses: ClientError | None = None
    asked: list[str] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    token: str = TOKEN

    def refresh(self) -> str:
        return self.token

    def start(self, sql: str) -> str:
        self._refuse()
        self.asked.append(sql)
        self.queries[ID] = status(QueryState.QUEUED)
        return ID

    def status(self, query_id: str) -> QueryStatus | None:
        self._refuse()
        return self.queries.get(query_id)

    def rows(self, query_id: str, limit: int) -> QueryRows:
        self._refuse()
        assert self.queries[query_id].state is QueryState.SUCCEEDED
        self.limits.append(limit)
        return self.result

    def stop(self, query_id: str) -> None:
        self._refuse()
        # as at Athena, the new state shows later
        self.queries[query_id] = replace(self.queries[query_id], reason="stopping")

    def _refuse(self) -> None:
        if self.refuses is not None:
            raise self.refuses
