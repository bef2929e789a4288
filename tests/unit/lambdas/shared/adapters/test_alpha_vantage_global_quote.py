"""GLOBAL_QUOTE replies to quotes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lambdas.shared.adapters.alpha_vantage.global_quote import parse_global_quote
from lambdas.shared.domain.quote import Quote
from lambdas.shared.errors import QuoteRejectedError, QuoteThrottledError, QuoteUnreadableError
from tests.unit.lambdas.data_ingester.replies import PER_MINUTE, global_quote

QUOTE = Quote("AAPL", Decimal("231.5000"), Decimal(41250000), Decimal("0.6522"), None)


def test_a_quote_is_exact_and_has_no_time_of_day() -> None:
    assert parse_global_quote(global_quote(), "AAPL") == QUOTE


def test_a_delayed_quote_has_another_key_and_is_read_alike() -> None:
    body = {"Global Quote - DATA DELAYED BY 15 MINUTES": global_quote()["Global Quote"]}
    assert parse_global_quote(body, "AAPL") == QUOTE


def test_an_empty_quote_means_an_unknown_symbol() -> None:
    with pytest.raises(QuoteRejectedError, match="does not know this symbol"):
        parse_global_quote({"Global Quote": {}}, "NOPE")


def test_an_error_beside_a_quote_wins() -> None:
    with pytest.raises(QuoteThrottledError):
        parse_global_quote(global_quote() | {"Note": PER_MINUTE}, "AAPL")


def test_a_quote_of_another_symbol_is_refused() -> None:
    with pytest.raises(QuoteUnreadableError, match="another symbol"):
        parse_global_quote(global_quote("MSFT"), "AAPL")


def test_the_symbol_may_come_back_in_another_case() -> None:
    assert parse_global_quote(global_quote("aapl"), "AAPL").symbol == "AAPL"


@pytest.mark.parametrize("percent", ["", "None", "n/a", "0.12345678901%"])
def test_a_change_that_cannot_be_read_does_not_cost_the_price(percent: str) -> None:
    quote = parse_global_quote(global_quote(change_percent=percent), "AAPL")
    assert (quote.price, quote.change_percent) == (Decimal("231.5"), None)


def test_a_negative_change_is_read() -> None:
    assert parse_global_quote(global_quote(change_percent="-0.5852%"), "AAPL").change_percent == Decimal("-0.5852")


@pytest.mark.parametrize("body", [{}, {"Global Quote": []}, {"Global Quote": "soon"}, {"Quote": {"05. price": "1"}}])
def test_a_reply_without_a_quote_is_unreadable(body: dict[str, object]) -> None:
    with pytest.raises(QuoteUnreadableError, match="has no 'Global Quote'"):
        parse_global_quote(body, "AAPL")


@pytest.mark.parametrize("price", ["", "NaN", "Infinity", "-1", "0.0000", "1e3", "1,000.5", "١٢"])
def test_a_price_that_is_none_is_unreadable(price: str) -> None:
    with pytest.raises(QuoteUnreadableError, match=r"'05\. price'"):
        parse_global_quote(global_quote(price=price), "AAPL")


def test_a_volume_below_zero_is_unreadable() -> None:
    with pytest.raises(QuoteUnreadableError, match=r"'06\. volume'"):
        parse_global_quote(global_quote(volume="-5"), "AAPL")


def test_a_missing_member_is_named() -> None:
    body = global_quote()
    del body["Global Quote"]["06. volume"]
    with pytest.raises(QuoteUnreadableError, match=r"'06\. volume' is missing"):
        parse_global_quote(body, "AAPL")
