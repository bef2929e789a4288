"""What an account holds under a stack's names, service by service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from botocore.exceptions import ClientError

from finpulse_cli.stack.clients import Clients
from finpulse_cli.targets.aws.faults import is_missing
from finpulse_cli.targets.aws.names import StackNames


@dataclass(frozen=True, slots=True)
class Found:
    """What one service has: `seen` resources were looked at, `names` of them are the stack's."""

    seen: int
    names: list[str]


Look = Callable[[Clients, StackNames], Found]


def _owned(listed: Iterator[str], names: StackNames) -> Found:
    """Find among all listed names those that the stack owns."""
    everything = list(listed)
    return Found(len(everything), sorted(name for name in everything if names.owns(name)))


def _streams(clients: Clients, names: StackNames) -> Found:
    pages = clients.kinesis.get_paginator("list_streams").paginate()
    return _owned((name for page in pages for name in page["StreamNames"]), names)


def _tables(clients: Clients, names: StackNames) -> Found:
    pages = clients.dynamodb.get_paginator("list_tables").paginate()
    return _owned((name for page in pages for name in page["TableNames"]), names)


def _functions(clients: Clients, names: StackNames) -> Found:
    pages = clients.functions.get_paginator("list_functions").paginate()
    return _owned((item["FunctionName"] for page in pages for item in page["Functions"]), names)


def _mappings(clients: Clients, names: StackNames) -> Found:
    """Return the event source mappings, which have ids only: the stack's by their function or their source."""
    pages = clients.functions.get_paginator("list_event_source_mappings").paginate()
    mappings = [item for page in pages for item in page["EventSourceMappings"]]
    owned = [
        f"{item['UUID']} ({_last(item['FunctionArn'])})"
        for item in mappings
        if names.owns(_last(item["FunctionArn"])) or names.owns(_source(item.get("EventSourceArn", "")))
    ]
    return Found(len(mappings), sorted(owned))


def _buckets(clients: Clients, names: StackNames) -> Found:
    """Return the lake's and the dashboard's bucket, by their names; nobody needs to see the account's others."""
    wanted = (names.lake_bucket, names.dashboard_bucket)
    return Found(len(wanted), [name for name in wanted if bucket_exists(clients, name, names.account)])


def bucket_exists(clients: Clients, name: str, account: str) -> bool:
    """Return whether `account` has this bucket. Raises ClientError (403) when it is another account's."""
    try:
        clients.s3.head_bucket(Bucket=name, ExpectedBucketOwner=account)
    except ClientError as error:
        if is_missing(error):
            return False
        raise
    return True


def _deliveries(clients: Clients, names: StackNames) -> Found:
    return _owned(_delivery_names(clients), names)


def _delivery_names(clients: Clients) -> Iterator[str]:
    """Yield the delivery streams: Firehose lists in pages, but its SDK has no paginator for them."""
    page = clients.firehose.list_delivery_streams(Limit=100)
    yield from page["DeliveryStreamNames"]
    while page["HasMoreDeliveryStreams"]:
        last = page["DeliveryStreamNames"][-1]
        page = clients.firehose.list_delivery_streams(Limit=100, ExclusiveStartDeliveryStreamName=last)
        yield from page["DeliveryStreamNames"]


def _topics(clients: Clients, names: StackNames) -> Found:
    pages = clients.sns.get_paginator("list_topics").paginate()
    return _owned((_last(item["TopicArn"]) for page in pages for item in page["Topics"]), names)


def _queues(clients: Clients, names: StackNames) -> Found:
    pages = clients.sqs.get_paginator("list_queues").paginate(QueueNamePrefix=f"{names.name}-")
    return _owned((url.rpartition("/")[2] for page in pages for url in page.get("QueueUrls", [])), names)


def _apis(clients: Clients, names: StackNames) -> Found:
    pages = clients.apigateway.get_paginator("get_apis").paginate()
    return _owned((item["Name"] for page in pages for item in page["Items"]), names)


def _alarms(clients: Clients, names: StackNames) -> Found:
    pages = clients.cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"{names.name}-")
    return _owned((item["AlarmName"] for page in pages for item in page.get("MetricAlarms", [])), names)


def _log_groups(clients: Clients, names: StackNames) -> Found:
    """Return the log groups of the stack's functions, APIs and Firehose: a group is named after what writes to it."""
    groups = [
        group["logGroupName"]
        for prefix in names.log_prefixes
        for page in clients.logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
        for group in page["logGroups"]
    ]
    return Found(len(groups), sorted(group for group in groups if names.owns(group.rpartition("/")[2])))


def _databases(clients: Clients, names: StackNames) -> Found:
    pages = clients.glue.get_paginator("get_databases").paginate()
    listed = [item["Name"] for page in pages for item in page["DatabaseList"]]
    return Found(len(listed), [name for name in listed if name == names.database])


def _workgroups(clients: Clients, names: StackNames) -> Found:
    listed: list[str] = []
    page = clients.athena.list_work_groups()
    listed += [group.get("Name", "") for group in page["WorkGroups"]]
    while token := page.get("NextToken"):
        page = clients.athena.list_work_groups(NextToken=token)
        listed += [group.get("Name", "") for group in page["WorkGroups"]]
    return Found(len(listed), [name for name in listed if name == names.name])


def _parameters(clients: Clients, names: StackNames) -> Found:
    pages = clients.ssm.get_paginator("describe_parameters").paginate(
        ParameterFilters=[{"Key": "Name", "Option": "BeginsWith", "Values": [names.parameters]}]
    )
    listed = [item.get("Name", "") for page in pages for item in page["Parameters"]]
    return Found(len(listed), sorted(name for name in listed if name.startswith(names.parameters)))


def _schedules(clients: Clients, names: StackNames) -> Found:
    pages = clients.scheduler.get_paginator("list_schedules").paginate(NamePrefix=f"{names.name}-")
    return _owned((item["Name"] for page in pages for item in page["Schedules"]), names)


def _distributions(clients: Clients, names: StackNames) -> Found:
    """Return CloudFront's distributions, known by their comment."""
    pages = clients.cloudfront.get_paginator("list_distributions").paginate()
    listed = [item for page in pages for item in page["DistributionList"].get("Items", [])]
    owned = [item["Id"] for item in listed if item["Comment"] == names.distribution_comment]
    return Found(len(listed), sorted(owned))


def _edge_policies(clients: Clients, names: StackNames) -> Found:
    """Return what CloudFront keeps beside a distribution; an account has a hundred of each at most: one page."""
    front = clients.cloudfront
    caching = front.list_cache_policies(Type="custom")["CachePolicyList"].get("Items", [])
    headers = front.list_response_headers_policies(Type="custom")["ResponseHeadersPolicyList"].get("Items", [])
    access = front.list_origin_access_controls(MaxItems="100")["OriginAccessControlList"].get("Items", [])
    listed = [
        *(("cache", item["CachePolicy"]["CachePolicyConfig"]["Name"]) for item in caching),
        *(("headers", item["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]["Name"]) for item in headers),
        *(("origin access", item["Name"]) for item in access),
    ]
    return Found(len(listed), [f"{name} ({kind})" for kind, name in listed if name == names.dashboard_bucket])


def _roles(clients: Clients, names: StackNames) -> Found:
    pages = clients.iam.get_paginator("list_roles").paginate()
    return _owned((item["RoleName"] for page in pages for item in page["Roles"]), names)


def _last(arn: str) -> str:
    """Shorten `arn:aws:lambda:us-east-1:123456789012:function:finpulse-aggregator` to `finpulse-aggregator`."""
    return arn.rpartition(":")[2]


def _source(arn: str) -> str:
    """Name the stream or table that an ARN ends in: `…:table/finpulse-anomalies/stream/2026` -> its table."""
    return (_last(arn) if "/stream/" not in arn else arn.partition("/stream/")[0]).rpartition("/")[2]


# Every service of the stack that can cost something; and policies and roles, which cannot but would be in the way.
LOOKS: dict[str, Look] = {
    "Kinesis streams": _streams,
    "DynamoDB tables": _tables,
    "Lambda functions": _functions,
    "event source mappings": _mappings,
    "S3 buckets": _buckets,
    "Firehose streams": _deliveries,
    "SNS topics": _topics,
    "SQS queues": _queues,
    "API Gateway APIs": _apis,
    "CloudWatch alarms": _alarms,
    "log groups": _log_groups,
    "Glue databases": _databases,
    "Athena workgroups": _workgroups,
    "SSM parameters": _parameters,
    "schedules": _schedules,
    "CloudFront distributions": _distributions,
    "CloudFront policies": _edge_policies,
    "IAM roles": _roles,
}
