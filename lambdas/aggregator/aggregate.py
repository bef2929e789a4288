"""Folds events into minute candles, and counts what the candles hold.

Candles are written first and tallies after them. A batch that fails in between comes again, finds its candles as
they should be, and counts them then: a tally is what the candles say, so it is right however often it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.aggregator.volume import VolumeChains
from lambdas.shared.domain.candle import Candle, CandleKey, fold_candle, group_by_candle
from lambdas.shared.domain.tally import day_key, hour_key, tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import CandleStore, SessionStartStore, TallyStore


@dataclass(frozen=True, slots=True)
class Aggregator:
    """The use case with what it needs from the outside."""

    candles: CandleStore
    starts: SessionStartStore
    tallies: TallyStore

    def run(self, events: Sequence[PriceEvent], now: datetime) -> dict[str, int]:
        """Fold a batch into its candles and write those that changed; a redelivered batch changes none."""
        groups = group_by_candle(events)
        stored = dict(self.candles.load(groups.keys(), now))
        folded = _folded(stored, groups)
        chains = VolumeChains(self.candles, self.starts, stored, dict(folded))
        settled = chains.settle(events, now)
        changed = [candle for key, candle in settled.items() if stored.get(key) != candle]
        self.candles.save(changed, now)
        self._count([settled[key] for key in groups], events, now)
        return {"events": len(events), "candles_written": len(changed)}

    def _count(self, candles: Sequence[Candle], events: Sequence[PriceEvent], now: datetime) -> None:
        hours, days = {hour_key(candle) for candle in candles}, {day_key(candle) for candle in candles}
        stored = self.tallies.load(hours, days, now)
        self.tallies.save(tally(stored, candles, events).without(stored), now)


def _folded(
    stored: Mapping[CandleKey, Candle], groups: Mapping[CandleKey, Sequence[PriceEvent]]
) -> dict[CandleKey, Candle]:
    folded = {key: fold_candle(stored.get(key), group) for key, group in groups.items()}
    return {key: candle for key, candle in folded.items() if candle is not None}
