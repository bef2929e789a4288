"""The two ways of asking for quotes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lambdas.shared.adapters.alpha_vantage import bulk_quotes, global_quote
from lambdas.shared.domain.quote import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.adapters.alpha_vantage.client import AlphaVantageClient


class GlobalQuotes:
    """GLOBAL_QUOTE: one symbol a call, open to free keys."""

    symbols_per_call = 1

    def __init__(self, client: AlphaVantageClient) -> None:
        self._client = client

    def ask(self, symbols: Sequence[str]) -> Answer:
        """Return the quote of the one symbol; raises `QuoteError`."""
        (symbol,) = symbols
        parse = partial(global_quote.parse_global_quote, symbol=symbol)
        return Answer(quotes={symbol: self._client.ask(parse, function=global_quote.FUNCTION, symbol=symbol)})


class BulkQuotes:
    """REALTIME_BULK_QUOTES: up to 100 symbols a call, premium keys only."""

    symbols_per_call = bulk_quotes.SYMBOL_LIMIT

    def __init__(self, client: AlphaVantageClient) -> None:
        self._client = client

    def ask(self, symbols: Sequence[str]) -> Answer:
        """Return the quotes of these symbols, each failure beside the others.

        Raises `QuoteError` if there are none at all.
        """
        parse = partial(bulk_quotes.parse_bulk_quotes, symbols=symbols)
        return self._client.ask(parse, function=bulk_quotes.FUNCTION, symbol=",".join(symbols))
