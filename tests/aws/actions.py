"""From what is called to what IAM asks for: operations of an SDK or of Terraform's log, and the policies' answers."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

POLICIES = Path(__file__).resolve().parents[2] / "docs" / "aws"
_ENTRY = re.compile(r"\d{4}-\d\d-\d\dT\S+ \[")
_FIELD = r'(?:^|\s){name}=(?:"([^"]*)"|(\S+))'
_SERVICE = re.compile(_FIELD.format(name=r"rpc\.service"))
_METHOD = re.compile(_FIELD.format(name=r"rpc\.method"))
_BODY_LINE = "  | "

# The service in Terraform's log, or of boto3, and its prefix in IAM, where they differ.
_PREFIXES = {"cloudwatch logs": "logs", "secrets manager": "secretsmanager", "apigatewayv2": "apigateway"}
# API Gateway's actions are the HTTP methods.
_HTTP = {"Create": "POST", "Get": "GET", "Delete": "DELETE", "Update": "PATCH", "Tag": "POST", "Untag": "DELETE"}
# Operations whose permission has another name, or that need further ones.
_RENAMED: Mapping[str, tuple[str, ...]] = {
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "s3:ListObjectVersions": ("s3:ListBucketVersions",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:DeleteObjects": ("s3:DeleteObject", "s3:DeleteObjectVersion"),
    "s3:DeleteBucketTagging": ("s3:PutBucketTagging",),
    "s3:GetBucketAccelerateConfiguration": ("s3:GetAccelerateConfiguration",),
    "s3:GetBucketCors": ("s3:GetBucketCORS",),
    "s3:GetBucketEncryption": ("s3:GetEncryptionConfiguration",),
    "s3:PutBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:DeleteBucketEncryption": ("s3:PutEncryptionConfiguration",),
    "s3:GetBucketLifecycleConfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:PutBucketLifecycleConfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:DeleteBucketLifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:GetBucketReplication": ("s3:GetReplicationConfiguration",),
    "s3:GetObjectLockConfiguration": ("s3:GetBucketObjectLockConfiguration",),
    "s3:GetPublicAccessBlock": ("s3:GetBucketPublicAccessBlock",),
    "s3:PutPublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:DeletePublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "lambda:Invoke": ("lambda:InvokeFunction",),
    "lambda:CreateFunction": ("lambda:CreateFunction", "iam:PassRole"),
    "firehose:CreateDeliveryStream": ("firehose:CreateDeliveryStream", "iam:PassRole"),
    "scheduler:CreateSchedule": ("scheduler:CreateSchedule", "iam:PassRole"),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
    "cloudfront:CreateDistributionWithTags": ("cloudfront:CreateDistribution", "cloudfront:TagResource"),
    "athena:GetTableMetadata": ("athena:GetTableMetadata", "glue:GetTable"),
    "sts:GetCallerIdentity": (),  # allowed to everybody, whatever a policy says
}


def actions_of(service: str, operation: str) -> tuple[str, ...]:
    """IAM actions of one operation: `("S3", "HeadBucket")` -> `("s3:ListBucket",)`."""
    prefix = _PREFIXES.get(service.lower(), service.lower())
    if prefix == "apigateway":
        verb = re.match(r"[A-Z][a-z]+", operation)
        return (f"apigateway:{_HTTP[verb.group()]}",) if verb else ()
    name = f"{prefix}:{operation}"
    return _RENAMED.get(name, (name,))


def operations_of_log(path: Path) -> set[tuple[str, str]]:
    """(service, operation) of every request of the AWS provider in a log of TF_LOG=DEBUG.

    Large requests have their end cut off, with it their name; the line before, about the endpoint, still has it.
    """
    return {found for entry in _entries(path) if (found := _operation(entry))}


def actions_of_log(path: Path) -> set[str]:
    """IAM actions of everything that Terraform asked of AWS, from a log of TF_LOG=DEBUG."""
    return {action for service, operation in operations_of_log(path) for action in actions_of(service, operation)}


def _entries(path: Path) -> Iterator[str]:
    """The log's entries; those of a request span lines, of which the body's begin with a bar."""
    entry: list[str] = []
    with path.open(encoding="utf-8", errors="replace") as log:
        for line in log:
            if _ENTRY.match(line) and entry:
                yield "".join(entry)
                entry = []
            if not line.startswith(_BODY_LINE):
                entry.append(line)
    yield "".join(entry)


def _operation(entry: str) -> tuple[str, str] | None:
    service, method = _SERVICE.search(entry), _METHOD.search(entry)
    if service is None or method is None:
        return None
    return service[1] or service[2], method[1] or method[2]


def policy(*names: str) -> dict[str, object]:
    """The documented policies of these names as one."""
    statements = [
        statement
        for name in names
        for statement in json.loads((POLICIES / f"{name}.json").read_text(encoding="utf-8"))["Statement"]
    ]
    return {"Version": "2012-10-17", "Statement": statements}


def allowed(document: Mapping[str, object], action: str) -> bool:
    """Whether a policy allows an action on some resource; IAM does not heed the case of actions."""
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in actions_in(document))


def actions_in(document: Mapping[str, object]) -> set[str]:
    """Every action that a policy names."""
    statements: Iterable[Mapping[str, object]] = document["Statement"]  # type: ignore[assignment]
    return {action for statement in statements for action in texts(statement["Action"])}


def texts(value: object) -> list[str]:
    """A policy's text, or its list of texts, as a list."""
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]
