"""Records that go back: as they were, or mended, checked before and marked after."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.features.quarantine import redrive
from finpulse_cli.features.quarantine.kept_records import KeptRecord, every_record
from finpulse_cli.features.quarantine.redrive import Way, as_recorded, mended, problem_of, send
from finpulse_cli.features.quarantine.redriven import PREFIX, marks
from lambdas.shared.wire.event_json import decode_event, encode_event
from tests.factories import NOON, price_event
from tests.unit.features.quarantine.stores import Bucket, Stream


def kept(data: bytes, key: str = "AAPL@test.1") -> KeptRecord:
    return KeptRecord("shard-0", "1", key, "2026-11-20T17:00:00.000Z", data, {"aggregator": "is bad"})


def way(bucket: Bucket, stream: Stream) -> Way:
    clients: Any = bucket, stream
    return Way(clients[1], "quotes", clients[0], "lake")


def test_what_would_be_quarantined_again_says_why() -> None:
    good = encode_event(price_event())
    assert problem_of(kept(good), NOON) is None
    assert problem_of(kept(b"{}"), NOON) == "schema is missing"
    assert "line 2: record is not JSON" in str(problem_of(kept(good + b"\nx"), NOON))
    early = NOON - timedelta(hours=1)
    assert problem_of(kept(good), early) == (
        "its timestamp lies more than five minutes after now, 2026-11-20T16:00:00.000Z"
    )


def test_bytes_go_as_they_were_and_are_marked() -> None:
    bucket, stream = Bucket(), Stream()
    data = encode_event(price_event()) + b"  "
    [mark] = send(way(bucket, stream), [as_recorded(kept(data))], NOON)
    assert stream.taken == [("AAPL@test.1", data)]
    assert (mark.mended, mark.sequence_number, mark.redriven_at) == (False, "1001", "2026-11-20T17:00:00.000Z")
    client: Any = bucket
    assert marks(client, "lake") == {kept(b"").id: mark}


def test_a_mended_line_gets_the_key_and_the_id_of_its_values() -> None:
    event = price_event("99.5", symbol="TSLA")
    members = json.loads(encode_event(event))
    for text in (members | {"event_id": "f" * 32}, {k: v for k, v in members.items() if k != "event_id"}):
        [outgoing] = mended(kept(b"bad"), json.dumps(text).encode(), NOON)
        assert outgoing.partition_key == "TSLA@test.1"
        assert decode_event(outgoing.data) == event
        assert outgoing.mended


def test_each_mended_line_is_a_record() -> None:
    text = b"\n".join(encode_event(price_event(seconds=number)) for number in range(3)) + b"\n\n"
    assert len(mended(kept(b"bad"), text, NOON)) == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "nothing was given"),
        (b"[1]", "line 1 is no event: record is not a JSON object"),
        (b"{}", "line 1 is no event: "),
        (b"not json", "line 1 is no event: record is not JSON"),
        (encode_event(price_event(seconds=600)), "more than five minutes after now"),
    ],
)
def test_what_is_no_event_is_not_sent(text: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        mended(kept(b"bad"), text, NOON)


def test_what_the_stream_refuses_is_not_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrive, "PAGE_RECORDS", 2)
    bucket, stream = Bucket(), Stream(refused={"MSFT"})
    bucket.keep(("1", "AAPL", b"1"), ("2", "MSFT", b"2"), ("3", "TSLA", b"3"), name="1_3_3")
    client: Any = bucket
    records = every_record(client, "lake").records
    with pytest.raises(FailedError, match="took 1 of 2 records: ProvisionedThroughputExceededException: slow down"):
        send(way(bucket, stream), [as_recorded(record) for record in records], NOON)
    assert set(marks(client, "lake")) == {records[0].id}
    assert stream.requests == 1


def test_a_damaged_mark_stops_what_it_may_be_about() -> None:
    bucket: Any = Bucket()
    bucket.add(f"{PREFIX}x.json", b"{")
    with pytest.raises(FailedError, match=r"redriven/x\.json is damaged"):
        marks(bucket, "lake")
