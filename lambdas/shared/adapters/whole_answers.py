"""Half an answer is no answer.

A body that was cut off reaches callers of newer SDKs as a success without members (botocore 1.43.127 and later; where
a service answers in chunks, of every version). `UnprocessedItems` absent then reads as "all written", `Records` absent
as "the shard ends here". So a client is made to require the members that a service always gives, once for all who use
it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from botocore.hooks import BaseEventHooks

# By service and operation; a paginator's pages are answers too. Operations are left out whose answers may be empty.
ALWAYS_GIVEN = {
    ("athena", "GetQueryExecution"): ("QueryExecution",),
    ("athena", "GetQueryResults"): ("ResultSet",),
    ("athena", "StartQueryExecution"): ("QueryExecutionId",),
    ("dynamodb", "BatchGetItem"): ("Responses", "UnprocessedKeys"),
    ("dynamodb", "BatchWriteItem"): ("UnprocessedItems",),
    ("dynamodb", "Query"): ("Count",),
    ("dynamodb", "Scan"): ("Count",),
    ("kinesis", "GetRecords"): ("Records",),
    ("kinesis", "GetShardIterator"): ("ShardIterator",),
    ("kinesis", "ListShards"): ("Shards",),
    ("kinesis", "PutRecord"): ("SequenceNumber",),
    ("kinesis", "PutRecords"): ("Records",),
    ("lambda", "ListEventSourceMappings"): ("EventSourceMappings",),
    ("logs", "FilterLogEvents"): ("events",),
    ("logs", "GetLogEvents"): ("events",),
    ("s3", "ListObjectsV2"): ("IsTruncated",),
    ("sns", "Publish"): ("MessageId",),
    ("ssm", "GetParameter"): ("Parameter",),
    ("sts", "AssumeRole"): ("Credentials",),
    ("sts", "GetCallerIdentity"): ("Account", "Arn"),
}


def require_whole_answers(events: BaseEventHooks) -> None:
    """Make clients with these hooks (`client.meta.events`, `session.events`) raise `DependencyError` for half of one.

    Whether a write was done is not known then.
    """
    events.register("after-call", _require)


def _require(http_response: Any, parsed: dict[str, Any], model: Any, **_: Any) -> None:
    if http_response.status_code >= 300:
        return
    service = model.service_model.service_name
    missing = [name for name in ALWAYS_GIVEN.get((service, model.name), ()) if name not in parsed]
    if missing:
        raise DependencyError(f"an answer of {service} to {model.name} was cut off: it lacks {' and '.join(missing)}")
