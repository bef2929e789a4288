"""PutRecords in pages, with a fake Kinesis that keeps real order and refuses on request."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.adapters import kinesis_stream
from lambdas.shared.adapters.kinesis_stream import ATTEMPTS, KinesisStream
from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.errors import DependencyError
from lambdas.shared.ports import Placed
from lambdas.shared.wire.event_json import decode_event, encode_event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy_boto3_kinesis import KinesisClient

START = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


def event(symbol: str, minute: int, feed: str = LIVE) -> PriceEvent:
    return make_event(
        feed=feed,
        symbol=symbol,
        price=Decimal(100 + minute),
        volume=Decimal(10),
        volume_kind=VolumeKind.INTERVAL,
        session=START.date(),
        change_percent=None,
        timestamp=START + timedelta(minutes=minute),
        ingested_at=START + timedelta(minutes=minute),
        source=Source.ALPHA_VANTAGE if feed == LIVE else Source.REPLAY,
    )


class RefusingKinesis:
    """Two shards by symbol. `refuse(request, place)` says whether a record of the n-th request is refused."""

    def __init__(self, refuse: Callable[[int, int], bool] = lambda _request, _place: False) -> None:
        self._refuse = refuse
        self.requests: list[list[dict[str, Any]]] = []
        self.shards: dict[str, list[PriceEvent]] = defaultdict(list)
        self._sequence = 0

    def put_records(self, *, StreamName: str, Records: Sequence[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        assert StreamName == "quotes"
        number = len(self.requests)
        self.requests.append(list(Records))
        return {"Records": [self._take(number, place, record) for place, record in enumerate(Records)]}

    def _take(self, request: int, place: int, record: dict[str, Any]) -> dict[str, str]:
        if self._refuse(request, place):
            return {"ErrorCode": "ProvisionedThroughputExceededException", "ErrorMessage": "slow down"}
        taken = decode_event(record["Data"])
        assert record["PartitionKey"] == taken.series
        shard = f"shardId-{ord(taken.symbol[0]) % 2:012d}"
        self.shards[shard].append(taken)
        self._sequence += 1
        return {"ShardId": shard, "SequenceNumber": str(self._sequence)}

    def order_of(self, symbol: str) -> list[str]:
        """The ids of a symbol as the stream holds them."""
        return [taken.event_id for shard in self.shards.values() for taken in shard if taken.symbol == symbol]


def put(fake: Any, events: Sequence[PriceEvent], **options: int) -> tuple[list[Placed], list[float]]:
    """Puts the events on a stream with these options; returns their places and the pauses made."""
    slept: list[float] = []
    stream = KinesisStream(cast("KinesisClient", fake), "quotes", sleep=slept.append, **options)
    return stream.put(iter(events)), slept


def test_events_of_different_symbols_share_a_request_and_their_places_come_back() -> None:
    fake = RefusingKinesis()
    events = [event("AAPL", 0), event("MSFT", 0)]
    places, slept = put(fake, events)
    assert places == [
        Placed(events[0].event_id, "shardId-000000000001", "1"),
        Placed(events[1].event_id, "shardId-000000000001", "2"),
    ]
    assert [record["Data"] for record in fake.requests[0]] == [encode_event(event) for event in events]
    assert (len(fake.requests), slept) == (1, [])


def test_no_events_make_no_request() -> None:
    fake = RefusingKinesis()
    assert put(fake, []) == ([], [])
    assert fake.requests == []


def test_by_default_a_request_never_holds_two_events_of_a_series() -> None:
    fake = RefusingKinesis()
    put(fake, [event("AAPL", 0), event("MSFT", 0), event("AAPL", 1), event("MSFT", 1), event("MSFT", 2)])
    assert [[record["PartitionKey"] for record in request] for request in fake.requests] == [
        ["AAPL", "MSFT"],
        ["AAPL", "MSFT"],
        ["MSFT"],
    ]


def test_a_symbol_in_two_feeds_is_two_series() -> None:
    fake = RefusingKinesis()
    put(fake, [event("AAPL", 0), event("AAPL", 0, "calm.1"), event("AAPL", 0, "calm.2")])
    assert [record["PartitionKey"] for record in fake.requests[0]] == ["AAPL", "AAPL@calm.1", "AAPL@calm.2"]


def test_a_request_holds_five_hundred_records_at_most() -> None:
    fake = RefusingKinesis()
    places, _ = put(fake, [event("AAPL", minute) for minute in range(1001)], same_series_limit=2000)
    assert [len(request) for request in fake.requests] == [500, 500, 1]
    assert [int(place.sequence_number) for place in places] == list(range(1, 1002))


def test_a_request_keeps_to_its_bytes_partition_keys_included(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [event("AAPL", minute) for minute in range(4)]
    size = len(encode_event(events[0])) + len("AAPL")
    fake = RefusingKinesis()
    monkeypatch.setattr(kinesis_stream, "PAGE_BYTES", 2 * size)
    put(fake, events, same_series_limit=500)
    assert [len(request) for request in fake.requests] == [2, 2]
    fake = RefusingKinesis()
    monkeypatch.setattr(kinesis_stream, "PAGE_BYTES", 2 * size - 1)
    put(fake, events, same_series_limit=500)
    assert [len(request) for request in fake.requests] == [1, 1, 1, 1]


def test_only_what_was_refused_is_sent_again_after_a_pause() -> None:
    fake = RefusingKinesis(refuse=lambda request, place: request == 0 and place == 1)
    events = [event("AAPL", 0), event("MSFT", 0), event("TSLA", 0)]
    places, slept = put(fake, events)
    assert [record["PartitionKey"] for record in fake.requests[1]] == ["MSFT"]
    assert [place.event_id for place in places] == [event.event_id for event in events]
    assert places[1].sequence_number == "3"
    assert slept == [0.1]


def test_in_large_requests_a_symbol_is_sent_again_from_its_first_refused_event_on() -> None:
    fake = RefusingKinesis(refuse=lambda request, place: request == 0 and place == 2)
    events = [event("AAPL", 0), event("MSFT", 0), event("AAPL", 1), event("MSFT", 1), event("AAPL", 2)]
    places, _ = put(fake, events, same_series_limit=500)
    assert [decode_event(record["Data"]).event_id for record in fake.requests[1]] == [
        events[2].event_id,
        events[4].event_id,
    ]
    assert fake.order_of("AAPL")[-2:] == [events[2].event_id, events[4].event_id]
    assert fake.order_of("MSFT") == [events[1].event_id, events[3].event_id]
    # a reader that has come to the last of these places has seen every event
    assert [place.sequence_number for place in places] == ["1", "2", "5", "3", "6"]


@given(
    st.lists(st.sampled_from(["AAPL", "MSFT", "TSLA"]), max_size=30),
    st.sets(st.tuples(st.integers(0, 40), st.integers(0, 2))),
)
def test_no_event_ever_overtakes_an_earlier_one_of_its_symbol(
    symbols: list[str], refused: set[tuple[int, int]]
) -> None:
    # a record is refused twice in a row at most, so that the attempts suffice
    streak: dict[int, int] = defaultdict(int)

    def refuse(request: int, place: int) -> bool:
        streak[place] = streak[place] + 1 if (request, place) in refused else 0
        return 0 < streak[place] < 3

    fake = RefusingKinesis(refuse)
    events = [event(symbol, minute) for minute, symbol in enumerate(symbols)]
    places, _ = put(fake, events)
    assert [place.event_id for place in places] == [event.event_id for event in events]
    for symbol in set(symbols):
        assert fake.order_of(symbol) == [event.event_id for event in events if event.symbol == symbol]


def test_pauses_grow_to_a_limit_and_the_attempts_end() -> None:
    fake = RefusingKinesis(refuse=lambda _request, place: place == 0)
    slept: list[float] = []
    stream = KinesisStream(cast("KinesisClient", fake), "quotes", sleep=slept.append)
    with pytest.raises(DependencyError, match="left 1 records of quotes: ProvisionedThroughputExceededException"):
        stream.put([event("AAPL", 0)])
    assert len(fake.requests) == ATTEMPTS
    assert slept == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


def test_what_comes_after_an_event_that_is_refused_for_good_is_not_sent() -> None:
    fake = RefusingKinesis(refuse=lambda _request, _place: True)
    with pytest.raises(DependencyError):
        put(fake, [event("AAPL", 0), event("AAPL", 1)])
    assert {decode_event(record["Data"]).price for request in fake.requests for record in request} == {Decimal(100)}


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}, "PutRecords"),
        ReadTimeoutError(endpoint_url="https://kinesis"),
    ],
)
def test_a_request_that_fails_whole_is_a_failing_dependency(error: Exception) -> None:
    class Failing:
        def put_records(self, **_: object) -> None:
            raise error

    with pytest.raises(DependencyError, match="did not take records for quotes"):
        put(Failing(), [event("AAPL", 0)])
