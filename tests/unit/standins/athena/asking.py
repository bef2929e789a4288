"""Asks seven events, as the lake has them, in Trino's SQL."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from finpulse_cli.standins.athena.answer import LakeTable, Question, Workplace, answered
from finpulse_cli.standins.athena.engine import Runner
from finpulse_cli.standins.athena.rows import table_text
from lambdas.shared.query.execution import QueryRows

MOMENT = datetime(2026, 11, 26, 14, 30, 0, 250_000, tzinfo=UTC)
TABLE = LakeTable(
    "finpulse",
    "raw_events",
    {
        "event_id": "string",
        "symbol": "string",
        "price": "decimal(20,10)",
        "volume": "decimal(26,10)",
        "timestamp": "string",
        "source": "string",
    },
)
EVENTS = (
    b'{"event_id":"1","symbol":"AAPL","price":270.1,"volume":100,"timestamp":"2026-11-26T14:30:00.000Z","source":"replay:calm"}\n'
    b'{"event_id":"2","symbol":"AAPL","price":271.25,"volume":200,"timestamp":"2026-11-26T14:31:00.500Z","source":"replay:calm"}\n'
    b'{"event_id":"3","symbol":"AAPL","price":269.9,"volume":50,"timestamp":"2026-11-26T14:36:00.000Z","source":"alpha_vantage"}\n'
    b'{"event_id":"4","symbol":"TSLA","price":490.33,"volume":10,"timestamp":"2026-11-26T14:30:00.000Z","source":"alpha_vantage"}\n'
    b'{"event_id":"5","symbol":"TSLA","price":749283.8444,"volume":3,"timestamp":"2026-11-26T15:00:00.000Z","source":null}\n'
    b'{"event_id":"6","symbol":"TSLA","price":0.00001234,"volume":0,"timestamp":"2026-11-27T00:00:00.000Z","source":""}\n'
    b'{"event_id":"7","symbol":"MSFT","price":500,"timestamp":"2026-11-27T14:30:00.000Z","source":"finnhub"}\n'
)


def ask(sql: str, lines: bytes = EVENTS, table: LakeTable = TABLE) -> QueryRows:
    """The answer to a query. Raises what `answered` raises."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()

        def files(asked: LakeTable) -> list[str]:
            path = folder / "year=2026" / "month=11" / "day=27" / "rows.tsv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(table_text(lines, asked.names))
            return [str(path)]

        question = Question(sql, table.database, [table], MOMENT)
        return answered(question, Workplace(folder, files, Runner()), None)


def value(sql: str) -> str | None:
    """The one value of an answer of one row and column."""
    [[found]] = ask(sql).rows
    return found


def column(sql: str) -> Sequence[str | None]:
    """The first values of an answer's rows."""
    return [row[0] for row in ask(sql).rows]
