"""One call of /quote to one answer: key, limits, faults, then the quote."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from finpulse_cli.standins.provider.conduct import FAILED, NOTHING_THERE, PAGE, Conduct, cut
from finpulse_cli.standins.provider.faults import Fault
from finpulse_cli.standins.provider.provider_answer import Answer
from lambdas.shared.adapters.finnhub.quote_source import KEY_HEADER
from lambdas.shared.domain.numbers import canonical

if TYPE_CHECKING:
    from datetime import datetime

    from finpulse_cli.standins.provider.provider_answer import Asked
    from finpulse_cli.standins.provider.tape import Session, Tape

DELAY = timedelta(minutes=15)
_UNKNOWN = '{"c":0,"d":null,"dp":null,"h":0,"l":0,"o":0,"pc":0,"t":0}'
_LIMIT = Answer(429, '{"error":"API limit reached. Please try again later. Remaining Limit: 0"}')
_NO_KEY = Answer(401, '{"error":"Please use an API key."}')
_BAD_KEY = Answer(401, '{"error":"Invalid API key"}')
_FAULTS = {
    Fault.NOTE: _LIMIT,
    Fault.DAILY_CAP: _LIMIT,
    Fault.BURST: _LIMIT,
    Fault.PREMIUM: Answer(403, '{"error":"You don\'t have access to this resource."}'),
    Fault.BAD_KEY: _BAD_KEY,
    Fault.ERROR_MESSAGE: Answer(200, '{"error":"Symbol not supported"}'),
    Fault.EMPTY: Answer(200, _UNKNOWN),
    Fault.HTTP_404: NOTHING_THERE,
    Fault.HTTP_500: FAILED,
    Fault.NOT_JSON: PAGE,
}


@dataclass(frozen=True, slots=True)
class FinnhubApi:
    """The stand-in for Finnhub: what it plays, and how it behaves."""

    tape: Tape
    conduct: Conduct = field(default_factory=Conduct)
    path: str = "/api/v1/quote"

    @property
    def symbols(self) -> list[str]:
        """The symbols that it knows, sorted."""
        return sorted(self.tape.bars)

    def answer(self, asked: Asked, now: datetime) -> Answer | None:
        """Answer a call at `now`; None means that it is never answered. The key comes in a header or as `token`."""
        if not (asked.headers.get(KEY_HEADER.lower()) or asked.query.get("token", "")).strip():
            return _NO_KEY
        if self.conduct.throttle.admit(now) is not None:
            return _LIMIT
        symbol = asked.query.get("symbol", "").strip().upper()
        if (verbatim := self.conduct.reply_to([symbol])) is not None:
            return verbatim
        fault = self.conduct.faults.of(symbol)
        if fault is Fault.TIMEOUT:
            return None
        if fault in _FAULTS:
            return _FAULTS[fault]
        session = self.tape.session(symbol, now - DELAY if fault is Fault.DELAYED else now)
        answer = Answer(200, _UNKNOWN if session is None else _quote(session))
        return cut(answer) if fault is Fault.CUT_SHORT else answer


def _quote(session: Session) -> str:
    """Return the reply's text: JSON numbers, exact, so that it is written here and not by way of floats."""
    numbers = {
        "c": canonical(session.price),
        "d": canonical(session.change),
        "dp": canonical(session.change_percent),
        "h": canonical(session.high),
        "l": canonical(session.low),
        "o": canonical(session.open),
        "pc": canonical(session.previous_close),
        "t": str(int(session.at.timestamp())),
    }
    return "{" + ",".join(f"{json.dumps(name)}:{number}" for name, number in numbers.items()) + "}"
