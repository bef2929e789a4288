"""Alerts and what became of each: sent, to which webhooks, or held by what; and who knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.anomalies import list_anomalies
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.explanation_text import held_text
from lambdas.shared.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from finpulse_cli.features.tail.base import Values
    from lambdas.shared.domain.stored import StoredAnomaly

MAIL = "e-mail"
LOOKED_THROUGH = 10_000  # anomalies, most of which cooled down in a storm


def alert_rows(source: Source, now: datetime, since: datetime | None, limit: int) -> list[Row]:
    """Return the newest alerts that were due, newest first, of the source's symbol and feed or of all."""
    return list(_first(limit, list_anomalies(source, Span(since=since, limit=LOOKED_THROUGH), now)))


def _first(limit: int, anomalies: list[StoredAnomaly]) -> Iterator[Row]:
    for anomaly in anomalies:
        if limit > 0 and (anomaly.alerted or anomaly.held_by):
            limit -= 1
            yield alert_row(anomaly)


def alert_row(anomaly: StoredAnomaly) -> Row:
    """Return one alert; `sent_to` is empty for one that is held."""
    names = (
        "event_id", "feed", "symbol", "detected_at", "direction", "severity", "z_score", "alerted", "held_by",
        "held_until", "acknowledged_at", "acknowledged_by",
    )  # fmt: skip
    values: dict[str, Any] = {name: getattr(anomaly, name) for name in names}
    values["sent_to"] = [MAIL, *anomaly.delivered_to] if anomaly.alerted else []
    values["fate"] = f"held by {held_text(anomaly)}" if anomaly.held_by else f"sent: {', '.join(values['sent_to'])}"
    return Row(anomaly.event_id, values)


def _fate(values: Values, _now: datetime) -> Text:
    return Text(cells.printable(values["fate"]), style="yellow" if values["held_by"] else "")


COLUMNS = (
    Column("time (UTC)", cells.moment("detected_at"), 14),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("direction", cells.direction("direction"), 9),
    Column("severity", cells.severity("severity"), 8),
    Column("what became of it", _fate, 40),
    Column("known to", cells.text("acknowledged_by"), 10),
    Column("feed", cells.text("feed"), 18, from_width=130),
    Column("event id", cells.text("event_id"), 32, from_width=110),
)
