from __future__ import annotations

from finpulse_cli.features.tail.base import Column
from finpulse_cli.features.tail.cells import text
from finpulse_cli.features.tail.event_rows import PREVIEW_BYTES, event_columns, event_values, preview
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, price_event

LAST = event_columns(Column("x", text("x"), 1))[-1]


def test_an_event_is_shown_with_its_own_members() -> None:
    event = price_event("231.5")
    values = event_values(encode_event(event))
    assert values["event_id"] == event.event_id
    assert values["price"] == event.price
    assert values["timestamp"] == "2026-11-20T17:00:00.000Z"
    assert (values["feed"], values["session"], values["recorded_at"]) == ("test.1", "2026-11-20", None)
    assert values["problem"] is None
    assert LAST.cell(values, NOON).plain == "test.1"


def test_what_is_no_event_is_shown_with_its_reason() -> None:
    values = event_values(b"[1]")
    assert values == {"problem": "record is not a JSON object", "bytes": 3, "preview": "[1]"}
    assert LAST.cell(values, NOON).plain == "✗ record is not a JSON object"


def test_a_preview_is_short_and_printable() -> None:
    assert preview(b"\xff\x1b[31m") == "\\xff\\x1b[31m"
    assert preview(b"y" * 1000) == "y" * PREVIEW_BYTES + "…"
