"""A Glue table over JSON lines, read by DuckDB with the table's own columns and types."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from finpulse_cli.targets.embedded.overlay.tables import typed_relation

COLUMNS = (("id", "string"), ("timestamp", "string"), ("price", "decimal(20,10)"), ("never", "int"))


def table(
    *, tolerant: bool = True, serde: str = "org.openx.data.jsonserde.JsonSerDe", **columns: str
) -> dict[str, Any]:
    return {
        "StorageDescriptor": {
            "Columns": [{"Name": name, "Type": kind} for name, kind in (*COLUMNS, *columns.items())],
            "SerdeInfo": {
                "SerializationLibrary": serde,
                "Parameters": {"ignore.malformed.json": str(tolerant).lower()},
            },
        },
        "PartitionKeys": [{"Name": "year", "Type": "int"}],
    }


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two events with a damaged line between them."""
    path = tmp_path / "it's" / "year=2026" / "a.json"
    path.parent.mkdir(parents=True)
    path.write_text(
        '{"id":"1","timestamp":"2026-11-20T14:31:00.000Z","price":231.4200000001,"more":1}\n'
        "not json\n"
        '{"id":"2","price":1e2}\n'
    )
    return [str(path)]


def rows(relation: str | None) -> list[Any]:
    assert relation is not None
    return duckdb.connect().execute(f"SELECT * FROM {relation}").fetchall()  # noqa: S608 - made above


def test_types_and_order_are_the_tables(files: list[str]) -> None:
    assert rows(typed_relation(table(), files)) == [
        ("1", "2026-11-20T14:31:00.000Z", Decimal("231.4200000001"), None, 2026),
        (None, None, None, None, 2026),
        ("2", None, Decimal("100.0000000000"), None, 2026),
    ]


def test_a_damaged_line_fails_where_the_table_does_not_tolerate_it(files: list[str]) -> None:
    with pytest.raises(duckdb.Error):
        rows(typed_relation(table(tolerant=False), files))


def test_other_tables_are_left_to_the_emulator(files: list[str]) -> None:
    assert typed_relation(table(serde="LazySimpleSerDe"), files) is None
    assert typed_relation(table(nested="array<int>"), files) is None
    assert typed_relation(table(), ["/elsewhere/a.json"]) is None
