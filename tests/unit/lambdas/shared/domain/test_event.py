from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from lambdas.shared.domain.event import EVENT_ID_PATTERN, SYMBOL_PATTERN, event_id_of
from tests.factories import NOON, price_event


def test_event_id_is_the_documented_hash() -> None:
    """printf '%s' 'calm.k3f9q2|AAPL|2026-11-20T17:00:00.000Z|412.5|1200' | sha256sum"""
    event = price_event("412.50", symbol="AAPL", volume="1200", feed="calm.k3f9q2")
    assert event.event_id == "dc59153615ddb4059e3a2cd0956c94d3"


def test_notation_of_a_number_does_not_change_the_id() -> None:
    ids = {
        event_id_of("calm.k3f9q2", "AAPL", NOON, Decimal(price), Decimal(volume))
        for price, volume in [("412.5", "1200"), ("412.500", "1.2E+3"), ("4.125E+2", "1200.0")]
    }
    assert len(ids) == 1


def test_every_part_of_a_quote_counts_in_its_id() -> None:
    quotes = [
        price_event("412.5"),
        price_event("412.51"),
        price_event("412.5", seconds=0.001),
        price_event("412.5", symbol="MSFT"),
        price_event("412.5", volume="1201"),
        price_event("412.5", feed="live"),
        price_event("412.5", feed="test.2"),
    ]
    assert len({quote.event_id for quote in quotes}) == len(quotes)


def test_when_a_quote_was_put_on_the_stream_does_not_change_its_id() -> None:
    assert price_event().event_id == price_event(ingested_at=NOON + timedelta(days=1)).event_id


def test_order_is_time_first_then_id() -> None:
    early, tie, late = price_event("9"), price_event("8"), price_event("1", seconds=1)
    assert max(early.order, tie.order) < late.order
    assert early.order != tie.order


@pytest.mark.parametrize("symbol", ["AAPL", "BRK.B", "RDS-A", "0700.HK", "EURUSD=X", "^GSPC", "A" * 16])
def test_symbols_that_exchanges_use(symbol: str) -> None:
    assert SYMBOL_PATTERN.fullmatch(symbol)


@pytest.mark.parametrize("symbol", ["", "aapl", "A" * 17, "A PL", "A|PL", "A#PL", "AAPL\n", "ÄPL", ".A"])
def test_what_is_no_symbol(symbol: str) -> None:
    assert not SYMBOL_PATTERN.fullmatch(symbol)


def test_an_event_belongs_to_the_series_of_its_feed_and_symbol() -> None:
    assert price_event(feed="live").series == "AAPL"
    assert price_event(feed="calm.k3f9q2").series == "AAPL@calm.k3f9q2"


def test_event_ids_are_32_lower_case_hex_digits() -> None:
    assert EVENT_ID_PATTERN.fullmatch("0123456789abcdef" * 2)
    assert not EVENT_ID_PATTERN.fullmatch("0123456789ABCDEF" * 2)
    assert not EVENT_ID_PATTERN.fullmatch("0" * 31)
