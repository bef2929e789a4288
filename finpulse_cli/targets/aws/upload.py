"""Uploads the built dashboard to its bucket and has CloudFront forget what it holds of the old one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.targets.aws.faults import explained
from finpulse_cli.web.files import INDEX, File, find

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_s3 import S3Client

CONFIG = "config.json"  # Terraform's: where the APIs are
_HASHED = "assets/"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Numbers of files that were sent, found there unchanged, and deleted because the build has them no more.

    `invalidated` is the number of addresses that CloudFront was told to forget.
    """

    sent: int
    unchanged: int
    deleted: int
    invalidated: int


@dataclass(frozen=True, slots=True)
class Site:
    """Where the dashboard is hosted: outputs `dashboard_bucket` and `dashboard_distribution_id`."""

    bucket: str
    distribution_id: str


def upload(s3: S3Client, cloudfront: CloudFrontClient, dist: Path, site: Site, reference: str) -> Uploaded:
    """Bring the bucket to what `dist` holds; `reference` is a text that no invalidation had before.

    Hashed files go first and index.html last, so that no page ever names a file that is not there; files that the
    build has no more go after all of that. Raises MissingError when nothing is built, FailedError.
    """
    files = build_files(dist)
    with explained(f"upload the dashboard to {site.bucket}"):
        there = _etags(s3, site.bucket)
        changed = [key for key in sorted(files, key=_turn) if there.get(key) != _md5(files[key].content)]
        for key in changed:
            _send(s3, site.bucket, key, files[key])
        stale = sorted(set(there) - set(files) - {CONFIG})
        _delete(s3, site.bucket, stale)
    forgotten = _invalidate(cloudfront, site, [*files, *stale], reference) if changed or stale else 0
    return Uploaded(len(changed), len(files) - len(changed), len(stale), forgotten)


def build_files(dist: Path) -> dict[str, File]:
    """Return the build's files by key, all but config.json. Raises MissingError when there is no build."""
    keys = (path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file())
    found = {key: find(dist, key) for key in keys if key != CONFIG}
    files = {key: file for key, file in found.items() if file is not None}
    if INDEX not in files:
        raise MissingError(
            f"the dashboard is not built: {dist / INDEX} is not there", "run `npm ci && npm run build` in frontend/"
        )
    return files


def _turn(key: str) -> tuple[int, str]:
    """Return a key's place in the order: hashed files, then the others, the index last."""
    if key == INDEX:
        return 2, key
    return (0 if key.startswith(_HASHED) else 1), key


def _etags(s3: S3Client, bucket: str) -> dict[str, str]:
    """Return key -> ETag of what the bucket holds; of an object sent in one piece with SSE-S3 it is the MD5."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {item["Key"]: item["ETag"].strip('"') for page in pages for item in page.get("Contents", [])}


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _send(s3: S3Client, bucket: str, key: str, file: File) -> None:
    s3.put_object(
        Bucket=bucket, Key=key, Body=file.content, ContentType=file.content_type, CacheControl=file.cache_control
    )


def _delete(s3: S3Client, bucket: str, keys: list[str]) -> None:
    for start in range(0, len(keys), _BATCH):
        batch = [{"Key": key} for key in keys[start : start + _BATCH]]
        reply = s3.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})  # type: ignore[typeddict-item]
        if errors := reply.get("Errors"):
            raise FailedError(
                f"{len(errors)} old files in {bucket} could not be deleted, first {errors[0].get('Key')}: "
                f"{errors[0].get('Message')}",
                "run this again",
            )


def _invalidate(cloudfront: CloudFrontClient, site: Site, keys: list[str], reference: str) -> int:
    """Have every address forgotten whose content may change under the same name; returns how many there are."""
    from requests.compat import quote

    paths = sorted({"/", *(f"/{quote(key)}" for key in keys if not key.startswith(_HASHED))})
    with explained(f"have CloudFront forget the old dashboard ({site.distribution_id})"):
        cloudfront.create_invalidation(
            DistributionId=site.distribution_id,
            InvalidationBatch={"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": reference},
        )
    return len(paths)
