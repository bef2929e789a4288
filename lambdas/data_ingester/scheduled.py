"""The use case of a wake-up: find out what is due, ask for it, and say so when the day's requests are used up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lambdas.data_ingester.ingest import Summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lambdas.data_ingester.ingest import Ingester
    from lambdas.data_ingester.rounds import Rounds
    from lambdas.shared.domain.request_count import RequestCount

NOTHING = Summary(put=0, repeated=0, failed={})


@dataclass(frozen=True, slots=True)
class ScheduledIngester:
    """Wakes `ingester` for the symbols that are due. `report` is told of a day whose requests are used up."""

    rounds: Rounds
    ingester: Ingester
    report: Callable[[RequestCount, datetime], None]

    def run(self, minute: datetime, may_ask: Callable[[], bool]) -> Summary:
        """See `Ingester.run`; where nothing is due nothing is asked."""
        due = self.rounds.due(minute)
        if due.used_up is not None:
            self.report(due.used_up, minute)
        if not due.symbols:
            return NOTHING
        return replace(self.ingester, symbols=due.symbols).run(minute, may_ask)

    def now(self) -> datetime:
        """Return the time that the ingester goes by (aware UTC)."""
        return self.ingester.clock()
