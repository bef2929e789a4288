"""Which tables of Glue can be asked, and which objects they consist of."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from finpulse_cli.standins.athena.stored_lake import StoredObject
from finpulse_cli.targets.embedded.overlay.tables import GlueTable, known_tables

storage: Any = import_module("ministack.services.s3")


def table(
    *, tolerant: str = "true", serde: str = "org.openx.data.jsonserde.JsonSerDe", location: str = "s3://lake/raw/"
) -> dict[str, Any]:
    return {
        "StorageDescriptor": {
            "Columns": [{"Name": "id", "Type": "string"}, {"Name": "Price", "Type": "decimal(20,10)"}],
            "Location": location,
            "SerdeInfo": {"SerializationLibrary": serde, "Parameters": {"ignore.malformed.json": tolerant}},
        },
        "PartitionKeys": [{"Name": "year", "Type": "int"}],
    }


def known(**settings: str) -> list[GlueTable]:
    return list(known_tables({"finpulse/events": table(**settings)}))


def test_a_table_over_json_lines_has_glues_columns_and_partitions() -> None:
    [found] = known()
    assert found.lake.parts == ("awsdatacatalog", "finpulse", "events")
    assert found.lake.columns == {"id": "string", "Price": "decimal(20,10)"}
    assert (found.lake.folders, found.bucket, found.prefix) == ({"year": "int"}, "lake", "raw/")


@pytest.mark.parametrize("settings", [{"tolerant": "false"}, {"serde": "LazySimpleSerDe"}, {"location": ""}])
def test_other_tables_cannot_be_asked(settings: dict[str, str]) -> None:
    assert known(**settings) == []


def test_its_objects_are_those_in_its_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    names = (
        "raw/year=2026/b.gz",
        "raw/year=2026/a",
        "raw/a",
        "raw/year=2026/_tmp/a",
        "other/year=2026/a",
        "raw/year=2026/",
    )
    objects = {name: {"etag": name[-1], "size": 3} for name in names}
    monkeypatch.setattr(storage, "_buckets", {"lake": {"objects": objects}})
    [found] = known()
    assert found.objects() == [
        StoredObject("raw/year=2026/a", "a", 3, "year=2026"),
        StoredObject("raw/year=2026/b.gz", "z", 3, "year=2026"),
    ]


def test_without_its_bucket_it_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_buckets", {})
    [found] = known()
    assert found.objects() == []


def test_an_object_that_is_gone_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        storage, "_get_object_data", lambda bucket, key: None if key == "gone" else f"{bucket}/{key}".encode()
    )
    [found] = known()
    assert [found.read(StoredObject(key, "", 1, "")) for key in ("gone", "a")] == [b"", b"lake/a"]
