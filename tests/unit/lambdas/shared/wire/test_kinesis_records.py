from __future__ import annotations

from lambdas.shared.wire.kinesis_records import StreamRecord, padded_sequence, read_records
from tests.factories import NOON, SHARD, lambda_event, stream_record


def test_records_come_out_in_stream_order_with_their_bytes() -> None:
    records = read_records(lambda_event([b"\x00one", b"two\n"], first_sequence_number=9, arrived_at=NOON))
    assert records == [
        StreamRecord(SHARD, "9", "AAPL", NOON, b"\x00one"),
        StreamRecord(SHARD, "10", "AAPL", NOON, b"two\n"),
    ]


def test_an_empty_batch_has_no_records() -> None:
    assert read_records({"Records": []}) == []


def test_positions_compare_as_text_although_sequence_numbers_differ_in_length() -> None:
    assert stream_record(sequence_number="9").position < stream_record(sequence_number="10").position
    assert padded_sequence("49") == "0" * 62 + "49"
    longest = "4" * 56  # what Kinesis gives
    assert len(padded_sequence(longest)) == 64
    assert padded_sequence("9" * 55) < padded_sequence(longest)
