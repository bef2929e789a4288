"""`tail anomalies` and `anomalies`: the anomalies table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader
from lambdas.shared.domain.anomaly import finding_id_of
from lambdas.shared.domain.span import Span

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.shared.domain.anomaly import Severity
    from lambdas.shared.domain.stored import StoredAnomaly


def columns(source: Source) -> tuple[Column, ...]:
    """Return the columns. Of all feeds each row says its own, which leaves a narrow terminal no room for the id."""
    feed = () if source.feed else (Column("feed", cells.text("feed"), 18),)
    return (
        Column("time (UTC)", cells.moment("detected_at"), 14),
        Column("age", cells.age("detected_at"), 4, right=True, from_width=110),
        Column("symbol", cells.text("symbol", "bold"), 6),
        Column("direction", cells.direction("direction"), 9),
        Column("severity", cells.severity("severity"), 8),
        Column("z", cells.signed("z_score"), 7, right=True),
        Column("detector", cells.text("detector"), 10, from_width=90),
        Column("price", cells.price("current_price"), 10, right=True, from_width=130),
        Column("from mean", cells.signed("deviation_percent", "%"), 9, right=True, from_width=120),
        *feed,
        Column("event id", cells.text("event_id"), 32, from_width=104 if feed else 0),
    )


def anomalies_table(source: Source) -> DynamoAnomalyReader:
    """Return the anomalies table of a stack."""
    return DynamoAnomalyReader(source.clients.dynamodb, source.outputs.tables["anomalies"])


def list_anomalies(source: Source, span: Span, now: datetime, severity: Severity | None = None) -> list[StoredAnomaly]:
    """Return the anomalies within the span, newest first: of the source's symbol and feed, or of all."""
    table = anomalies_table(source)
    if source.symbol:
        return table.of_symbol(source.symbol, span, now, source.feed, severity)
    return table.recent(span, now, source.feed, severity)


def open_reader(source: Source) -> WindowReader[StoredAnomaly]:
    """Return the anomalies as they are found."""

    def read(count: int) -> list[StoredAnomaly]:
        return list_anomalies(source, Span(limit=count), source.clock())[::-1]

    return WindowReader(columns(source), read, anomaly_row)


def anomaly_row(anomaly: StoredAnomaly) -> Row:
    """Return one anomaly; its `window` holds the prices before it, oldest first."""
    return Row(finding_id_of(anomaly.event_id, anomaly.detector), asdict(anomaly))
