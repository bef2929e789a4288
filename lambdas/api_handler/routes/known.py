"""The symbols that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lambdas.shared.domain.feed import is_replay
from lambdas.shared.domain.span import Span
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.api_handler.call import Call


class SeriesReader(Protocol):
    """Any reader of a table by series."""

    def of_series(self, series: str, span: Span, now: datetime) -> Sequence[object]:
        """Return what the table holds of a symbol in a feed."""


def require_known(call: Call, reader: SeriesReader) -> None:
    """Raise `RequestError` 404 for a symbol that the feed neither tracks nor has anything of in the reader's table.

    A known symbol may well have nothing within the hours asked for: that is an empty list, not an error. The symbols
    that are tracked are the live market's; a replay has what it sent.
    """
    tracked = call.symbol in call.services.symbols and not is_replay(call.one_feed)
    if not tracked and not reader.of_series(call.series, Span(limit=1), call.now):
        raise RequestError(404, "unknown_symbol", f"nothing is known of symbol {call.symbol} in feed {call.one_feed}")
