"""Finnhub's replies to quotes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lambdas.shared.adapters.finnhub.quote_reply import parse_quote
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.domain.event import Source, VolumeKind
from lambdas.shared.domain.quote import Quote
from lambdas.shared.domain.quote_time import ExchangeHours, quote_time
from lambdas.shared.errors import (
    KeyRejectedError,
    PremiumOnlyError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
    QuoteUnreadableError,
    SymbolUnknownError,
)
from tests.unit.lambdas.data_ingester.replies import finnhub_quote

KEY = "Q7W8E9R1T2Y3U4I5"
TRADED = datetime(2026, 11, 20, 14, 31, 5, tzinfo=UTC)


def parse(body: object) -> Quote:
    return parse_quote(json_object(json.dumps(body).encode()), "AAPL")


def test_a_quote_is_exact_and_has_the_time_of_its_trade_and_no_volume() -> None:
    assert parse_quote(
        json_object(b'{"c":231.10,"d":1.1,"dp":0.4783,"h":232,"l":229.5,"o":230.1,"pc":230,"t":1795185065}'), "AAPL"
    ) == Quote(
        symbol="AAPL",
        price=Decimal("231.1"),
        volume=Decimal(0),
        volume_kind=VolumeKind.INTERVAL,
        change_percent=Decimal("0.4783"),
        timestamp=TRADED,
        source=Source.FINNHUB,
    )


def test_zeros_mean_an_unknown_symbol() -> None:
    with pytest.raises(SymbolUnknownError, match="Finnhub does not know this symbol"):
        parse({"c": 0, "d": None, "dp": None, "h": 0, "l": 0, "o": 0, "pc": 0, "t": 0})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"c": 0}, "'c': price is not above zero"),  # seen outside sessions of symbols that it knows
        ({"c": None}, "'c' is missing"),
        ({"c": "soon"}, "'c' is not a number"),
        ({"c": -1.5}, "'c'"),
        ({"t": 0}, "'t' is not a time"),
        ({"t": -5}, "'t' is not a time"),
        ({"t": 1795185065.5}, "'t' is not a time"),
        ({"t": 10**11}, "'t' is not a time"),
        ({"t": None}, "'t' is missing"),
    ],
)
def test_a_quote_without_its_price_or_time_is_unreadable(change: dict[str, object], words: str) -> None:
    with pytest.raises(QuoteUnreadableError, match=words):
        parse(finnhub_quote(**change))


@pytest.mark.parametrize("percent", [None, "n/a", 1e-12])
def test_a_change_that_cannot_be_read_does_not_cost_the_price(percent: object) -> None:
    quote = parse(finnhub_quote(dp=percent))
    assert (quote.price, quote.change_percent) == (Decimal("231.5"), None)


@pytest.mark.parametrize("body", [{}, {"s": "ok"}, {"c": {"a": 1}}])
def test_a_reply_without_a_quote_is_unreadable(body: object) -> None:
    with pytest.raises(QuoteUnreadableError):
        parse(body)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("API limit reached. Please try again later. Remaining Limit: 0", QuoteThrottledError),
        (f"Invalid API key {KEY}", KeyRejectedError),
        ("You don't have access to this resource.", PremiumOnlyError),
        ("Symbol not supported", QuoteRejectedError),
    ],
)
def test_a_refusal_with_status_200_is_told_by_its_words(message: str, kind: type[QuoteError]) -> None:
    with pytest.raises(QuoteError) as caught:
        parse({"error": message})
    assert type(caught.value) is kind
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    "traded",
    [
        datetime(2026, 11, 20, 21, 0, 2, tzinfo=UTC),  # the closing auction is printed a little after the close
        datetime(2026, 11, 21, 4, 0, tzinfo=UTC),  # seen: the moment of the request, on a weekend even
    ],
)
def test_a_quote_of_after_the_close_is_the_closing_quote(traded: datetime) -> None:
    quote = parse(finnhub_quote(t=int(traded.timestamp())))
    when = quote_time(quote, traded, ExchangeHours.NYSE)
    assert (when.timestamp, when.session) == (datetime(2026, 11, 20, 21, tzinfo=UTC), date(2026, 11, 20))
