"""Lists what a lake holds and lays it out for DuckDB: one file of JSON lines a day of arrival."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.cache import LakeCache
from finpulse_cli.standins.athena.keys import arrival_day, dated_folder
from finpulse_cli.standins.athena.lines import one_event_a_line

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

THREADS = 8  # fewer than the ten connections that a client keeps
_BATCH = 64  # objects in memory at a time


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object; `etag` tells its versions apart, `size` is in bytes as stored, `modified` when it was written."""

    key: str
    etag: str
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class StoredLake:
    """The objects of a bucket below a prefix. Reading them again costs a listing, thanks to the cache."""

    client: S3Client
    bucket: str
    prefix: str
    cache: LakeCache

    def objects(self) -> list[StoredObject]:
        """All objects in the order of their keys; hidden ones (`_…`, `.…`) are none of the table's, as in Athena."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        found = [
            StoredObject(entry["Key"], entry["ETag"], entry["Size"], entry["LastModified"])
            for page in pages
            for entry in page.get("Contents", [])
        ]
        return sorted((item for item in found if not self._is_hidden(item.key)), key=lambda item: item.key)

    def lay_out(self, folder: Path, read: Callable[[int], None], is_stopped: Callable[[], bool]) -> list[str]:
        """Writes the events below `folder`; the paths of the files, which name the day of arrival.

        `read` is told the bytes of each object as it was read. Ends early, with what it has, when it is stopped.
        """

        def fetch(item: StoredObject) -> bytes:
            return b"" if is_stopped() else self._content(item)

        objects, files = self.objects(), dict[str, None]()
        with ThreadPoolExecutor(THREADS) as pool:
            for start in range(0, len(objects), _BATCH):
                if is_stopped():
                    break
                batch = objects[start : start + _BATCH]
                for item, content in zip(batch, pool.map(fetch, batch), strict=True):
                    files[_append(folder, item, content)] = None
                    read(item.size)
        self.cache.trim()
        return list(files)

    def _content(self, item: StoredObject) -> bytes:
        return self.cache.get(item.key, item.etag, lambda: one_event_a_line(self._download(item.key)))

    def _download(self, key: str) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def _is_hidden(self, key: str) -> bool:
        parts = key.removeprefix(self.prefix).split("/")
        return any(part.startswith(("_", ".")) for part in parts) or not parts[-1]


def _append(folder: Path, item: StoredObject, content: bytes) -> str:
    path = folder / dated_folder(arrival_day(item.key, item.modified)) / "events.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(content)
    return str(path)
