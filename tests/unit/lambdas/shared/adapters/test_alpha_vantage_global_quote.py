"""GLOBAL_QUOTE replies to quotes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lambdas.shared.adapters.alpha_vantage.global_quote import parse_global_quote
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.quote import Quote
from lambdas.shared.errors import QuoteAgeUnknownError, QuoteThrottledError, QuoteUnreadableError, SymbolUnknownError
from tests.unit.lambdas.data_ingester.replies import PER_MINUTE, global_quote

QUOTE = Quote("AAPL", Decimal("231.5000"), Decimal(41250000), Decimal("0.6522"), None, trading_day=date(2026, 11, 20))


def test_a_quote_is_exact_and_has_no_time_of_day() -> None:
    assert parse_global_quote(global_quote(), "AAPL") == QUOTE


@pytest.mark.parametrize("minutes", [15, 20])
def test_a_delayed_quote_has_another_key_and_knows_its_age(minutes: int) -> None:
    body = {f"Global Quote - DATA DELAYED BY {minutes} MINUTES": global_quote()["Global Quote"]}
    assert parse_global_quote(body, "AAPL") == replace(QUOTE, delay=timedelta(minutes=minutes))


@pytest.mark.parametrize("key", ["Global Quote - DATA DELAYED", "Global Quote - DATA DELAYED BY 1 HOUR"])
def test_a_quote_of_unknown_age_is_refused(key: str) -> None:
    with pytest.raises(QuoteAgeUnknownError, match="does not say how old"):
        parse_global_quote({key: global_quote()["Global Quote"]}, "AAPL")


@pytest.mark.parametrize("day", ["", "None", "2026-11-31", "20261120", "20.11.2026", "2026-W47-5"])
def test_a_quote_without_its_trading_day_is_refused_since_it_may_be_a_week_old(day: str) -> None:
    with pytest.raises(QuoteUnreadableError, match=r"'07\. latest trading day' is not a day like 2026-11-20"):
        parse_global_quote(global_quote(latest_trading_day=day), "AAPL")


@pytest.mark.parametrize("volume", ["None", "N/A", "n/a", "-", "--", "", "NaN"])
def test_a_volume_that_is_not_given_does_not_cost_the_price_and_is_no_running_total(volume: str) -> None:
    quote = parse_global_quote(global_quote(volume=volume), "AAPL")
    assert (quote.price, quote.volume, quote.volume_kind) == (Decimal("231.5"), Decimal(0), VolumeKind.INTERVAL)


def test_an_empty_quote_means_an_unknown_symbol() -> None:
    with pytest.raises(SymbolUnknownError, match="does not know this symbol"):
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
    del body["Global Quote"]["05. price"]
    with pytest.raises(QuoteUnreadableError, match=r"'05\. price' is missing"):
        parse_global_quote(body, "AAPL")
