"""One stack's state in the state bucket: whether it owns resources, and its removal after a purge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import error_code
from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.targets.aws.faults import explained, is_missing
from finpulse_cli.targets.aws.identity import Identity
from finpulse_cli.targets.aws.state_bucket import bucket_name

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LOCK_SUFFIX = ".tflock"  # Terraform's own lock file beside the state
_BATCH = 1000  # objects that S3 deletes in one request


def state_key(name: str) -> str:
    """Return the key of the state of the stack `name`."""
    return f"{name}/terraform.tfstate"


def remembered_resources(s3: S3Client, identity: Identity, region: str, key: str) -> int | None:
    """Return how many resources the state at `key` knows; None without a state (or bucket). Raises CliError."""
    state = _state(s3, identity, region, key)
    return None if state is None else len(state.get("resources", []))


def read_outputs(s3: S3Client, identity: Identity, region: str, key: str) -> dict[str, object]:
    """Read the outputs that the state at `key` holds, by name; empty when there is no state. Raises CliError."""
    state = _state(s3, identity, region, key) or {}
    return {name: output["value"] for name, output in state.get("outputs", {}).items()}


def _state(s3: S3Client, identity: Identity, region: str, key: str) -> dict[str, Any] | None:
    bucket = bucket_name(identity.account, region)
    with explained(f"read the state s3://{bucket}/{key}"):
        try:
            reply = s3.get_object(Bucket=bucket, Key=key, ExpectedBucketOwner=identity.account)
            text = reply["Body"].read()
        except ClientError as error:
            if is_missing(error) or error_code(error) in ("NoSuchKey", "NoSuchBucket"):
                return None
            raise
    try:
        state = json.loads(text)
    except ValueError:
        state = None
    if not isinstance(state, dict):
        raise FailedError(
            f"the state s3://{bucket}/{key} is damaged",
            "restore its last good version: the bucket keeps every version for 90 days",
        )
    return state


def remove_state(s3: S3Client, identity: Identity, region: str, key: str) -> bool:
    """Delete all versions of a stack's state and of its lock, and the bucket when nothing else is in it.

    To be called once the stack is destroyed: without its state nobody can destroy it any more. Returns whether the
    bucket went, too. Raises CliError.
    """
    bucket, owner = bucket_name(identity.account, region), identity.account
    with explained(f"remove the state s3://{bucket}/{key}"):
        try:
            doomed = [item for item in _versions(s3, bucket, owner, key) if item["Key"] in (key, key + LOCK_SUFFIX)]
        except ClientError as error:
            if is_missing(error):
                return False
            raise
        for start in range(0, len(doomed), _BATCH):
            _delete(s3, bucket, owner, doomed[start : start + _BATCH])
        if _versions(s3, bucket, owner, ""):
            return False
        s3.delete_bucket(Bucket=bucket, ExpectedBucketOwner=owner)
    return True


def _versions(s3: S3Client, bucket: str, owner: str, prefix: str) -> list[dict[str, str]]:
    """List every version and delete marker below `prefix`, as DeleteObjects wants them."""
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix, ExpectedBucketOwner=owner)
    return [
        {"Key": item["Key"], "VersionId": item["VersionId"]}
        for page in pages
        for item in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
    ]


def _delete(s3: S3Client, bucket: str, owner: str, objects: list[Any]) -> None:
    reply = s3.delete_objects(Bucket=bucket, ExpectedBucketOwner=owner, Delete={"Objects": objects, "Quiet": True})
    if errors := reply.get("Errors"):
        first = errors[0]
        raise FailedError(
            f"{len(errors)} versions in {bucket} could not be deleted, first {first.get('Key')}: "
            f"{first.get('Message')}",
            act("see that you have s3:DeleteObjectVersion on the bucket, then run `{}` again", "down --aws --purge"),
        )
