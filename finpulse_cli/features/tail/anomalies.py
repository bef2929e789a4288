"""`tail anomalies` and `anomalies`: the anomalies table."""

from __future__ import annotations

from dataclasses import asdict

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader, StoredAnomaly
from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.domain.anomaly import Severity

COLUMNS = (
    Column("time (UTC)", cells.moment("detected_at"), 14),
    Column("age", cells.age("detected_at"), 4, right=True, from_width=90),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("direction", cells.direction("direction"), 9),
    Column("severity", cells.severity("severity"), 8),
    Column("z", cells.signed("z_score"), 7, right=True),
    Column("price", cells.number("current_price", 2), 10, right=True, from_width=110),
    Column("from mean", cells.signed("deviation_percent", "%"), 9, right=True, from_width=100),
    Column("event id", cells.text("event_id"), 32),
)


def anomalies_table(source: Source) -> DynamoAnomalyReader:
    """The anomalies table of a stack."""
    return DynamoAnomalyReader(source.clients.dynamodb, source.outputs.tables["anomalies"])


def list_anomalies(source: Source, span: Span, severity: Severity | None = None) -> list[StoredAnomaly]:
    """Anomalies within the span, newest first: of the source's symbol, or of all."""
    table = anomalies_table(source)
    if source.symbol:
        return table.of_symbol(source.symbol, span, severity)
    return table.recent(span, severity)


def open_reader(source: Source) -> WindowReader[StoredAnomaly]:
    """Anomalies as they are found."""
    return WindowReader(COLUMNS, lambda count: list_anomalies(source, Span(limit=count))[::-1], anomaly_row)


def anomaly_row(anomaly: StoredAnomaly) -> Row:
    """One anomaly; its `window` holds the 30 prices before it, oldest first."""
    return Row(anomaly.event_id, asdict(anomaly))
