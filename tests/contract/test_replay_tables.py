"""What a replay reads of the tables: what stands there of its events, its new anomalies, a run that came before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.again import as_sent_before
from finpulse_cli.features.replay.events import in_feed
from finpulse_cli.features.replay.found_anomalies import by_feed, stored_anomalies
from finpulse_cli.features.replay.outcome import Outcome, Standing, read_standing
from finpulse_cli.features.replay.plan import Plan
from lambdas.shared.adapters.dynamodb.anomaly_store import DynamoAnomalyStore
from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.adapters.dynamodb.series_store import DynamoSeriesStore
from lambdas.shared.adapters.dynamodb.tally_store import DynamoTallyStore
from lambdas.shared.domain.candle import fold_candle, group_by_candle
from lambdas.shared.domain.detector import SeriesState, detect, group_by_series
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.tally import Tallies, tally
from tests.factories import NOON, ZSCORE, anomaly, price_event, price_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.event import PriceEvent
    from tests.contract.tables import Tables

EVENTS = tuple(price_run(["100", *["100", "100.1"] * 15, "120"]))
TABLES = ("live_prices", "price_candles", "anomalies", "detector_state", "counters")


@dataclass(frozen=True)
class ReplayTables:
    """Tables of one target."""

    client: DynamoDBClient
    names: dict[str, str]

    def process(self, *events: PriceEvent) -> None:
        """What the consumers do with events of series that are new to them."""
        DynamoPriceStore(self.client, self.names["live_prices"]).save(events, NOON)
        candles = [c for group in group_by_candle(events).values() if (c := fold_candle(None, group))]
        DynamoCandleStore(self.client, self.names["price_candles"]).save(candles, NOON)
        DynamoTallyStore(self.client, self.names["counters"]).save(tally(Tallies(), candles, events), NOON)
        for series, own in group_by_series(events).items():
            found = detect(SeriesState(), own, ZSCORE)
            self.anomalies.add(found.anomalies, NOON)
            states = DynamoSeriesStore(self.client, self.names["detector_state"])
            states.save({series: (SeriesState(), found.state)}, NOON)

    @property
    def anomalies(self) -> DynamoAnomalyStore:
        return DynamoAnomalyStore(self.client, self.names["anomalies"], self.names["counters"], "detector")

    def standing(self, events: Sequence[PriceEvent]) -> Standing:
        anomalies = stored_anomalies(self.client, self.names["anomalies"], events)
        return read_standing(self.client, self.names, events, anomalies)


@pytest.fixture
def stack(tables: Tables) -> ReplayTables:
    return ReplayTables(tables.client, {name: tables.create(name.replace("_", "-")) for name in TABLES})


def counts(standing: Standing | Outcome) -> tuple[int, int, int]:
    return (standing.prices, standing.candles, standing.events)


def test_what_stands_of_a_replay_is_not_what_others_wrote(stack: ReplayTables) -> None:
    assert counts(stack.standing(EVENTS)) == (0, 0, 0)
    stack.process(*(in_feed(event, "test.2") for event in EVENTS), *price_run(["100", "101"], feed=LIVE))
    before = stack.standing(EVENTS)
    assert (counts(before), before.scored, before.anomalies) == ((0, 0, 0), 0, ())
    stack.process(*EVENTS)
    after = stack.standing(EVENTS)
    assert counts(after) == (32, 32, 32)
    outcome = Outcome(before, after)
    assert (counts(outcome), outcome.scored) == ((32, 32, 32), 32)
    assert [item["feed"] for item in outcome.anomalies] == ["test.1"]


def test_a_run_that_was_here_before_adds_nothing(stack: ReplayTables) -> None:
    stack.process(*EVENTS)
    outcome = Outcome(stack.standing(EVENTS), stack.standing(EVENTS))
    assert (counts(outcome), outcome.scored, outcome.anomalies) == ((0, 0, 0), 0, [])
    assert counts(outcome.after) == (32, 32, 32)


def test_anomalies_are_those_among_the_events_alone(stack: ReplayTables) -> None:
    ours = [price_event(100, seconds=60 * minute) for minute in range(3)]
    for feed in ("test.1", "test.2", LIVE):
        stack.anomalies.add([anomaly(price_event(100, seconds=60, feed=feed))], NOON)
    stack.anomalies.add([anomaly(ours[2])], NOON)

    def found(*events: PriceEvent) -> list[str]:
        return [item["event_id"] for item in stored_anomalies(stack.client, stack.names["anomalies"], events)]

    assert found(*ours) == [ours[1].event_id, ours[2].event_id]
    assert found(ours[0], ours[2]) == [ours[2].event_id]


def test_anomalies_by_feed_are_in_order_and_each_is_there_once() -> None:
    first, second = ({"event_id": name, "feed": "a.1", "symbol": "AAPL", "detected_at": name} for name in ("1", "2"))
    other = first | {"event_id": "3", "feed": "a.2"}
    assert by_feed([second, other, first, second]) == {"a.1": [first, second], "a.2": [other]}


def plan(*events: PriceEvent) -> Plan:
    return Plan("test", events, timedelta(minutes=3), None, ("1",))


def test_a_run_that_comes_again_later_keeps_its_moments(stack: ReplayTables) -> None:
    first = plan(*(replace(event, recorded_at=event.timestamp - timedelta(minutes=3)) for event in EVENTS))
    assert as_sent_before(first, stack.client, stack.names["price_candles"]) == first
    stack.process(*first.events[:20])  # it may have been interrupted
    moved = [replace(event, timestamp=event.timestamp + timedelta(hours=2)) for event in first.events]
    later = Plan("test", tuple(in_feed(event, "test.1") for event in moved), timedelta(minutes=123), None, ("1",))
    again = as_sent_before(later, stack.client, stack.names["price_candles"])
    assert again == first


def test_a_run_of_other_events_is_refused(stack: ReplayTables) -> None:
    stack.process(*EVENTS)
    with pytest.raises(UsageError, match=r"test\.1 holds other events"):
        as_sent_before(plan(price_event("99")), stack.client, stack.names["price_candles"])
