"""Calls of Finnhub's quote and their answers, checked against the ingester's own reading of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.standins.finnhub.finnhub_api import FinnhubApi
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import Fault, parse_faults
from finpulse_cli.standins.provider.provider_answer import Answer, Asked
from finpulse_cli.standins.provider.throttle import Throttle
from lambdas.shared.adapters.finnhub.quote_reply import parse_quote
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.errors import QuoteRejectedError, SymbolUnknownError
from tests.unit.standins.provider.tapes import TAPE, after

if TYPE_CHECKING:
    from lambdas.shared.domain.quote import Quote


def answer(symbol: str = "AAPL", conduct: Conduct | None = None, minute: float = 1, **headers: str) -> Answer | None:
    asked = Asked({"symbol": symbol}, headers or {"x-finnhub-token": "k"})
    return FinnhubApi(TAPE, conduct or Conduct()).answer(asked, after(minute))


def quoted(given: Answer | None, symbol: str = "AAPL") -> Quote:
    assert given is not None
    assert isinstance(given.body, str)
    return parse_quote(json_object(given.body.encode()), symbol)


def test_a_quote_is_in_json_numbers_and_has_the_minute_that_plays() -> None:
    given = answer(minute=2)
    assert given is not None
    at = int(after(2).timestamp())
    assert given.body == f'{{"c":99,"d":-2.5,"dp":-2.4631,"h":101.51,"l":98.99,"o":100,"pc":101.5,"t":{at}}}'
    quote = quoted(given)
    assert (quote.price, quote.change_percent, quote.timestamp) == (Decimal(99), Decimal("-2.4631"), after(2))


def test_an_unknown_symbol_answers_200_with_zeros() -> None:
    for given in (answer("NOPE"), answer(conduct=Conduct(parse_faults(["empty"])))):
        assert given is not None
        assert given.status == 200
        with pytest.raises(SymbolUnknownError):
            quoted(given)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.NOTE, 429),
        (Fault.DAILY_CAP, 429),
        (Fault.BURST, 429),
        (Fault.PREMIUM, 403),
        (Fault.BAD_KEY, 401),
        (Fault.HTTP_404, 404),
        (Fault.HTTP_500, 500),
        (Fault.NOT_JSON, 200),
        (Fault.ERROR_MESSAGE, 200),
        (Fault.DELAYED, 200),
        (Fault.CUT_SHORT, 200),
    ],
)
def test_a_fault_has_the_provider_s_status(fault: Fault, status: int) -> None:
    given = answer(conduct=Conduct(parse_faults([fault])))
    assert given is not None
    assert given.status == status


def test_a_refused_call_with_status_200_is_read_as_one() -> None:
    with pytest.raises(QuoteRejectedError, match="Symbol not supported"):
        quoted(answer(conduct=Conduct(parse_faults(["error-message"]))))


def test_a_timeout_is_never_answered() -> None:
    assert answer(conduct=Conduct(parse_faults(["timeout"]))) is None


def test_a_delayed_quote_has_the_time_of_its_trade() -> None:
    assert quoted(answer(conduct=Conduct(parse_faults(["delayed"])), minute=16)).timestamp == after(1)


def test_every_limit_answers_429() -> None:
    conduct = Conduct(throttle=Throttle(per_minute=1))
    statuses = [given.status for given in (answer(conduct=conduct), answer(conduct=conduct)) if given]
    assert statuses == [200, 429]


def test_a_call_without_a_key_is_refused_and_does_not_count() -> None:
    conduct = Conduct(throttle=Throttle(per_minute=1))
    refused = answer(conduct=conduct, other="header")
    assert refused is not None
    assert refused.status == 401
    assert quoted(answer(conduct=conduct)).price == Decimal("101.5")


def test_the_key_may_come_in_the_query_as_the_real_one_takes_it() -> None:
    given = FinnhubApi(TAPE).answer(Asked({"symbol": "AAPL", "token": "k"}), datetime(2026, 11, 20, tzinfo=UTC))
    assert given is not None
    assert given.status == 200


def test_a_reply_is_given_word_for_word() -> None:
    assert answer(conduct=Conduct(replies={"AAPL": Answer(200, b"word")})) == Answer(200, b"word")
