"""The stack as the Terraform files declare it: what of it the bill depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.cost.asking import Asking, declared_asking
from finpulse_cli.stack.hcl.unknown import UNKNOWN

if TYPE_CHECKING:
    from finpulse_cli.stack.hcl.module import Module, Resource, Section

_STREAM = "aws_kinesis_stream"
_MAPPING = "aws_lambda_event_source_mapping"
_TABLE_VARIABLE = "_TABLE"
SPARSE = frozenset({"by_hold"})  # indexes that hardly anything is in: they cost next to nothing


@dataclass(frozen=True, slots=True)
class Stream:
    """The Kinesis stream.

    `readers` are all that read it, Firehose included, `fan_out` of them through enhanced fan-out.
    """

    shards: int
    retention_hours: int
    encrypted: bool
    readers: int
    fan_out: int


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """A Lambda mapping: what it takes at most, how long it gathers, how many batches of a shard run at once."""

    batch_size: int
    window_seconds: int
    parallel: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `managed_key`: it is encrypted with AWS's managed key, whose requests are billed."""

    indexes: int
    streamed: bool
    recovery: bool
    managed_key: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A Lambda function: memory, time-out, how many tables it is told of."""

    memory_mb: int
    timeout_seconds: int
    arm: bool
    tables: int


@dataclass(frozen=True, slots=True)
class Lake:
    """Firehose's buffer, days until objects move (None: never), bytes that a query may scan."""

    buffer_seconds: int
    buffer_mb: int
    compressed: bool
    days_to_ia: int | None
    days_to_glacier: int | None
    scan_limit_bytes: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Alarms, custom metrics that they watch, days that logs are kept, whether APIs keep access logs."""

    alarms: int
    metrics: int
    log_days: int
    http_log: bool
    socket_log: bool


@dataclass(frozen=True, slots=True)
class Alerts:
    """E-mail addresses on the topic, queues on it, minutes between alerts, whether AWS's managed key encrypts it.

    `webhooks` are those of the queues that alert_webhook takes alerts from.
    """

    mailboxes: int
    queues: int
    webhooks: int
    cooldown_minutes: int
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Stack:
    """Everything the bill depends on. `keys` are KMS keys of one's own.

    A stack may go without HTTP API, push API, Athena and hosting.
    """

    region: str
    symbols: int
    asking: Asking
    bulk_quotes: bool
    stream: Stream
    consumers: Mapping[str, SourceMapping]
    pushes: Mapping[str, SourceMapping]
    tables: Mapping[str, Table]
    functions: Mapping[str, Function]
    lake: Lake
    watch: Watch
    alerts: Alerts
    parameters: int
    keys: int
    http_api: bool
    push_api: bool
    athena: bool
    hosted: bool


def declared_stack(module: Module) -> Stack:
    """Return the stack of a module. Raises FailedError when the files leave open what the bill depends on."""
    variables = module.variables
    return Stack(
        region=variables["region"],
        symbols=len(variables["symbols"]),
        asking=declared_asking(module),
        bulk_quotes=module.local("bulk_quotes"),
        stream=_stream(module),
        consumers={one.key: _mapping(one) for one in module.resources(_MAPPING) if _reads_stream(one)},
        pushes={one.key: _mapping(one) for one in module.resources(_MAPPING) if _reads_table(one)},
        tables={one.key: _table(one) for one in module.resources("aws_dynamodb_table")},
        functions={one.key: _function(one) for one in module.resources("aws_lambda_function")},
        lake=_lake(module),
        watch=_watch(module),
        alerts=_alerts(module),
        parameters=len(module.resources("aws_ssm_parameter")),
        keys=len(module.resources("aws_kms_key")),
        http_api=_has_api(module, "HTTP"),
        push_api=_has_api(module, "WEBSOCKET"),
        athena=bool(module.resources("aws_athena_workgroup")),
        hosted=bool(module.resources("aws_cloudfront_distribution")),
    )


def _has_api(module: Module, protocol: str) -> bool:
    return any(api.get("protocol_type") == protocol for api in module.resources("aws_apigatewayv2_api"))


def _stream(module: Module) -> Stream:
    (stream,) = module.resources(_STREAM)
    mappings = [one for one in module.resources(_MAPPING) if _reads_stream(one)]
    fan_out = len(module.resources("aws_kinesis_stream_consumer"))
    return Stream(
        shards=stream.get("shard_count"),
        retention_hours=stream.get("retention_period") or 24,
        encrypted=stream.get("encryption_type") == "KMS",
        readers=len(mappings) + len(module.resources("aws_kinesis_firehose_delivery_stream")),
        fan_out=fan_out,
    )


def _reads_stream(mapping: Resource) -> bool:
    return mapping.mentions("event_source_arn", _STREAM) or mapping.mentions(
        "event_source_arn", "aws_kinesis_stream_consumer"
    )


def _reads_table(mapping: Resource) -> bool:
    return mapping.mentions("event_source_arn", "aws_dynamodb_table")


def _mapping(mapping: Resource) -> SourceMapping:
    return SourceMapping(
        batch_size=mapping.get("batch_size") or 100,
        window_seconds=mapping.get("maximum_batching_window_in_seconds") or 0,
        parallel=mapping.get("parallelization_factor") or 1,
    )


def _table(table: Resource) -> Table:
    encryption = table.section("server_side_encryption")
    recovery = table.section("point_in_time_recovery")
    return Table(
        indexes=sum(index.get("name") not in SPARSE for index in table.sections("global_secondary_index")),
        streamed=table.get("stream_enabled") is True,
        recovery=recovery is not None and recovery.get("enabled") is True,
        managed_key=encryption is not None and encryption.get("enabled") is True,
    )


def _function(function: Resource) -> Function:
    environment = function.section("environment")
    variables = environment.get("variables") if environment else {}
    return Function(
        memory_mb=function.get("memory_size") or 128,
        timeout_seconds=function.get("timeout") or 3,
        arm=function.get("architectures") == ["arm64"],
        tables=sum(name.endswith(_TABLE_VARIABLE) for name in _known(variables)),
    )


def _known(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _lake(module: Module) -> Lake:
    (firehose,) = module.resources("aws_kinesis_firehose_delivery_stream")
    target = firehose.section("extended_s3_configuration") or firehose
    days = _transition_days(module)
    return Lake(
        buffer_seconds=target.get("buffering_interval"),
        buffer_mb=target.get("buffering_size"),
        compressed=target.get("compression_format") != "UNCOMPRESSED",
        days_to_ia=days.get("STANDARD_IA"),
        days_to_glacier=days.get("GLACIER"),
        scan_limit_bytes=module.variables["athena_scan_limit_bytes"],
    )


def _transition_days(module: Module) -> dict[str, int]:
    rules = [rule for one in module.resources("aws_s3_bucket_lifecycle_configuration") for rule in one.sections("rule")]
    active = [rule for rule in rules if rule.get("status") == "Enabled"]
    steps: list[Section] = [step for rule in active for step in rule.sections("transition")]
    return {step.get("storage_class"): step.get("days") for step in steps}


def _watch(module: Module) -> Watch:
    alarms = module.resources("aws_cloudwatch_metric_alarm")
    custom = [alarm for alarm in alarms if not str(alarm.get("namespace")).startswith("AWS/")]
    metrics = {(alarm.get("namespace"), alarm.get("metric_name"), str(alarm.get("dimensions"))) for alarm in custom}
    logged = {
        stage.name
        for stage in module.resources("aws_apigatewayv2_stage")
        if any(block.kind == "access_log_settings" for block in stage.block.blocks)
    }
    return Watch(
        alarms=len(alarms),
        metrics=len(metrics),
        log_days=module.variables["log_retention_days"],
        http_log="default" in logged,
        socket_log=bool(module.resources("aws_cloudwatch_log_group", "push")),
    )


def _alerts(module: Module) -> Alerts:
    (topic,) = module.resources("aws_sns_topic", "alerts")
    subscriptions = module.resources("aws_sns_topic_subscription")
    return Alerts(
        mailboxes=sum(one.get("protocol") == "email" and one.name.startswith("alerts") for one in subscriptions),
        queues=sum(one.get("protocol") == "sqs" for one in subscriptions),
        webhooks=sum(one.mentions("event_source_arn", "aws_sqs_queue") for one in module.resources(_MAPPING)),
        cooldown_minutes=module.variables["alert_cooldown_minutes"],
        encrypted=topic.get("kms_master_key_id") not in (None, UNKNOWN),
    )
