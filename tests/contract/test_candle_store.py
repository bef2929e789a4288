from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.domain.candle import Candle, fold_candle, with_total_before
from tests.contract.tables import implementation
from tests.doubles.candle_store import MemoryCandleStore
from tests.factories import NOON, day_total, price_event

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import CandleStore
    from tests.contract.tables import Tables

MONTH = timedelta(days=30)
SESSION, OTHER_SESSION = date(2026, 11, 20), date(2026, 11, 19)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> CandleStore:
    return implementation(kind, request, MemoryCandleStore, DynamoCandleStore, "price-candles")


def minute(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def candle(*events: PriceEvent, before: int | None = None) -> Candle:
    folded = fold_candle(None, events)
    assert folded is not None
    return with_total_before(folded, SESSION, None if before is None else Decimal(before))


def plain_candle(number: int, symbol: str = "AAPL") -> Candle:
    return candle(price_event("231.5", seconds=60 * number, symbol=symbol, feed="live"))


def total_candle(number: int, symbol: str = "AAPL", session: date = SESSION) -> Candle:
    """The candle of a minute that holds the running total 1000 + its number."""
    return candle(day_total(1000 + number, seconds=60 * number, symbol=symbol, session=session), before=1000)


EXACT = candle(
    price_event("0.0000000001", volume="999999999999999.9999999999", feed="live"),
    price_event("1000000000", volume="0.0000000001", seconds=1, feed="live"),
    day_total("999999999999999.9999999999", seconds=2),
    day_total("0.1", seconds=3),
    day_total(9, seconds=4, session=OTHER_SESSION),
    before=7,
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
    assert after(store, -1) == []


def test_more_candles_than_one_call_takes(store: CandleStore) -> None:
    candles = [plain_candle(number) for number in range(130)]
    store.save(candles, NOON)
    assert store.load([candle.key for candle in candles], NOON) == {candle.key: candle for candle in candles}
    assert store.load([], NOON) == {}


def between(store: CandleStore, first: int, last: int, now: datetime = NOON) -> list[Candle]:
    return list(store.with_totals_between("AAPL", SESSION, minute(first), minute(last), now))


def after(store: CandleStore, number: int, now: datetime = NOON) -> list[Candle]:
    return list(store.with_totals_after("AAPL", SESSION, minute(number), now))


def before(store: CandleStore, number: int, now: datetime = NOON, session: date = SESSION) -> Decimal | None:
    return store.highest_before("AAPL", session, minute(number), now)


def test_candles_with_totals_between_two_minutes_both_included(store: CandleStore) -> None:
    other_session = total_candle(5, session=OTHER_SESSION)
    store.save([*map(total_candle, (0, 1, 3, 4)), plain_candle(2), total_candle(2, "MSFT"), other_session], NOON)
    assert between(store, 1, 3) == [total_candle(1), total_candle(3)]
    assert between(store, 2, 2) == []
    assert between(store, 5, 5) == []


def test_the_highest_total_before_a_minute(store: CandleStore) -> None:
    dip = candle(day_total(1001, seconds=60), day_total(900, seconds=90), before=1500)
    store.save([total_candle(0), dip, plain_candle(2), total_candle(5), total_candle(3, "MSFT")], NOON)
    assert before(store, 4) == 1500
    assert before(store, 1) == 1000
    assert before(store, 0) is None
    assert before(store, 4, session=OTHER_SESSION) is None


def test_a_sessions_totals_are_found_behind_those_of_another(store: CandleStore) -> None:
    between_them = [total_candle(number, session=OTHER_SESSION) for number in range(1, 60)]
    store.save([total_candle(0), *between_them, total_candle(60)], NOON)
    assert before(store, 60) == 1000
    assert before(store, 60, session=OTHER_SESSION) == 1059
    assert after(store, 0) == [total_candle(60)]


def test_candles_with_totals_after_a_minute_come_in_order_of_time(store: CandleStore) -> None:
    store.save([total_candle(4), plain_candle(1), total_candle(3), total_candle(0), total_candle(2, "MSFT")], NOON)
    assert after(store, 0) == [total_candle(3), total_candle(4)]
    assert after(store, 4) == []


def test_totals_are_found_beyond_pages_without_any(store: CandleStore) -> None:
    """A query page of 25 items may hold no candle with totals and still not be the last."""
    store.save([total_candle(0), *map(plain_candle, range(1, 120)), total_candle(120)], NOON)
    assert before(store, 120) == 1000
    assert after(store, 0) == [total_candle(120)]
    assert between(store, 0, 120) == [total_candle(0), total_candle(120)]


def test_a_candle_is_gone_thirty_days_after_it_was_written(store: CandleStore) -> None:
    store.save([total_candle(0)], NOON)
    assert store.load([("AAPL", NOON)], NOON + MONTH - timedelta(seconds=1)) == {("AAPL", NOON): total_candle(0)}
    assert store.load([("AAPL", NOON)], NOON + MONTH) == {}
    assert between(store, 0, 0, NOON + MONTH) == []
    assert before(store, 1, NOON + MONTH) is None
    assert after(store, -1, NOON + MONTH) == []
    assert after(store, -1) == [total_candle(0)]


def test_a_replays_candle_is_gone_after_a_day(store: CandleStore) -> None:
    replayed = candle(price_event())
    store.save([replayed], NOON)
    assert store.load([replayed.key], NOON + timedelta(hours=23)) == {replayed.key: replayed}
    assert store.load([replayed.key], NOON + timedelta(days=1)) == {}


def test_the_item_expires_thirty_days_after_it_was_written(tables: Tables) -> None:
    store = DynamoCandleStore(tables.client, tables.create("price-candles"))
    store.save([EXACT], NOON)
    (item,) = tables.items(store.table)
    assert item["expires_at"] == int((NOON + MONTH).timestamp())
    assert item["volume"] == EXACT.volume
