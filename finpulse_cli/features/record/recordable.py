"""What can be recorded: the providers' functions, how each is asked, and what a reply must hold to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from finpulse_cli.fixtures.functions import INTRADAY, function_of
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, global_quote
from lambdas.shared.adapters.alpha_vantage.envelope import require_answer
from lambdas.shared.adapters.finnhub import quote_reply, quote_source
from lambdas.shared.adapters.provider.address import with_parameters
from lambdas.shared.adapters.provider.keyed_calls import Call
from lambdas.shared.errors import QuoteUnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Function(StrEnum):
    """A function that can be recorded; the value is its name on the command line."""

    INTRADAY = "TIME_SERIES_INTRADAY"  # bars of a minute
    GLOBAL_QUOTE = "GLOBAL_QUOTE"
    BULK_QUOTES = "REALTIME_BULK_QUOTES"
    FINNHUB_QUOTE = "FINNHUB_QUOTE"


@dataclass(frozen=True, slots=True)
class RecordedProvider:
    """A provider as a recording asks it. `spacing_seconds` lies between two calls; None: no budget by the day."""

    name: str
    key_variable: str
    key_page: str  # where people get a key
    url_variable: str
    url: str
    path: str
    spacing_seconds: float
    requests_a_day: int | None


ALPHA_VANTAGE = RecordedProvider(
    "Alpha Vantage",
    "ALPHA_VANTAGE_KEY",
    "https://www.alphavantage.co/support/#api-key",
    "ALPHA_VANTAGE_URL",
    "https://www.alphavantage.co",
    "/query",
    1.1,
    25,
)
FINNHUB = RecordedProvider(
    "Finnhub",
    "FINNHUB_KEY",
    "https://finnhub.io/register",
    "FINNHUB_URL",
    "https://finnhub.io/api/v1",
    quote_source.PATH,
    1.0,
    None,
)


def provider_of(function: Function) -> RecordedProvider:
    """Return whose function it is."""
    return FINNHUB if function is Function.FINNHUB_QUOTE else ALPHA_VANTAGE


def symbols_per_call(function: Function) -> int:
    """Return how many symbols one call may name."""
    return bulk_quotes.SYMBOL_LIMIT if function is Function.BULK_QUOTES else 1


def call_of(function: Function, address: str, symbols: Sequence[str], key: str, *, full: bool) -> Call:
    """Return the call; `full` asks for all bars that there are of a day, and not the last 100."""
    names = ",".join(symbols)
    if function is Function.FINNHUB_QUOTE:
        return Call(with_parameters(address, symbol=names), {quote_source.KEY_HEADER: key})
    more = {"interval": "1min", "outputsize": "full" if full else "compact"} if function is Function.INTRADAY else {}
    return Call(with_parameters(address, function=function, symbol=names, **more, apikey=key))


def symbols_held(function: Function, body: Mapping[str, object], symbols: Sequence[str]) -> list[str]:
    """Return the symbols that a reply holds something of; raises the `QuoteError` that it stands for otherwise."""
    match function:
        case Function.FINNHUB_QUOTE:
            quote_reply.parse_quote(body, symbols[0])
        case Function.GLOBAL_QUOTE:
            global_quote.parse_global_quote(body, symbols[0])
        case Function.BULK_QUOTES:
            return sorted(bulk_quotes.parse_bulk_quotes(body, symbols).quotes)
        case Function.INTRADAY:
            require_answer(body)
            if function_of(body) != INTRADAY:
                raise QuoteUnreadableError(f"the reply is none of {function}")
    return list(symbols)
