"""Records in quarantine as rows, and one of them as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Values
from finpulse_cli.features.tail.event_rows import preview

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from finpulse_cli.features.quarantine.kept_records import KeptRecord
    from finpulse_cli.features.quarantine.redriven import Mark


def _reason(values: Values, _now: datetime) -> Text:
    reasons = list(dict.fromkeys(values["reasons"].values()))
    return Text(cells.printable(" | ".join(reasons)), style="red")


COLUMNS = (
    Column("id", cells.text("id", "bold"), 12),
    Column("arrived (UTC)", cells.moment("arrived_at"), 14),
    Column("age", cells.age("arrived_at"), 4, right=True, from_width=100),
    Column("symbol", cells.text("symbol"), 6),
    Column("feed", cells.text("feed"), 18, from_width=110),
    Column("consumers", cells.listed("consumers"), 44, from_width=150),
    Column("reason", _reason, 40),
    Column("first bytes", cells.text("preview"), 30, from_width=170),
    Column("redriven (UTC)", cells.moment("redriven_at"), 14),
)


def kept_row(record: KeptRecord, marks: Mapping[str, Mark]) -> Row:
    """Return the row of a record, with what became of it."""
    return Row(record.id, kept_values(record, marks) | {"preview": preview(record.data)})


def kept_values(record: KeptRecord, marks: Mapping[str, Mark]) -> dict[str, Any]:
    """Return a record as `--json` prints it; `redriven_at` is None for one that nobody has sent back."""
    mark = marks.get(record.id)
    sent = {
        "redriven_at": mark.redriven_at if mark else None,
        "mended": mark.mended if mark else None,
        "redriven_to": mark.sequence_number if mark else None,
    }
    return record.values() | sent


def kept_page(record: KeptRecord, marks: Mapping[str, Mark]) -> Text:
    """Return what is known of a record, and its bytes as text."""
    values = kept_values(record, marks)
    page = Text()
    for name in ("id", "arrived_at", "feed", "symbol", "partition_key", "shard_id", "sequence_number", "bytes"):
        page.append(f"{name}: ", style="dim").append(f"{cells.printable(str(values[name]))}\n")
    for consumer, reason in record.reasons.items():
        page.append(f"{consumer}: ", style="dim").append(f"{cells.printable(reason)}\n", style="red")
    if mark := marks.get(record.id):
        how = "mended" if mark.mended else "as it was"
        page.append(f"redriven {how} at {mark.redriven_at}, now {mark.sequence_number}\n", style="green")
    text = record.data.decode("utf-8", errors="backslashreplace")
    return page.append("\n").append("\n".join(cells.printable(line) for line in text.splitlines()))
