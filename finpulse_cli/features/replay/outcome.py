"""What stands in the tables for the events of a replay, and what the replay added to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.found_anomalies import stored_anomalies
from finpulse_cli.features.replay.partitions import read_partition
from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.candle_item import held_event_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

CandleName = tuple[str, str]  # series, minute


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands there of some events: their prices, how many of them each candle holds, and their anomalies.

    `scored` counts the events that the detector ever scored in their series. Anomalies are as stored, oldest first.
    """

    prices: int
    candles: Mapping[CandleName, int]
    scored: int
    anomalies: tuple[dict[str, Any], ...]

    @property
    def events(self) -> int:
        """The number of events in the candles."""
        return sum(self.candles.values())


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sending of a recording: what stood there `before`, and `after` it.

    The counts are of what this sending added: a run that was sent before adds nothing.
    """

    before: Standing
    after: Standing

    @property
    def prices(self) -> int:
        """Rows of live_prices."""
        return self.after.prices - self.before.prices

    @property
    def candles(self) -> int:
        """Candles that are new or have grown."""
        return sum(1 for name, events in self.after.candles.items() if self.before.candles.get(name) != events)

    @property
    def events(self) -> int:
        """Events that no candle held before."""
        return self.after.events - self.before.events

    @property
    def scored(self) -> int:
        """Events that the detector scored."""
        return self.after.scored - self.before.scored

    @property
    def anomalies(self) -> list[dict[str, Any]]:
        """Anomalies as stored, oldest first."""
        known = {item["event_id"] for item in self.before.anomalies}
        return [item for item in self.after.anomalies if item["event_id"] not in known]


def read_standing(dynamodb: DynamoDBClient, tables: Mapping[str, str], events: Sequence[PriceEvent]) -> Standing:
    """Return what stands there of `events`, read consistently; `tables` are names, by the outputs' own."""
    ids = {event.event_id for event in events}
    series = sorted({event.series for event in events})
    prices = (
        item["event_id"]
        for name in series
        for item in read_partition(dynamodb, tables["live_prices"], ("series", name), attributes=("event_id",))
    )
    return Standing(
        prices=sum(1 for event_id in prices if event_id in ids),
        candles=dict(
            found for name in series for found in _candles(dynamodb, tables["price_candles"], name, ids) if found[1]
        ),
        scored=_scored(dynamodb, tables["detector_state"], series),
        anomalies=tuple(stored_anomalies(dynamodb, tables["anomalies"], events)),
    )


def _candles(dynamodb: DynamoDBClient, table: str, series: str, ids: Collection[str]) -> list[tuple[CandleName, int]]:
    items = read_partition(dynamodb, table, ("series", series), attributes=("candle_timestamp", "fold"))
    return [
        ((series, item["candle_timestamp"]), sum(1 for event_id in held_event_ids(item) if event_id in ids))
        for item in items
    ]


def _scored(dynamodb: DynamoDBClient, table: str, series: Sequence[str]) -> int:
    keys = [{"series": name} for name in series]
    return sum(int(item["scored"]) for item in batch_get(dynamodb, table, keys, attributes=("scored",)))
