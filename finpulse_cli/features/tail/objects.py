"""Objects of a bucket whose folders are named by date, newest folders first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Days that every look covers: around midnight, objects of the day before still arrive.
DAYS = 2


@dataclass(frozen=True, slots=True)
class LakeObject:
    """One object; `modified` is when it was written."""

    key: str
    size: int
    modified: datetime


def newest_objects(client: S3Client, bucket: str, prefix: str, count: int) -> list[LakeObject]:
    """Return all objects of the newest two days below `prefix`, and of as many days before as `count` needs.

    In time order, newest last. Expects folders whose names sort by time: `year=YYYY/month=MM/day=DD/`. Where Firehose
    keeps the expressions of its prefix literally and puts folders of hours behind them, a day is an hour.
    """
    found: list[LakeObject] = []
    days = _leaves(client, bucket, prefix)
    for day in islice(days, DAYS):
        found += day
    while len(found) < count:
        older = next(days, None)
        if older is None:
            break
        found += older
    return sorted(found, key=lambda item: (item.modified, item.key))


def folders(client: S3Client, bucket: str, prefix: str) -> list[str]:
    """Return the folders directly below `prefix`, sorted."""
    return _listing(client, bucket, prefix)[0]


def read_object(client: S3Client, bucket: str, key: str) -> bytes:
    """Read the bytes of one object."""
    return client.get_object(Bucket=bucket, Key=key)["Body"].read()


def _leaves(client: S3Client, bucket: str, folder: str) -> Iterator[list[LakeObject]]:
    """Yield the objects of each folder that has any, the folder with the last name first."""
    below, objects = _listing(client, bucket, folder)
    for name in reversed(below):
        yield from _leaves(client, bucket, name)
    if objects:
        yield objects


def _listing(client: S3Client, bucket: str, folder: str) -> tuple[list[str], list[LakeObject]]:
    """Return the folders and objects directly in `folder`."""
    pages = list(client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder, Delimiter="/"))
    below = [entry["Prefix"] for page in pages for entry in page.get("CommonPrefixes", [])]
    objects = [
        LakeObject(entry["Key"], entry["Size"], entry["LastModified"])
        for page in pages
        for entry in page.get("Contents", [])
    ]
    return sorted(below), objects
