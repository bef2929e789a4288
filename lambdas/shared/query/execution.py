"""Athena's word on a query: how far it is, what it read, what that costs, and its rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MEGABYTE = 10**6  # as Athena counts: its lowest scan limit, "10 MB", is 10,000,000 bytes
_MEGABYTES_IN_TERABYTE = 10**6
MINIMUM_MEGABYTES = 10
USD_PER_TERABYTE = Decimal(5)  # us-east-1, aws.amazon.com/athena/pricing


class QueryState(StrEnum):
    """Athena's own words."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_over(self) -> bool:
        """True if nothing will change any more."""
        return self not in (QueryState.QUEUED, QueryState.RUNNING)


@dataclass(frozen=True, slots=True)
class QueryStatus:
    """The state of a query. `reason` says why it failed or was cancelled; `milliseconds` it has run at Athena.

    `submitted_at` and `ended_at` are Athena's own times, None where it tells none.
    """

    state: QueryState
    reason: str
    scanned_bytes: int
    milliseconds: int
    submitted_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def usd(self) -> Decimal:
        """The price of the query on AWS."""
        return price_of(self.scanned_bytes, self.state)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """Name and Athena's type (`bigint`, `decimal`, `varchar`, …)."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class QueryRows:
    """Rows as Athena's texts, None where it has NULL. `cut` when there are more than were asked for."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[str | None, ...], ...]
    cut: bool


def price_of(scanned_bytes: int, state: QueryState = QueryState.SUCCEEDED) -> Decimal:
    """USD: 5 a terabyte, by whole megabytes, 10 at least; a query that failed costs nothing."""
    if state is QueryState.FAILED:
        return Decimal(0)
    megabytes = max(MINIMUM_MEGABYTES, math.ceil(scanned_bytes / _MEGABYTE))
    return USD_PER_TERABYTE * megabytes / _MEGABYTES_IN_TERABYTE
