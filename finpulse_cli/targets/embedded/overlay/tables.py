"""The tables of MiniStack's Glue that can be asked, and the objects of its S3 that they consist of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from finpulse_cli.standins.athena.answer import LakeTable
from finpulse_cli.standins.athena.stored_lake import StoredObject, is_hidden

_JSON = ("org.openx.data.jsonserde.JsonSerDe",)


@dataclass(frozen=True, slots=True)
class GlueTable:
    """A table over JSON lines, and where they lie."""

    lake: LakeTable
    bucket: str
    prefix: str

    def objects(self) -> list[StoredObject]:
        """The objects in the table's folders, in the order of their keys."""
        storage: Any = import_module("ministack.services.s3")
        bucket = storage._buckets.get(self.bucket) or {"objects": {}}
        keys = sorted(key for key in list(bucket["objects"]) if key.startswith(self.prefix))
        shown = ((key, key.removeprefix(self.prefix)) for key in keys)
        return [
            StoredObject(key, bucket["objects"][key]["etag"], bucket["objects"][key]["size"], self._folder(relative))
            for key, relative in shown
            if not is_hidden(relative) and self._has_folders(relative)
        ]

    def read(self, item: StoredObject) -> bytes:
        """The bytes of an object."""
        storage: Any = import_module("ministack.services.s3")
        found: bytes | None = storage._get_object_data(self.bucket, item.key)
        return found or b""

    def _has_folders(self, relative: str) -> bool:
        """Whether the key names all partitions; Athena projects their folders and looks nowhere else."""
        return all(f"/{name}=" in f"/{relative}" for name in self.lake.folders)

    def _folder(self, relative: str) -> str:
        parts = (part for part in relative.split("/")[:-1] if part.partition("=")[0] in self.lake.folders)
        return "/".join(parts)


def glue_tables() -> list[GlueTable]:
    """Every table over JSON lines of the account."""
    catalog: Any = import_module("ministack.services.glue")
    return list(known_tables(dict(catalog._tables.items())))


def known_tables(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[GlueTable]:
    """Those of Glue's tables, by `database/name`, that can be asked."""
    for path, table in tables.items():
        database, _, name = path.partition("/")
        storage = table.get("StorageDescriptor") or {}
        serde = storage.get("SerdeInfo") or {}
        place = urlsplit(storage.get("Location") or "")
        tolerant = (serde.get("Parameters") or {}).get("ignore.malformed.json") == "true"
        if serde.get("SerializationLibrary") not in _JSON or not tolerant or not place.netloc:
            continue
        prefix = f"{place.path.strip('/')}/" if place.path.strip("/") else ""
        columns, folders = _types(storage.get("Columns")), _types(table.get("PartitionKeys"))
        yield GlueTable(LakeTable(database, name, columns, folders), place.netloc, prefix)


def _types(columns: Sequence[Mapping[str, Any]] | None) -> dict[str, str]:
    """Hive's types by name."""
    return {str(column["Name"]): str(column["Type"]) for column in columns or []}
