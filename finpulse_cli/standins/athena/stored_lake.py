"""Lists what a lake holds and lays it out for DuckDB: one file of rows a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.standins.athena.cache import LakeCache
from finpulse_cli.standins.athena.keys import arrival_day, dated_folder
from finpulse_cli.standins.athena.rows import table_text

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

THREADS = 8  # fewer than the ten connections that a client keeps
_BATCH = 64  # objects in memory at a time


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object; `etag` tells its versions apart, `size` is in bytes as stored, `folder` names its partitions."""

    key: str
    etag: str
    size: int
    folder: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How objects become files that DuckDB reads. `fetch` gives an object's bytes, `columns` are those of its lines."""

    cache: LakeCache
    fetch: Callable[[StoredObject], bytes]
    columns: Sequence[str]

    def write(
        self,
        objects: Sequence[StoredObject],
        root: Path,
        read: Callable[[int], None],
        is_stopped: Callable[[], bool],
    ) -> list[str]:
        """Write the rows of the objects below `root`; the paths of the files, one for each folder.

        `read` is told the bytes of each object as it was read. Ends early, with what it has, when it is stopped.
        """

        def rows(item: StoredObject) -> bytes:
            return b"" if is_stopped() else self._rows(item)

        files = dict[str, None]()
        with ThreadPoolExecutor(THREADS) as pool:
            for start in range(0, len(objects), _BATCH):
                if is_stopped():
                    break
                batch = objects[start : start + _BATCH]
                for item, content in zip(batch, pool.map(rows, batch), strict=True):
                    files[_append(root / item.folder, content)] = None
                    read(item.size)
        self.cache.trim()
        return list(files)

    def _rows(self, item: StoredObject) -> bytes:
        version = " ".join((item.etag, *self.columns))
        return self.cache.get(item.key, version, lambda: table_text(self.fetch(item), self.columns))


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
            StoredObject(entry["Key"], entry["ETag"], entry["Size"], _folder(entry["Key"], entry["LastModified"]))
            for page in pages
            for entry in page.get("Contents", [])
        ]
        shown = (item for item in found if not is_hidden(item.key.removeprefix(self.prefix)))
        return sorted(shown, key=lambda item: item.key)

    def lay_out(
        self, folder: Path, columns: Sequence[str], read: Callable[[int], None], is_stopped: Callable[[], bool]
    ) -> list[str]:
        """Write the rows of `columns` below `folder`; the paths of the files, which name the day of arrival."""
        return Layout(self.cache, self._fetch, columns).write(self.objects(), folder, read, is_stopped)

    def _fetch(self, item: StoredObject) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=item.key)["Body"].read()


def is_hidden(relative: str) -> bool:
    """Whether a key, without the table's prefix, is of an object that Athena does not read."""
    parts = relative.split("/")
    return any(part.startswith(("_", ".")) for part in parts) or not parts[-1]


def _folder(key: str, modified: datetime) -> str:
    return dated_folder(arrival_day(key, modified))


def _append(folder: Path, content: bytes) -> str:
    path = folder / "rows.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(content)
    return str(path)
