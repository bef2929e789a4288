"""Folds events into minute candles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.domain.candle import Candle, CandleKey, fold_candle, group_by_candle, settle
from lambdas.shared.domain.event import VolumeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import CandleStore


def aggregate_candles(events: Sequence[PriceEvent], store: CandleStore, now: datetime) -> dict[str, int]:
    """Folds a batch into its candles and writes those that changed; a redelivered batch changes none."""
    groups = group_by_candle(events)
    stored = store.load(groups.keys(), now)
    candles: dict[CandleKey, Candle] = {}
    for key, group in groups.items():
        candle = fold_candle(stored.get(key), group)
        if candle is not None and candle != stored.get(key):
            candles[key] = candle
    candles |= _settled(groups, candles, store, now)
    store.save(list(candles.values()), now)
    return {"events": len(events), "candles_written": len(candles)}


def _settled(
    groups: Mapping[CandleKey, Sequence[PriceEvent]],
    candles: Mapping[CandleKey, Candle],
    store: CandleStore,
    now: datetime,
) -> dict[CandleKey, Candle]:
    """The candles whose growth follows anew from the running totals in this batch.

    Totals that are stored already count too: the write before may have failed between the candle that holds them and
    the candle that follows it.
    """
    minutes: dict[str, list[datetime]] = {}
    for (symbol, minute), group in groups.items():
        if any(event.volume_kind is VolumeKind.DAY_TOTAL for event in group):
            minutes.setdefault(symbol, []).append(minute)
    settled: dict[CandleKey, Candle] = {}
    for symbol, touched in minutes.items():
        settled |= _settle_chain(symbol, min(touched), max(touched), candles, store, now)
    return settled


def _settle_chain(
    symbol: str,
    first: datetime,
    last: datetime,
    candles: Mapping[CandleKey, Candle],
    store: CandleStore,
    now: datetime,
) -> dict[CandleKey, Candle]:
    """Settles a symbol's candles from `first` to the one that follows `last`: a late quote moves its growth too."""
    chain = {candle.key: candle for candle in store.with_totals_between(symbol, first, last, now)}
    following = store.next_with_totals(symbol, last, now)
    if following is not None:
        chain[following.key] = following
    chain |= {key: candle for key, candle in candles.items() if key in chain or _within(key, symbol, first, last)}
    total = store.last_total_before(symbol, first, now)
    settled: dict[CandleKey, Candle] = {}
    for key in sorted(chain):
        candle = settle(chain[key], total)
        if candle != chain[key] or key in candles:
            settled[key] = candle
        total = candle.last_total if candle.running_totals else total
    return settled


def _within(key: CandleKey, symbol: str, first: datetime, last: datetime) -> bool:
    return key[0] == symbol and first <= key[1] <= last
