"""One API call to one answer: key, limits, faults, then the function asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from finpulse_cli.fixtures.wire import COMPACT_BARS, serialise
from finpulse_cli.standins.alpha_vantage import quotes, refusals
from finpulse_cli.standins.alpha_vantage.faults import Fault, Faults
from finpulse_cli.standins.alpha_vantage.quotes import FULL_BARS, Tape
from finpulse_cli.standins.alpha_vantage.throttle import Limit, Throttle
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, global_quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: str
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Api:
    """The stand-in provider: what it plays, what goes wrong and how much it lets through."""

    tape: Tape
    faults: Faults = field(default_factory=Faults)
    throttle: Throttle = field(default_factory=Throttle)

    def answer(self, query: Mapping[str, str], now: datetime) -> Answer | None:
        """Answer a call with these parameters at `now`; None means that it is never answered."""
        key = query.get("apikey", "").strip()
        if not key:
            return _json(refusals.missing_key())
        limit = self.throttle.admit(now)
        if limit is Limit.DAY:
            return _json(refusals.daily_cap(key, self.throttle.per_day or 0))
        if limit is Limit.MINUTE:
            return _json(refusals.note(self.throttle.per_minute or 0, self.throttle.per_day or 500))
        function = query.get("function", "").upper()
        symbols = [symbol.strip().upper() for symbol in query.get("symbol", "").split(",")]
        for fault in map(self.faults.of, symbols):
            if fault is not None and fault is not Fault.EMPTY:
                return _faulty(fault, function, key)
        return _json(self._data(function, symbols, query, now))

    def _data(self, function: str, symbols: list[str], query: Mapping[str, str], now: datetime) -> dict[str, object]:
        known = [symbol if self.faults.of(symbol) is None else "" for symbol in symbols]
        if function == bulk_quotes.FUNCTION and any(symbols):
            return quotes.bulk_quotes(self.tape, known[: bulk_quotes.SYMBOL_LIMIT], now)
        only = known[0] if len(known) == 1 else ""
        if function == global_quote.FUNCTION and any(symbols):
            return quotes.global_quote(self.tape, only, now)
        if function == "TIME_SERIES_INTRADAY" and only in self.tape.bars and query.get("interval") == "1min":
            count = FULL_BARS if query.get("outputsize") == "full" else COMPACT_BARS
            return quotes.intraday(self.tape, only, now, count)
        return refusals.invalid_call(function)


def _faulty(fault: Fault, function: str, key: str) -> Answer | None:
    """Return what a fault looks like; `EMPTY` is none here, it is answered like an unknown symbol."""
    match fault:
        case Fault.TIMEOUT:
            return None
        case Fault.HTTP_500:
            return Answer(500, "<html><body><h1>Server Error (500)</h1></body></html>\n", "text/html")
        case Fault.NOT_JSON:
            return Answer(200, "<html><body><h1>We will be right back</h1></body></html>\n", "text/html")
        case _:
            return _json(_refusal(fault, function, key))


def _refusal(fault: Fault, function: str, key: str) -> refusals.Refusal:
    match fault:
        case Fault.NOTE:
            return refusals.note()
        case Fault.DAILY_CAP:
            return refusals.daily_cap(key)
        case Fault.BURST:
            return refusals.burst()
        case Fault.PREMIUM:
            return refusals.premium()
        case _:
            return refusals.invalid_call(function)


def _json(body: dict[str, object]) -> Answer:
    return Answer(200, serialise(body))
