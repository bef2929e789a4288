"""A validated call of a route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.shared.domain.feed import LIVE, series_of
from lambdas.shared.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.api_handler.services import Services


@dataclass(frozen=True, slots=True)
class Call:
    """The input of a route.

    `symbol`, `query_id` and `event_id` are empty for routes without; `numbers` holds the declared numbers; `feed` is
    the one asked for, None for all of them; `body` is as the client sent it.
    """

    services: Services
    now: datetime
    numbers: Mapping[str, int]
    symbol: str = ""
    query_id: str = ""
    event_id: str = ""
    body: bytes = b""
    feed: str | None = None

    @property
    def one_feed(self) -> str:
        """The feed of a route that shows one."""
        return self.feed or LIVE

    @property
    def series(self) -> str:
        """The symbol in the feed, for a route that shows both."""
        return series_of(self.one_feed, self.symbol)

    @property
    def span(self) -> Span:
        """The last `hours`, at most `limit` entries, for a route that declares both."""
        return Span(since=self.now - timedelta(hours=self.numbers["hours"]), limit=self.numbers["limit"])
