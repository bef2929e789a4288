"""What stands in the tables for the events of a replay, and what the replay added to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.replay.found_anomalies import identity_of
from finpulse_cli.features.replay.partitions import count_partition, read_partition
from lambdas.shared.adapters.dynamodb.batch import batch_get
from lambdas.shared.adapters.dynamodb.counter_keys import END, EVENTS, counts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent

MinuteName = tuple[str, str, int]  # series, hour, minute of the hour


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands there in the series of some events, which are a replay's own: rows, and events by minute.

    `scored` counts the events that the detector ever scored in them. Anomalies are as stored, oldest first.
    """

    prices: int
    candles: int
    minutes: Mapping[MinuteName, int]
    scored: int
    anomalies: tuple[Mapping[str, Any], ...]

    @property
    def events(self) -> int:
        """The number of events in the candles, by the counts that are kept with them."""
        return sum(self.minutes.values())


NOTHING = Standing(0, 0, {}, 0, ())
"""What stands of a run that has never been sent."""


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
        grown = sum(1 for name, events in self.before.minutes.items() if self.after.minutes.get(name) != events)
        return self.after.candles - self.before.candles + grown

    @property
    def events(self) -> int:
        """Events that no candle held before."""
        return self.after.events - self.before.events

    @property
    def scored(self) -> int:
        """Events that the detector scored."""
        return self.after.scored - self.before.scored

    @property
    def anomalies(self) -> list[Mapping[str, Any]]:
        """Anomalies as stored, oldest first."""
        known = {identity_of(item) for item in self.before.anomalies}
        return [item for item in self.after.anomalies if identity_of(item) not in known]


def read_standing(
    dynamodb: DynamoDBClient,
    tables: Mapping[str, str],
    events: Sequence[PriceEvent],
    anomalies: Sequence[Mapping[str, Any]],
) -> Standing:
    """Return what stands there in the series of `events`, read consistently; `tables` are names, by the outputs' own.

    `anomalies` are those among the events, which the caller has read.
    """
    series = sorted({event.series for event in events})
    feeds = sorted({event.feed for event in events})
    return Standing(
        prices=sum(count_partition(dynamodb, tables["live_prices"], ("series", name)) for name in series),
        candles=sum(count_partition(dynamodb, tables["price_candles"], ("series", name)) for name in series),
        minutes=dict(found for feed in feeds for found in _minutes(dynamodb, tables["counters"], feed, series)),
        scored=_scored(dynamodb, tables["detector_state"], series),
        anomalies=tuple(anomalies),
    )


def _minutes(
    dynamodb: DynamoDBClient, table: str, feed: str, series: Sequence[str]
) -> Iterator[tuple[MinuteName, int]]:
    hours = read_partition(
        dynamodb, table, ("scope", feed), sort_key="bucket", first=f"{EVENTS}#", last=f"{EVENTS}#{END}"
    )
    for item in hours:
        if item["series"] in series:
            for minute, events in counts_of(item["minutes"]).items():
                yield (item["series"], item["hour"], minute), events


def _scored(dynamodb: DynamoDBClient, table: str, series: Sequence[str]) -> int:
    keys = [{"series": name} for name in series]
    return sum(int(item["scored"]) for item in batch_get(dynamodb, table, keys, attributes=("scored",)))
