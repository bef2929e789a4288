"""REALTIME_BULK_QUOTES replies to quotes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lambdas.shared.adapters.alpha_vantage.bulk_quotes import parse_bulk_quotes
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.quote import Quote
from lambdas.shared.errors import QuoteRejectedError, QuoteThrottledError, QuoteUnreadableError
from tests.unit.lambdas.data_ingester.replies import PREMIUM, bulk_reply, bulk_row


def test_a_row_in_the_session_carries_its_close_at_its_own_time() -> None:
    answer = parse_bulk_quotes(bulk_reply(bulk_row()), ["AAPL"])
    moment = datetime(2026, 11, 20, 19, 31, 5, 250_000, tzinfo=UTC)
    assert answer.quotes == {"AAPL": Quote("AAPL", Decimal("231.5"), Decimal(41250000), Decimal("0.6522"), moment)}
    assert answer.failures == {}


EVENING = "2026-11-20 17:31:05.250"


def quote_of(**changes: object) -> Quote:
    return parse_bulk_quotes(bulk_reply(bulk_row() | changes), ["AAPL"]).quotes["AAPL"]


def test_a_row_out_of_hours_carries_the_extended_hours_quote_and_the_change_of_that() -> None:
    quote = quote_of(
        timestamp=EVENING, close="96.0", previous_close="100.0", change_percent="-4.0", extended_hours_quote="106.0"
    )
    assert (quote.price, quote.change_percent, quote.extended_hours) == (Decimal(106), Decimal(6), True)


@pytest.mark.parametrize(
    ("price", "previous", "percent"),
    [
        ("242.9", "258.24", "-5.9402"),
        ("0.00001234", "0.00001233", "0.0811"),
        ("99.9999999999", "100", "0"),
        ("1000000000", "0.0000000001", None),  # beyond what an event can hold
        ("229.75", "None", None),
        ("229.75", "0", None),
    ],
)
def test_the_change_of_an_extended_quote_is_reckoned_from_the_previous_close(
    price: str, previous: str, percent: str | None
) -> None:
    quote = quote_of(timestamp=EVENING, previous_close=previous, extended_hours_quote=price)
    assert quote.price == Decimal(price)
    assert quote.change_percent == (None if percent is None else Decimal(percent))


def test_an_extended_quote_left_over_in_the_session_is_not_the_price() -> None:
    quote = quote_of(extended_hours_quote="229.75")
    assert (quote.price, quote.change_percent, quote.extended_hours) == (Decimal("231.5"), Decimal("0.6522"), False)


def test_a_row_that_the_exchange_s_calendar_does_not_reach_costs_itself_alone() -> None:
    rows = [bulk_row("AAPL", timestamp="1999-11-20 17:00:00", extended_hours_quote="1"), bulk_row("MSFT")]
    answer = parse_bulk_quotes(bulk_reply(*rows), ["AAPL", "MSFT"])
    assert list(answer.quotes) == ["MSFT"]
    assert "outside the exchange's calendar" in str(answer.failures["AAPL"])


@pytest.mark.parametrize("volume", [None, "None", "N/A", "-"])
def test_a_volume_that_is_not_given_does_not_cost_the_price(volume: str | None) -> None:
    quote = quote_of(volume=volume)
    assert (quote.price, quote.volume, quote.volume_kind) == (Decimal("231.5"), Decimal(0), VolumeKind.INTERVAL)


@pytest.mark.parametrize("nothing", [None, "", "-", "None", "N/A", "n/a", "NaN"])
def test_an_extended_hours_quote_that_is_not_given_leaves_the_close(nothing: str | None) -> None:
    quote = quote_of(timestamp=EVENING, extended_hours_quote=nothing)
    assert (quote.price, quote.extended_hours) == (Decimal("231.5"), False)


def test_an_extended_hours_quote_that_is_no_price_is_not_replaced_by_an_older_one() -> None:
    answer = parse_bulk_quotes(bulk_reply(bulk_row(timestamp=EVENING, extended_hours_quote="soon")), ["AAPL"])
    assert answer.quotes == {}
    assert "'extended_hours_quote'" in str(answer.failures["AAPL"])


def test_a_bad_row_does_not_cost_the_others() -> None:
    answer = parse_bulk_quotes(bulk_reply(bulk_row("AAPL"), bulk_row("MSFT", close="0")), ["AAPL", "MSFT"])
    assert list(answer.quotes) == ["AAPL"]
    assert isinstance(answer.failures["MSFT"], QuoteUnreadableError)


def test_a_symbol_without_a_row_is_rejected_and_a_row_nobody_asked_for_is_ignored() -> None:
    answer = parse_bulk_quotes(bulk_reply(bulk_row("IBM"), "junk", None, {}), ["AAPL"])
    assert answer.quotes == {}
    assert isinstance(answer.failures["AAPL"], QuoteRejectedError)


def test_summer_time_is_told_from_winter_time() -> None:
    rows = [bulk_row("AAPL", timestamp="2026-10-30 09:30:00"), bulk_row("MSFT", timestamp="2026-11-02 09:30:00")]
    quotes = parse_bulk_quotes(bulk_reply(*rows), ["AAPL", "MSFT"]).quotes
    assert quotes["AAPL"].timestamp == datetime(2026, 10, 30, 13, 30, tzinfo=UTC)
    assert quotes["MSFT"].timestamp == datetime(2026, 11, 2, 14, 30, tzinfo=UTC)


def test_microseconds_are_cut_to_what_an_event_can_hold() -> None:
    row = bulk_row(timestamp="2026-11-20 09:30:00.123999")
    timestamp = parse_bulk_quotes(bulk_reply(row), ["AAPL"]).quotes["AAPL"].timestamp
    assert timestamp == datetime(2026, 11, 20, 14, 30, 0, 123_000, tzinfo=UTC)


@pytest.mark.parametrize("stamp", ["", "2026-11-20", "2026-11-20T09:30:00", "20.11.2026 09:30:00", "0001-01-01 00:00"])
def test_a_stamp_in_another_format_is_unreadable(stamp: str) -> None:
    answer = parse_bulk_quotes(bulk_reply(bulk_row(timestamp=stamp)), ["AAPL"])
    assert "'timestamp' is not a stamp" in str(answer.failures["AAPL"])


def test_rows_beside_a_message_other_than_success_are_samples_and_not_quotes() -> None:
    with pytest.raises(QuoteRejectedError, match="premium plan"):
        parse_bulk_quotes(bulk_reply(bulk_row(), message=PREMIUM), ["AAPL"])


def test_an_error_reply_is_recognised() -> None:
    with pytest.raises(QuoteThrottledError):
        parse_bulk_quotes({"Information": "our rate limit is 25 requests per day"}, ["AAPL"])


@pytest.mark.parametrize("body", [{}, {"data": {}}, {"message": "success", "data": None}])
def test_a_reply_without_rows_is_unreadable(body: dict[str, object]) -> None:
    with pytest.raises(QuoteUnreadableError, match="no 'data' list"):
        parse_bulk_quotes(body, ["AAPL"])
