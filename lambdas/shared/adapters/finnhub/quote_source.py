"""Finnhub as a source of quotes: one symbol a call, the key in a header."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lambdas.shared.adapters.finnhub.quote_reply import parse_quote
from lambdas.shared.adapters.provider.address import with_parameters
from lambdas.shared.adapters.provider.keyed_calls import Call, KeyedCalls
from lambdas.shared.domain.quote import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.adapters.provider.keyed_calls import Secret, Transport
    from lambdas.shared.adapters.provider.pace import Pace

NAME = "Finnhub"
PATH = "/quote"
KEY_HEADER = "X-Finnhub-Token"


class FinnhubQuotes:
    """GET /quote: open to free keys, in real time for US shares."""

    symbols_per_call = 1

    def __init__(self, endpoint: str, secret: Secret, transport: Transport, pace: Pace) -> None:
        self._endpoint = endpoint
        self._calls = KeyedCalls(secret, transport, pace)

    def ask(self, symbols: Sequence[str]) -> Answer:
        """Return the quote of the one symbol; raises `QuoteError` without the key."""
        (symbol,) = symbols
        address = with_parameters(self._endpoint, symbol=symbol)
        quote = self._calls.ask(lambda key: Call(address, {KEY_HEADER: key}), partial(parse_quote, symbol=symbol))
        return Answer(quotes={symbol: quote})
