"""Folds events into minute candles, and counts what the candles hold.

Candles are written first and tallies after them. A batch that fails in between comes again, finds its candles as
they should be, and counts them then: a tally is what the candles say, so it is right however often it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.aggregator.volume import VolumeChains, neighbours
from lambdas.shared.domain.candle import Candle, CandleKey, fold_candle, group_by_candle
from lambdas.shared.domain.candle_room import part_by_room
from lambdas.shared.domain.outcome import Outcome
from lambdas.shared.domain.tally import Tallies, day_key, hour_key, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.ports import CandleStore, SessionStartStore, TallyStore

Groups = dict[CandleKey, "Sequence[PriceEvent]"]


@dataclass(frozen=True, slots=True)
class Aggregator:
    """The use case with what it needs from the outside."""

    candles: CandleStore
    starts: SessionStartStore
    tallies: TallyStore

    def run(self, events: Sequence[PriceEvent], now: datetime) -> Outcome:
        """Fold a batch into its candles and write those that changed; a redelivered batch changes none.

        Events that a candle has no room for are refused, and nothing else of them is done.
        """
        arrived = group_by_candle(events)
        stored = dict(self.candles.load({*arrived, *neighbours(events)}, now))
        groups, refused = _fitting(stored, arrived)
        counted = self.tallies.load(set(map(hour_key, groups)), set(map(day_key, groups)), now)
        taken = [event for group in groups.values() for event in group]
        chains = VolumeChains(self.candles, self.starts, counted, stored, _folded(stored, groups))
        settled = chains.settle(taken, now)
        changed = [candle for key, candle in settled.items() if stored.get(key) != candle]
        self.candles.save(changed, now)
        self._count(counted, [settled[key] for key in groups], taken, now)
        facts = {"events": len(events), "candles_written": len(changed)}
        return Outcome(facts | ({"refused": len(refused)} if refused else {}), refused)

    def _count(self, counted: Tallies, candles: Iterable[Candle], events: Iterable[PriceEvent], now: datetime) -> None:
        self.tallies.save(tally(counted, candles, events).without(counted), now)


def _fitting(
    stored: Mapping[CandleKey, Candle], arrived: Mapping[CandleKey, Sequence[PriceEvent]]
) -> tuple[Groups, dict[str, str]]:
    """Return the events that their candles have room for, by candle, and why each other has none, by its id."""
    groups: Groups = {}
    refused: dict[str, str] = {}
    for key, events in arrived.items():
        fitting, others = part_by_room(stored.get(key), events)
        refused |= {event.event_id: reason for event, reason in others}
        if fitting:
            groups[key] = fitting
    return groups, refused


def _folded(stored: Mapping[CandleKey, Candle], groups: Groups) -> dict[CandleKey, Candle]:
    folded = {key: fold_candle(stored.get(key), group) for key, group in groups.items()}
    return {key: candle for key, candle in folded.items() if candle is not None}
