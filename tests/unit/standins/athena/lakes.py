"""A lake in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from finpulse_cli.standins.athena.answer import LakeTable
from finpulse_cli.standins.athena.cache import LakeCache
from finpulse_cli.standins.athena.stored_lake import StoredLake
from tests.unit.features.tail.fakes import FakeS3

TABLE = LakeTable("finpulse", "raw_events", {"id": "string", "price": "decimal(20,10)"})


def stored_lake(folder: Path, s3: FakeS3) -> StoredLake:
    """The objects below `raw-data/`, cached in a folder below `folder`."""
    client: Any = s3
    return StoredLake(client, "lake", "raw-data/", LakeCache(folder / "lake-cache"))
