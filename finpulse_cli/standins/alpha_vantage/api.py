"""One API call to one answer: key, limits, faults, then the function asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.fixtures.wire import COMPACT_BARS, serialise
from finpulse_cli.standins.alpha_vantage import quotes, refusals
from finpulse_cli.standins.alpha_vantage.quotes import FULL_BARS
from finpulse_cli.standins.provider.conduct import FAILED, NOTHING_THERE, PAGE, Conduct, cut
from finpulse_cli.standins.provider.faults import Fault
from finpulse_cli.standins.provider.provider_answer import Answer
from finpulse_cli.standins.provider.throttle import Limit
from lambdas.shared.adapters.alpha_vantage import bulk_quotes, global_quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from finpulse_cli.standins.provider.provider_answer import Asked
    from finpulse_cli.standins.provider.tape import Tape

DELAY = timedelta(minutes=15)
_IN_THE_DATA = (Fault.EMPTY, Fault.DELAYED)
_PAGES = {Fault.HTTP_500: FAILED, Fault.HTTP_404: NOTHING_THERE, Fault.NOT_JSON: PAGE}


@dataclass(frozen=True, slots=True)
class Api:
    """The stand-in for Alpha Vantage: what it plays, and how it behaves."""

    tape: Tape
    conduct: Conduct = field(default_factory=Conduct)
    path: str = "/query"

    @property
    def symbols(self) -> list[str]:
        """The symbols that it knows, sorted."""
        return sorted(self.tape.bars)

    def answer(self, asked: Asked, now: datetime) -> Answer | None:
        """Answer a call with these parameters at `now`; None means that it is never answered."""
        query = asked.query
        key = query.get("apikey", "").strip()
        if not key:
            return _json(refusals.missing_key())
        if (refused := self._over_a_limit(key, now)) is not None:
            return _json(refused)
        function = query.get("function", "").upper()
        symbols = [symbol.strip().upper() for symbol in query.get("symbol", "").split(",")]
        if (verbatim := self.conduct.reply_to(symbols)) is not None:
            return verbatim
        faults = [self.conduct.faults.of(symbol) for symbol in symbols]
        fault = next((fault for fault in faults if fault not in (None, *_IN_THE_DATA)), None)
        if fault is Fault.TIMEOUT:
            return None
        if fault in _PAGES:
            return _PAGES[fault]
        if fault is not None and fault is not Fault.CUT_SHORT:
            return _json(_refusal(fault, function, key))
        known = ["" if fault is Fault.EMPTY else symbol for symbol, fault in zip(symbols, faults, strict=True)]
        data = _json(self._data(function, known, query, DELAY if Fault.DELAYED in faults else None, now))
        return cut(data) if fault is Fault.CUT_SHORT else data

    def _over_a_limit(self, key: str, now: datetime) -> refusals.Refusal | None:
        throttle = self.conduct.throttle
        match throttle.admit(now):
            case Limit.DAY:
                return refusals.daily_cap(key, throttle.per_day or 0)
            case Limit.MINUTE:
                return refusals.note(throttle.per_minute or 0, throttle.per_day or 500)
            case Limit.SECOND:
                return refusals.burst(throttle.per_second or 0)
        return None

    def _data(
        self, function: str, known: list[str], query: Mapping[str, str], delay: timedelta | None, now: datetime
    ) -> dict[str, object]:
        names_any = bool(query.get("symbol", "").strip(" ,"))
        if function == bulk_quotes.FUNCTION and names_any:
            return quotes.bulk_quotes(self.tape, known[: bulk_quotes.SYMBOL_LIMIT], now)
        only = known[0] if len(known) == 1 else ""
        if function == global_quote.FUNCTION and names_any:
            return quotes.global_quote(self.tape, only, now, delay)
        if function == "TIME_SERIES_INTRADAY" and only in self.tape.bars and query.get("interval") == "1min":
            count = FULL_BARS if query.get("outputsize") == "full" else COMPACT_BARS
            return quotes.intraday(self.tape, only, now, count)
        return refusals.invalid_call(function)


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
        case Fault.BAD_KEY:
            return refusals.missing_key()
        case _:
            return refusals.invalid_call(function)


def _json(body: dict[str, object]) -> Answer:
    return Answer(200, serialise(body))
