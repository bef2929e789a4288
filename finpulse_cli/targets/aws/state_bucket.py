"""The bucket that holds Terraform's state on AWS: one an account and region, made when it is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from finpulse_cli.core.aws_errors import error_code, http_status
from finpulse_cli.core.errors import FailedError
from finpulse_cli.targets.aws.faults import explained, is_missing
from finpulse_cli.targets.aws.identity import Identity

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import TagTypeDef

OLD_VERSION_DAYS = 90
_TAG: TagTypeDef = {"Key": "finpulse", "Value": "terraform-state"}
_RULE_ID = "drop-old-states"
_STATEMENT_ID = "TlsOnly"
_US_EAST_1 = "us-east-1"  # the one region that CreateBucket must not be told


def bucket_name(account: str, region: str) -> str:
    """Return `finpulse-state-123456789012-us-east-1`: all stacks of an account and region keep their states there."""
    return f"finpulse-state-{account}-{region}"


def exists(s3: S3Client, identity: Identity, region: str) -> bool:
    """Return whether it is there. Raises FailedError when its name is another account's, or it may not be seen."""
    name = bucket_name(identity.account, region)
    with explained(f"look for the state bucket {name}"):
        try:
            s3.head_bucket(Bucket=name, ExpectedBucketOwner=identity.account)
        except ClientError as error:
            if is_missing(error):
                return False
            if http_status(error) not in (301, 403):
                raise
            raise _not_ours(name) from error
    return True


def ensure(s3: S3Client, identity: Identity, region: str) -> bool:
    """Make the bucket if it is missing, complete it if it is half made; returns whether it was made.

    Versioned, encrypted (SSE-S3), closed to the public, TLS only; versions that were replaced go after
    OLD_VERSION_DAYS days. What else was set on it stays: tags, rules and statements of others are kept.
    Raises FailedError, also when another account has the name.
    """
    made = not exists(s3, identity, region)
    name = bucket_name(identity.account, region)
    if made:
        _create(s3, identity, region)
    with explained(f"set up the state bucket {name}"):
        for setting in (_version, _encrypt, _close, _demand_tls, _expire, _tag):
            setting(s3, name, identity)
    return made


def _create(s3: S3Client, identity: Identity, region: str) -> None:
    name = bucket_name(identity.account, region)
    where: dict[str, Any] = (
        {} if region == _US_EAST_1 else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    )
    with explained(f"make the state bucket {name}"):
        try:
            s3.create_bucket(Bucket=name, **where)
        except ClientError as error:
            if error_code(error) == "BucketAlreadyExists":
                raise _not_ours(name) from error
            if error_code(error) != "BucketAlreadyOwnedByYou":  # another `up` was faster
                raise


def _not_ours(name: str) -> FailedError:
    return FailedError(
        f"the state bucket {name} exists but is not to be used: another account has it, or you may not see it",
        "see that you are signed in to the account you mean and have s3:ListBucket on it; if another account has the "
        "name, use another region",
    )


def _version(s3: S3Client, name: str, identity: Identity) -> None:
    """Turn versioning on, so that every state that was ever saved stays for a while."""
    owner = identity.account
    if s3.get_bucket_versioning(Bucket=name, ExpectedBucketOwner=owner).get("Status") != "Enabled":
        s3.put_bucket_versioning(Bucket=name, ExpectedBucketOwner=owner, VersioningConfiguration={"Status": "Enabled"})


def _encrypt(s3: S3Client, name: str, identity: Identity) -> None:
    """Encrypt with SSE-S3, unless somebody chose an encryption; AWS's own default is SSE-S3 as well."""
    owner = identity.account
    if not _found(lambda: s3.get_bucket_encryption(Bucket=name, ExpectedBucketOwner=owner)):
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        configuration: Any = {"Rules": [rule]}
        s3.put_bucket_encryption(
            Bucket=name, ExpectedBucketOwner=owner, ServerSideEncryptionConfiguration=configuration
        )


def _close(s3: S3Client, name: str, identity: Identity) -> None:
    """Make sure that no object of it can ever be public."""
    owner = identity.account
    wanted: Any = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    found = _found(lambda: s3.get_public_access_block(Bucket=name, ExpectedBucketOwner=owner))
    if found.get("PublicAccessBlockConfiguration") != wanted:
        s3.put_public_access_block(Bucket=name, ExpectedBucketOwner=owner, PublicAccessBlockConfiguration=wanted)


def _demand_tls(s3: S3Client, name: str, identity: Identity) -> None:
    owner = identity.account
    found = _found(lambda: s3.get_bucket_policy(Bucket=name, ExpectedBucketOwner=owner))
    policy = json.loads(found.get("Policy") or '{"Version": "2012-10-17", "Statement": []}')
    wanted = tls_only(f"arn:{identity.partition}:s3:::{name}")
    others = [statement for statement in policy["Statement"] if statement.get("Sid") != _STATEMENT_ID]
    if wanted not in policy["Statement"]:
        document = json.dumps(policy | {"Statement": [*others, wanted]})
        s3.put_bucket_policy(Bucket=name, ExpectedBucketOwner=owner, Policy=document)


def tls_only(bucket_arn: str) -> dict[str, object]:
    """Return the statement that refuses requests without TLS, as terraform/lake.tf has it for the lake.

    Loopback is let through because an emulator on the same machine may have no TLS; no request reaches AWS from there.
    """
    return {
        "Sid": _STATEMENT_ID,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {
            "Bool": {"aws:SecureTransport": "false"},
            "NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"},
        },
    }


def _expire(s3: S3Client, name: str, identity: Identity) -> None:
    """Let replaced states go after a while, and markers of deleted ones and uploads that were cut short."""
    owner = identity.account
    rules = _found(lambda: s3.get_bucket_lifecycle_configuration(Bucket=name, ExpectedBucketOwner=owner)).get(
        "Rules", []
    )
    if any(rule.get("ID") == _RULE_ID and rule["Status"] == "Enabled" for rule in rules):
        return
    ours = {
        "ID": _RULE_ID,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": OLD_VERSION_DAYS},
        "Expiration": {"ExpiredObjectDeleteMarker": True},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    configuration: Any = {"Rules": [*(rule for rule in rules if rule.get("ID") != _RULE_ID), ours]}
    s3.put_bucket_lifecycle_configuration(Bucket=name, ExpectedBucketOwner=owner, LifecycleConfiguration=configuration)


def _tag(s3: S3Client, name: str, identity: Identity) -> None:
    """Say whose bucket it is."""
    owner = identity.account
    tags: list[TagTypeDef] = _found(lambda: s3.get_bucket_tagging(Bucket=name, ExpectedBucketOwner=owner)).get(
        "TagSet", []
    )
    if _TAG not in tags:
        others = [tag for tag in tags if tag["Key"] != _TAG["Key"]]
        s3.put_bucket_tagging(Bucket=name, ExpectedBucketOwner=owner, Tagging={"TagSet": [*others, _TAG]})


def _found(ask: Callable[[], Any]) -> dict[str, Any]:
    """Return the setting that `ask` reads; empty when the bucket has none."""
    try:
        return dict(ask())
    except ClientError as error:
        if is_missing(error) and error_code(error) != "NoSuchBucket":
            return {}
        raise
