"""The comparison of what two replays left, without the replays; tests/e2e/test_parity.py has both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from finpulse_cli.features.parity.lake import LakeWatch
from finpulse_cli.features.parity.run import Traces, alert_part, lake_part, quarantine_items, table_parts
from finpulse_cli.features.replay.drain import SentRecord
from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.adapters.dynamodb.price_item import price_item
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, anomaly, price_event
from tests.unit.features.parity.test_show import SUMMARY
from tests.unit.features.tail.fakes import FakeS3

EVENT = price_event("412.5")


def tables(written_after: float = 0) -> Any:
    """What EVENT leaves, with an anomaly, in tables written some seconds later."""
    now = NOON + timedelta(seconds=written_after)
    candle = fold_candle(None, [EVENT])
    assert candle
    return {
        "live_prices": [price_item(EVENT, now)],
        "latest_prices": [price_item(EVENT, now)],
        "price_candles": [candle_item(candle, int(now.timestamp()))],
        "session_starts": [{"series": EVENT.series, "session": "2026-11-20"}],
        "counters": [{"scope": EVENT.feed, "bucket": "events#2026-11-20T17#AAPL", "minutes": {"0": 1}}],
        "anomalies": [anomaly_item(anomaly(EVENT), now)],
        "detector_state": [{"series": EVENT.series, "scored": 31}],
    }


def differing(a: Any, b: Any) -> list[str]:
    return [part.name for part in table_parts(a, b, [EVENT]) if part.differences]


def test_the_moment_of_writing_plays_no_part() -> None:
    assert differing(tables(), tables(100)) == []


def test_a_changed_item_is_found_in_its_table() -> None:
    for table in tables():
        changed = tables()
        changed[table][0]["more"] = 1
        assert differing(tables(), changed) == [table]


def test_what_both_lost_is_found() -> None:
    empty = dict.fromkeys(tables(), ())
    assert differing(empty, empty) == ["live_prices", "latest_prices", "price_candles", "detector_state"]


def traces(messages: list[Any] | None, *, alerted: bool = True) -> Traces:
    left = tables()
    left["anomalies"][0]["alerted"] = alerted
    return Traces(SUMMARY, left, messages, {})


def test_alerts_differ_by_mark_and_by_message() -> None:
    assert alert_part(traces(None), traces(None)).differences == ()
    assert "to people" in alert_part(traces(None), traces(None)).note
    [marked] = alert_part(traces(None), traces(None, alerted=False)).differences
    assert (marked.a, marked.b) == ({"alerted": True}, {"alerted": False})
    sent = dict.fromkeys(("severity", "direction", "subject", "message"), "x")
    message = {"symbol": "AAPL", "event_id": EVENT.event_id, **sent}
    assert alert_part(traces([message]), traces([message])).differences == ()
    assert len(alert_part(traces([message]), traces([message, message])).differences) == 1
    assert len(alert_part(traces([message]), traces([])).differences) == 1


def test_quarantine_is_counted_by_event() -> None:
    records = [SentRecord(name, "shard", number, NOON) for number, name in enumerate(("one", "two", "one"))]
    assert quarantine_items(records) == {("one",): {"records": 2}, ("two",): {"records": 1}}


def lake(*lines: bytes) -> LakeWatch:
    s3: Any = FakeS3()
    s3.add("raw-data/a.json", b"".join(line + b"\n" for line in lines))
    found = LakeWatch(s3, "lake", {EVENT.event_id}, NOON)
    found.look()
    return found


def test_lakes_differ_by_line_not_by_how_often_it_is_there() -> None:
    line, ids = encode_event(EVENT), frozenset({EVENT.event_id})
    part = lake_part(lake(line), lake(line, line), ids)
    assert (part.differences, part.note) == ((), "0 and 1 lines more than once")
    assert len(lake_part(lake(line), lake(line.replace(b"412.5", b"412.6")), ids).differences) == 1
    assert len(lake_part(lake(), lake(), ids).differences) == 1
