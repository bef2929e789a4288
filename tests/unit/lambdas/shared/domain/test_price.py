from __future__ import annotations

from itertools import permutations

from lambdas.shared.domain.price import fold_prices, newest_prices, price_key, prices_to_write
from tests.factories import NOON, price_event


def test_each_series_and_moment_has_one_price() -> None:
    events = [price_event("1"), price_event("2", seconds=1), price_event("3", symbol="MSFT")]
    assert fold_prices(events) == {price_key(event): event for event in events}
    assert price_key(events[0]) == ("AAPL@test.1", NOON)


def test_of_one_moment_the_greater_id_stands_whatever_the_order() -> None:
    rivals = [price_event(price) for price in ("1", "2", "3")]
    greatest = max(rivals, key=lambda event: event.event_id)
    for order in permutations(rivals):
        assert list(fold_prices(order).values()) == [greatest]


def test_the_newest_of_a_series_is_the_last_in_order_whatever_the_arrival() -> None:
    rivals = [price_event(price, seconds=seconds) for price, seconds in (("1", 0), ("2", 1), ("3", 1))]
    other = price_event("9", symbol="MSFT")
    last = max(rivals[1:], key=lambda event: event.event_id)
    for order in permutations([*rivals, other]):
        assert newest_prices(order) == {"AAPL@test.1": last, "MSFT@test.1": other}
    assert newest_prices([]) == {}


def test_only_prices_that_outrank_what_is_stored_are_written() -> None:
    low, high = sorted((price_event("1"), price_event("2")), key=lambda event: event.event_id)
    key = price_key(low)
    assert prices_to_write({key: high}, {}) == {key: high}
    assert prices_to_write({key: high}, {key: low.event_id}) == {key: high}
    assert prices_to_write({key: high}, {key: high.event_id}) == {}
    assert prices_to_write({key: low}, {key: high.event_id}) == {}
