from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.consumer import Consumer
from lambdas.shared.domain.outcome import Outcome
from lambdas.shared.errors import DependencyError
from lambdas.shared.wire.event_json import encode_event
from tests.doubles.progress import Reached
from tests.doubles.recording_consumer import RecordingConsumer
from tests.doubles.steps import FailingSteps
from tests.factories import LATER, NOON, SHARD, lambda_event, price_event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

EVENTS = [price_event(seconds=seconds) for seconds in range(3)]
LINES = [encode_event(event) for event in EVENTS]


@pytest.fixture
def recording() -> RecordingConsumer:
    return RecordingConsumer()


def test_a_batch_is_decoded_processed_and_noted(recording: RecordingConsumer) -> None:
    recording.consume(lambda_event(LINES, first_sequence_number=8))
    assert recording.processed == EVENTS
    assert recording.progress.reached == {("test_consumer", SHARD): Reached("10".zfill(64), 3)}
    assert recording.quarantine.kept == {}


def test_a_bad_record_goes_to_quarantine_and_its_neighbours_are_processed(recording: RecordingConsumer) -> None:
    bad = [b"not json", LINES[0].replace(b"231.5", b"NaN"), b"x" * 2**20]
    recording.consume(lambda_event([bad[0], LINES[0], bad[1], LINES[1], bad[2], LINES[2]]))
    assert recording.processed == EVENTS
    kept = {key: record.data for key, (record, _) in recording.quarantine.kept.items()}
    assert kept == {("test_consumer", SHARD, str(1 + 2 * place)): data for place, data in enumerate(bad)}
    assert [reason[:16] for reason in recording.quarantine.reasons] == [
        "record is not JS",
        "NaN is not a num",
        "record of 104857",
    ]
    assert recording.progress.reached["test_consumer", SHARD].records == 6


def test_lines_of_one_record_are_events_or_bad_by_themselves(recording: RecordingConsumer) -> None:
    """The lake's readers see lines and not records: tables and lake must hold the same events."""
    several = b"\n".join([LINES[0], b"nonsense", LINES[1], b""])
    recording.consume(lambda_event([several, b"", LINES[2]]))
    assert recording.processed == EVENTS
    kept = {key[2]: (record.data, reason) for key, (record, reason) in recording.quarantine.kept.items()}
    assert kept.keys() == {"1", "2"}
    assert kept["1"][0] == several
    assert kept["1"][1].startswith("line 2: record is not JSON")
    assert kept["2"] == (b"", "record is empty")
    assert recording.progress.reached["test_consumer", SHARD].records == 3


def test_a_quote_of_the_future_is_quarantined_whatever_its_producer_says(recording: RecordingConsumer) -> None:
    """It would stay the latest price, and silence the detector, until then."""
    ahead = [price_event(seconds=seconds, ingested_at=LATER) for seconds in (300, 300.001, 82_800)]
    recording.consume(lambda_event([encode_event(event) for event in ahead], arrived_at=NOON))
    assert recording.processed == ahead[:1]
    assert recording.quarantine.reasons == ["timestamp lies more than five minutes after the record's arrival"] * 2


def test_a_batch_of_bad_records_only_needs_no_use_case(recording: RecordingConsumer) -> None:
    recording.consume(lambda_event([b"{}", b"[]"]))
    assert recording.processed == []
    assert len(recording.quarantine.kept) == 2
    assert recording.progress.reached["test_consumer", SHARD] == Reached("2".zfill(64), 2)


def test_a_batch_that_comes_again_adds_nothing_to_the_quarantine(recording: RecordingConsumer) -> None:
    for _ in range(2):
        recording.consume(lambda_event([b"{}", *LINES]))
    assert len(recording.quarantine.kept) == 1
    assert recording.progress.reached["test_consumer", SHARD].records == 4


def test_an_empty_batch_does_nothing(capsys: pytest.CaptureFixture[str], recording: RecordingConsumer) -> None:
    recording.consume({"Records": []})
    assert recording.progress.reached == {}
    assert capsys.readouterr().out == ""


def test_records_of_several_shards_are_noted_apart(recording: RecordingConsumer) -> None:
    batch = {
        "Records": [*lambda_event(LINES, shard_id="a")["Records"], *lambda_event(LINES[:1], shard_id="b")["Records"]]
    }
    recording.consume(batch)
    assert {shard: reached.records for (_, shard), reached in recording.progress.reached.items()} == {"a": 3, "b": 1}


def test_a_use_case_that_fails_returns_the_batch_and_notes_no_progress(recording: RecordingConsumer) -> None:
    def fail(_events: Sequence[PriceEvent], _now: datetime) -> dict[str, int]:
        raise DependencyError("throttled")

    consumer = Consumer("test_consumer", fail, recording.quarantine, recording.progress, lambda: NOON)
    with pytest.raises(DependencyError, match="throttled"):
        consumer.consume(lambda_event([b"bad", *LINES]))
    assert recording.progress.reached == {}


def test_a_quarantine_that_fails_returns_the_batch_before_anything_else() -> None:
    recording = RecordingConsumer(FailingSteps(once={"quarantine.put"}))
    with pytest.raises(DependencyError):
        recording.consume(lambda_event([b"bad", *LINES]))
    assert recording.processed == []
    assert recording.progress.reached == {}


def test_progress_that_cannot_be_noted_returns_the_batch() -> None:
    recording = RecordingConsumer(FailingSteps(once={"progress.advance"}))
    with pytest.raises(DependencyError):
        recording.consume(lambda_event(LINES))
    assert recording.processed == EVENTS


def test_each_batch_writes_one_log_line(capsys: pytest.CaptureFixture[str]) -> None:
    RecordingConsumer().consume(lambda_event([b"bad", *LINES]))
    line = json.loads(capsys.readouterr().out)
    assert (line["Consumer"], line["records"], line["QuarantinedRecords"], line["events"]) == ("test_consumer", 4, 1, 3)


def test_events_that_the_use_case_refuses_go_to_quarantine_and_the_batch_is_done(recording: RecordingConsumer) -> None:
    refused = {EVENTS[0].event_id: "no room", EVENTS[2].event_id: "no room either"}
    consumer = Consumer(
        "test_consumer",
        lambda events, _now: Outcome({"events": len(events)}, refused),
        recording.quarantine,
        recording.progress,
        lambda: NOON,
    )
    consumer.consume(lambda_event([LINES[0] + b"\n" + LINES[2], LINES[1], LINES[0]]))
    assert {key[2]: reason for key, (_, reason) in recording.quarantine.kept.items()} == {
        "1": "no room; no room either",
        "3": "no room",
    }
    assert recording.progress.reached["test_consumer", SHARD].records == 3


def test_a_quarantine_that_fails_for_what_is_refused_notes_no_progress() -> None:
    recording = RecordingConsumer(FailingSteps(once={"quarantine.put"}))
    outcome = Outcome({}, {EVENTS[0].event_id: "no room"})
    consumer = Consumer("c", lambda _events, _now: outcome, recording.quarantine, recording.progress, lambda: NOON)
    with pytest.raises(DependencyError):
        consumer.consume(lambda_event(LINES))
    assert recording.progress.reached == {}
