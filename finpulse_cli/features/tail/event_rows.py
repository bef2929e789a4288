"""Rows of raw events: what a stream record or a line of the lake holds, or why it is no event."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.text import Text

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Values
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.errors import RecordError
from lambdas.shared.wire.event_json import decode_event

PREVIEW_BYTES = 60


def event_columns(arrival: Column) -> tuple[Column, ...]:
    """Return the columns of events, after one that says when or where each was found."""
    return (
        arrival,
        Column("symbol", cells.text("symbol", "bold"), 6),
        Column("price", cells.price("price"), 10, right=True),
        Column("volume", cells.number("volume"), 12, right=True),
        Column("quoted (UTC)", cells.moment("timestamp"), 14),
        Column("event id", cells.text("event_id"), 32, from_width=130),
        Column("feed", _feed_or_problem, 24),
    )


def event_values(data: bytes) -> dict[str, Any]:
    """Return the members of an event; or its `problem`, with `bytes` and a `preview` of what is there instead."""
    try:
        event = decode_event(data)
    except RecordError as error:
        return {"problem": str(error), "bytes": len(data), "preview": preview(data)}
    times = {
        "timestamp": format_timestamp(event.timestamp),
        "ingested_at": format_timestamp(event.ingested_at),
        "recorded_at": format_timestamp(event.recorded_at) if event.recorded_at else None,
    }
    return asdict(event) | times | {"problem": None, "session": event.session.isoformat()}


def is_wanted(values: Values, symbol: str | None, feed: str | None) -> bool:
    """Return whether a row is of this symbol and feed, None being any."""
    return symbol in (None, values.get("symbol")) and feed in (None, values.get("feed"))


def preview(data: bytes) -> str:
    """Return the first bytes as printable text."""
    cut = data[:PREVIEW_BYTES]
    return cells.printable(cut.decode("utf-8", errors="backslashreplace")) + ("…" if len(data) > len(cut) else "")


def _feed_or_problem(values: Values, now: datetime) -> Text:
    problem = values.get("problem")
    return Text(f"✗ {cells.printable(problem)}", style="red") if problem else cells.text("feed")(values, now)
