"""Calls and their answers. How refusals are worded is checked against the ingester's own reading of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.standins.alpha_vantage.api import Api
from finpulse_cli.standins.provider.conduct import Conduct
from finpulse_cli.standins.provider.faults import Fault, parse_faults
from finpulse_cli.standins.provider.provider_answer import Answer, Asked
from finpulse_cli.standins.provider.throttle import Throttle
from lambdas.shared.adapters.alpha_vantage.envelope import require_answer
from lambdas.shared.errors import (
    BurstLimitError,
    KeyRejectedError,
    PremiumOnlyError,
    QuotaUsedUpError,
    QuoteRejectedError,
    QuoteThrottledError,
)
from tests.unit.standins.provider.tapes import TAPE, after

if TYPE_CHECKING:
    from lambdas.shared.errors import QuoteError

KEY = "SECRETKEY"


def _answer(api: Api, function: str = "GLOBAL_QUOTE", symbol: str = "AAPL", **more: str) -> Answer | None:
    return api.answer(Asked({"function": function, "symbol": symbol, "apikey": KEY} | more), after(1))


def _body(api: Api, function: str = "GLOBAL_QUOTE", symbol: str = "AAPL", **more: str) -> dict[str, object]:
    answer = _answer(api, function, symbol, **more)
    assert answer is not None
    assert (answer.status, answer.content_type) == (200, "application/json")
    body = json.loads(answer.body)
    assert isinstance(body, dict)
    return body


def _closes(symbols: str, *faults: str) -> dict[str, str]:
    """The symbols of a bulk reply with their prices."""
    data = _body(Api(TAPE, Conduct(parse_faults(faults))), "REALTIME_BULK_QUOTES", symbols)["data"]
    assert isinstance(data, list)
    return {row["symbol"]: row["close"] for row in data}


def test_each_function_is_served() -> None:
    assert "Global Quote" in _body(Api(TAPE))
    assert "Time Series (1min)" in _body(Api(TAPE), "TIME_SERIES_INTRADAY", interval="1min")
    assert _closes("aapl, TSLA,NOPE") == {"AAPL": "101.5", "TSLA": "101.5"}


def test_a_bulk_call_reads_a_hundred_symbols() -> None:
    unknown = ["X"] * 99
    assert _closes(",".join([*unknown, "AAPL", "TSLA"])).keys() == {"AAPL"}


@pytest.mark.parametrize(("size", "count"), [("compact", 100), ("full", 390), ("", 100)])
def test_an_intraday_reply_is_compact_unless_it_is_to_be_full(size: str, count: int) -> None:
    series = _body(Api(TAPE), "TIME_SERIES_INTRADAY", interval="1min", outputsize=size)["Time Series (1min)"]
    assert isinstance(series, dict)
    assert len(series) == count


@pytest.mark.parametrize("key", ["", "  "])
def test_a_call_without_a_key_is_refused(key: str) -> None:
    with pytest.raises(KeyRejectedError):
        require_answer(_body(Api(TAPE), apikey=key))


@pytest.mark.parametrize(
    ("function", "symbol", "more"),
    [
        ("NO_SUCH_FUNCTION", "AAPL", {}),
        ("", "AAPL", {}),
        ("GLOBAL_QUOTE", "", {}),
        ("REALTIME_BULK_QUOTES", "", {}),
        ("TIME_SERIES_INTRADAY", "NOPE", {"interval": "1min"}),
        ("TIME_SERIES_INTRADAY", "AAPL", {}),
        ("TIME_SERIES_INTRADAY", "AAPL,TSLA", {"interval": "1min"}),
    ],
)
def test_an_invalid_call_is_refused_as_such(function: str, symbol: str, more: dict[str, str]) -> None:
    assert _body(Api(TAPE), function, symbol, **more) == {
        "Error Message": "Invalid API call. Please retry or visit the documentation "
        f"(https://www.alphavantage.co/documentation/) for {function}."
    }


@pytest.mark.parametrize(
    ("fault", "meaning", "wording"),
    [
        ("note", QuoteThrottledError, "5 calls per minute and 500 calls per day"),
        ("daily-cap", QuotaUsedUpError, f"detected your API key as {KEY} and our standard API rate limit is 25 "),
        ("burst", BurstLimitError, "1 request per second"),
        ("premium", PremiumOnlyError, "This is a premium endpoint"),
        ("bad-key", KeyRejectedError, "apikey is invalid or missing"),
        ("error-message", QuoteRejectedError, "Invalid API call"),
    ],
)
def test_a_fault_is_worded_so_that_the_ingester_reads_it_right(
    fault: str, meaning: type[QuoteError], wording: str
) -> None:
    body = _body(Api(TAPE, Conduct(parse_faults([f"AAPL={fault}"]))))
    assert wording in json.dumps(body)
    with pytest.raises(meaning):
        require_answer(body)


def test_a_fault_of_one_symbol_leaves_the_others_alone() -> None:
    api = Api(TAPE, Conduct(parse_faults(["TSLA=note"])))
    require_answer(_body(api, symbol="AAPL"))
    assert "Note" in _body(api, symbol="TSLA")
    assert "Note" in _body(api, "REALTIME_BULK_QUOTES", "AAPL,TSLA")  # one reply cannot be half refused


def test_an_empty_symbol_is_answered_like_an_unknown_one() -> None:
    api = Api(TAPE, Conduct(parse_faults(["TSLA=empty"])))
    assert _body(api, symbol="TSLA") == {"Global Quote": {}}
    assert "Error Message" in _body(api, "TIME_SERIES_INTRADAY", "TSLA", interval="1min")
    assert _closes("AAPL,TSLA", "TSLA=empty").keys() == {"AAPL"}


def test_a_timeout_is_never_answered() -> None:
    assert _answer(Api(TAPE, Conduct(parse_faults(["*=timeout"])))) is None


@pytest.mark.parametrize(("fault", "status"), [(Fault.HTTP_500, 500), (Fault.HTTP_404, 404), (Fault.NOT_JSON, 200)])
def test_some_answers_are_no_json(fault: Fault, status: int) -> None:
    answer = _answer(Api(TAPE, Conduct(parse_faults([fault]))))
    assert answer is not None
    assert (answer.status, answer.content_type) == (status, "text/html")
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(answer.body)


def test_an_answer_that_is_cut_short_is_the_half_of_one() -> None:
    whole, half = _answer(Api(TAPE)), _answer(Api(TAPE, Conduct(parse_faults(["cut-short"]))))
    assert whole is not None
    assert half is not None
    assert whole.body[: len(half.body)] == half.body
    assert len(half.body) == len(whole.body) // 2


def test_a_delayed_quote_is_that_of_fifteen_minutes_ago_and_says_so() -> None:
    asked = Asked({"function": "GLOBAL_QUOTE", "symbol": "AAPL", "apikey": KEY})
    late = Api(TAPE, Conduct(parse_faults(["delayed"]))).answer(asked, after(16))
    then = Api(TAPE).answer(asked, after(1))
    assert late is not None
    assert then is not None
    assert json.loads(late.body) == {"Global Quote - DATA DELAYED BY 15 MINUTES": json.loads(then.body)["Global Quote"]}


def test_a_reply_is_given_word_for_word() -> None:
    api = Api(TAPE, Conduct(replies={"TSLA": Answer(200, b"\xffword")}))
    assert _answer(api, symbol="TSLA") == Answer(200, b"\xffword")
    assert "Global Quote" in _body(api, symbol="AAPL")


def test_the_second_s_limit_is_answered_as_a_burst() -> None:
    api = Api(TAPE, Conduct(throttle=Throttle(per_second=1)))
    require_answer(_body(api))
    with pytest.raises(BurstLimitError):
        require_answer(_body(api))


def test_the_minute_s_limit_is_answered_with_a_note() -> None:
    api = Api(TAPE, Conduct(throttle=Throttle(per_minute=1)))
    require_answer(_body(api))
    assert "1 calls per minute" in str(_body(api)["Note"])


def test_the_day_s_limit_is_answered_with_the_key_in_it() -> None:
    api = Api(TAPE, Conduct(throttle=Throttle(per_day=1)))
    require_answer(_body(api))
    assert f"as {KEY} and our standard API rate limit is 1 requests per day" in str(_body(api)["Information"])


def test_a_call_without_a_key_does_not_spend_the_quota() -> None:
    api = Api(TAPE, Conduct(throttle=Throttle(per_day=1)))
    _body(api, apikey="")
    require_answer(_body(api))
