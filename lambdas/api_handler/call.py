"""A validated call of a route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.shared.adapters.dynamodb.newest_first import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.api_handler.services import Services


@dataclass(frozen=True, slots=True)
class Call:
    """What a route works with. `symbol` and `query_id` are empty for routes without; `numbers` holds the declared
    parameters; `body` is as the client sent it."""

    services: Services
    now: datetime
    numbers: Mapping[str, int]
    symbol: str = ""
    query_id: str = ""
    body: bytes = b""

    @property
    def span(self) -> Span:
        """The last `hours`, at most `limit` entries, for a route that declares both."""
        return Span(since=self.now - timedelta(hours=self.numbers["hours"]), limit=self.numbers["limit"])
