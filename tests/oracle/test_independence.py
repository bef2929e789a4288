"""The oracle shares no code with what it judges, and reads a reply as the provider means it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from tests.oracle.expected import expected
from tests.oracle.write import main


def test_the_oracle_imports_nothing_of_the_project() -> None:
    imported = set()
    for file in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).split(".")[0])
    assert not imported & {"finpulse_cli", "lambdas"}


def _reply(folder: Path, name: str, zone: str, closes: dict[str, str]) -> None:
    series = {
        stamp: {"1. open": close, "2. high": close, "3. low": close, "4. close": close, "5. volume": "1"}
        for stamp, close in closes.items()
    }
    body = {"Meta Data": {"2. Symbol": "X", "6. Time Zone": zone}, "Time Series (1min)": series}
    (folder / "responses").mkdir(exist_ok=True)
    (folder / "responses" / name).write_text(json.dumps(body))


def test_a_flat_series_that_jumps_is_one_anomaly_and_overlaps_count_once(tmp_path: Path) -> None:
    flat = {f"2026-07-01 09:{minute:02}:00": "50.00" for minute in range(30)}
    _reply(tmp_path, "a.json", "US/Eastern", flat | {"2026-07-01 09:30:00": "51.00"})
    _reply(tmp_path, "b.json", "UTC", {"2026-07-01 13:29:00": "50.00"})  # the same minute, stamped in UTC
    assert expected(tmp_path) == {
        "events": 31,
        "prices": 31,
        "candles": 31,
        "ticks": "close",
        "anomalies": [
            {
                "symbol": "X",
                "detected_at": "2026-07-01T13:30:00.000Z",
                "direction": "SPIKE",
                "severity": "HIGH",
                "z_score": 200.0,
            }
        ],
    }


def test_the_command_writes_the_expectation_into_the_folder(tmp_path: Path) -> None:
    _reply(tmp_path, "a.json", "UTC", {"2026-07-01 13:29:00": "50.00"})
    main([str(tmp_path)])
    assert json.loads((tmp_path / "expected.json").read_text()) == expected(tmp_path)
