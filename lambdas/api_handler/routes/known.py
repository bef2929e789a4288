"""Which symbols exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.api_handler.call import Call


class SymbolReader(Protocol):
    """Any reader of a table by symbol."""

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> Sequence[object]:
        """What the table holds of a symbol."""


def require_known(call: Call, reader: SymbolReader) -> None:
    """`RequestError` 404 for a symbol that is neither tracked nor has anything in the reader's table.

    A known symbol may well have nothing within the hours asked for: that is an empty list, not an error.
    """
    tracked = call.symbol in call.services.symbols
    if not tracked and not reader.of_symbol(call.symbol, Span(limit=1), call.now):
        raise RequestError(404, "unknown_symbol", f"nothing is known of symbol {call.symbol}")
