from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.domain.candle import Candle, fold_candle, settle
from tests.contract.conftest import MEMORY
from tests.doubles.candle_store import MemoryCandleStore
from tests.factories import NOON, day_total, price_event

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import CandleStore
    from tests.contract.tables import Tables

MONTH = timedelta(days=30)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> CandleStore:
    if kind == MEMORY:
        return MemoryCandleStore()
    tables: Tables = request.getfixturevalue("tables")
    return DynamoCandleStore(tables.client, tables.create("price-candles"))


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def candle(*events: PriceEvent, previous_total: int | None = None) -> Candle:
    folded = fold_candle(None, events)
    assert folded is not None
    return settle(folded, None if previous_total is None else Decimal(previous_total))


def plain_candle(number: int, symbol: str = "AAPL") -> Candle:
    return candle(price_event("231.5", seconds=60 * number, symbol=symbol))


def total_candle(number: int, symbol: str = "AAPL") -> Candle:
    """The candle of a minute that holds the running total 1000 + its number."""
    return candle(day_total(1000 + number, seconds=60 * number, symbol=symbol), previous_total=1000)


EXACT = candle(
    price_event("0.0000000001", volume="999999999999999.9999999999"),
    price_event("1000000000", volume="0.0000000001", seconds=1),
    day_total("999999999999999.9999999999", seconds=2),
    day_total("0.1", seconds=3),
    previous_total=7,
)


def test_what_was_saved_is_loaded_exactly(store: CandleStore) -> None:
    candles = [EXACT, plain_candle(1), total_candle(2), plain_candle(0, "MSFT")]
    store.save(candles, NOON)
    keys = [*(candle.key for candle in candles), ("MSFT", minute(9))]
    assert store.load(keys, NOON) == {candle.key: candle for candle in candles}


def test_saving_replaces_what_stands_at_the_key(store: CandleStore) -> None:
    store.save([total_candle(0)], NOON)
    store.save([plain_candle(0)], NOON)
    assert store.load([("AAPL", NOON)], NOON) == {("AAPL", NOON): plain_candle(0)}
    assert store.next_with_totals("AAPL", minute(-1), NOON) is None


def test_more_candles_than_one_call_takes(store: CandleStore) -> None:
    candles = [plain_candle(number) for number in range(130)]
    store.save(candles, NOON)
    assert store.load([candle.key for candle in candles], NOON) == {candle.key: candle for candle in candles}
    assert store.load([], NOON) == {}


def test_candles_with_totals_between_two_minutes_both_included(store: CandleStore) -> None:
    store.save([*map(total_candle, (0, 1, 3, 4)), plain_candle(2), total_candle(2, "MSFT")], NOON)
    assert store.with_totals_between("AAPL", minute(1), minute(3), NOON) == [total_candle(1), total_candle(3)]
    assert store.with_totals_between("AAPL", minute(2), minute(2), NOON) == []


def test_the_last_total_before_a_minute(store: CandleStore) -> None:
    two = candle(day_total(1001, seconds=60), day_total(1500, seconds=90))
    store.save([total_candle(0), two, plain_candle(2), total_candle(5), total_candle(3, "MSFT")], NOON)
    assert store.last_total_before("AAPL", minute(4), NOON) == 1500
    assert store.last_total_before("AAPL", minute(1), NOON) == 1000
    assert store.last_total_before("AAPL", minute(0), NOON) is None
    assert store.last_total_before("TSLA", minute(4), NOON) is None


def test_the_next_candle_with_totals_after_a_minute(store: CandleStore) -> None:
    store.save([total_candle(0), plain_candle(1), total_candle(3), total_candle(4), total_candle(2, "MSFT")], NOON)
    assert store.next_with_totals("AAPL", minute(0), NOON) == total_candle(3)
    assert store.next_with_totals("AAPL", minute(4), NOON) is None


def test_totals_are_found_beyond_pages_without_any(store: CandleStore) -> None:
    """A query page of 25 items may hold no candle with totals and still not be the last."""
    store.save([total_candle(0), *map(plain_candle, range(1, 120)), total_candle(120)], NOON)
    assert store.last_total_before("AAPL", minute(120), NOON) == 1000
    assert store.next_with_totals("AAPL", minute(0), NOON) == total_candle(120)
    assert store.with_totals_between("AAPL", minute(0), minute(120), NOON) == [total_candle(0), total_candle(120)]


def test_a_candle_is_gone_thirty_days_after_it_was_written(store: CandleStore) -> None:
    store.save([total_candle(0)], NOON)
    assert store.load([("AAPL", NOON)], NOON + MONTH - timedelta(seconds=1)) == {("AAPL", NOON): total_candle(0)}
    assert store.load([("AAPL", NOON)], NOON + MONTH) == {}
    assert store.with_totals_between("AAPL", minute(0), minute(0), NOON + MONTH) == []
    assert store.last_total_before("AAPL", minute(1), NOON + MONTH) is None
    assert store.next_with_totals("AAPL", minute(-1), NOON + MONTH) is None
    assert store.next_with_totals("AAPL", minute(-1), NOON) == total_candle(0)


def test_the_item_expires_thirty_days_after_it_was_written(tables: Tables) -> None:
    store = DynamoCandleStore(tables.client, tables.create("price-candles"))
    store.save([EXACT], NOON)
    (item,) = tables.items(store.table)
    assert item["expires_at"] == int((NOON + MONTH).timestamp())
    assert item["volume"] == EXACT.volume
