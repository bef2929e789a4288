"""The stream benchmark's events: of so many symbols, in order, calm."""

from __future__ import annotations

from finpulse_cli.features.bench.stream_events import stream_events, stream_records
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.wire.event_json import decode_record
from tests.factories import NOON, ZSCORE


def test_each_symbol_has_an_event_a_second_up_to_now() -> None:
    events = list(stream_events(10, 5, "one", NOON))
    assert len({event.series for event in events}) == 5
    assert len({event.event_id for event in events}) == 10
    assert [event.timestamp for event in events] == sorted(event.timestamp for event in events)
    assert events[-1].timestamp == NOON.replace(microsecond=0)


def test_the_consumers_can_read_them() -> None:
    events = list(stream_events(7, 3, "one", NOON))
    decoded = [decode_record(record["Data"]) for record in stream_records(events)]
    assert [event for record in decoded for event in record.events] == events
    assert not any(record.reasons for record in decoded)


def test_none_of_them_is_an_anomaly() -> None:
    events = list(stream_events(200, 1, "one", NOON))
    assert not detect(SeriesState(), events, ZSCORE).anomalies
