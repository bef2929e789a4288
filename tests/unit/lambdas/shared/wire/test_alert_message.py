from __future__ import annotations

import json
from decimal import Decimal

import pytest

from lambdas.shared.domain.alert_text import alert_body, alert_subject
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.alert_message import AlertKind, alert_attributes, read_message, typed_attributes
from tests.doubles.webhooks import SENT_AT, envelope, plain_envelope
from tests.factories import anomaly

FOUND = anomaly()


def test_an_alert_is_read_as_it_was_sent() -> None:
    message = read_message(envelope(FOUND))
    assert (message.alert_id, message.kind) == (f"AAPL/{FOUND.anomaly_id}", AlertKind.ALERT)
    assert (message.subject, message.text, message.sent_at) == (alert_subject(FOUND), alert_body(FOUND), SENT_AT)
    assert message.anomaly_key == FOUND.key
    assert message.attributes == {
        "feed": "test.1",
        "symbol": "AAPL",
        "severity": "HIGH",
        "direction": "SPIKE",
        "event_id": FOUND.event.event_id,
        "anomaly_id": FOUND.anomaly_id,
    }
    assert message.details == {
        "detected_at": "2026-11-20T17:00:00.000Z",
        "current_price": Decimal("412.5"),
        "mean_price": Decimal(400),
        "stdev": Decimal("0.04"),
        "z_score": Decimal("312.5"),
        "deviation_percent": Decimal("3.125"),
        "detector": "zscore",
    }


def test_a_message_without_an_anomaly() -> None:
    message = read_message(plain_envelope("Try", "me", kind="test", alert_id="test/1"))
    assert (message.kind, message.anomaly_key, message.details) == (AlertKind.TEST, None, None)


def test_attributes_as_the_topic_takes_them() -> None:
    assert typed_attributes({"kind": "test"}) == {"kind": {"DataType": "String", "StringValue": "test"}}
    assert set(alert_attributes(FOUND)) >= {"kind", "alert_id", "symbol", "severity"}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{}",
        json.dumps({"Message": "x", "Timestamp": "now", "MessageAttributes": {}}),
        plain_envelope("a", "b", kind="other", alert_id="x"),
        plain_envelope("a", "b", kind="test"),
        plain_envelope("a", "b", kind="alert", alert_id="x", details="{"),
    ],
)
def test_what_is_no_message_is_refused(body: str) -> None:
    with pytest.raises(RecordError, match="no message of the topic of alerts"):
        read_message(body)
