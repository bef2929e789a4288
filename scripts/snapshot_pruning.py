"""What of the emulator's state belongs into a snapshot: what Terraform made, without what has come in since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def prune(service: str, payload: dict[str, Any]) -> None:
    """Take out of a service's state what is no resource of the stack's."""
    if service in _PRUNING:
        _PRUNING[service](payload)


def _scoped(payload: dict[str, Any], store: str) -> Iterable[Any]:
    return list(payload[store]["data"].values())


def _empty(payload: dict[str, Any], *stores: str) -> None:
    for store in stores:
        payload[store]["data"] = {}


def _apis(payload: dict[str, Any]) -> None:
    for api in _scoped(payload, "apis"):
        for values in (api.get("corsConfiguration") or {}).values():
            if isinstance(values, list):
                values.sort()  # sets: the provider sends them in any order


def _tables(payload: dict[str, Any]) -> None:
    for table in _scoped(payload, "tables"):
        table |= {"items": {}, "ItemCount": 0, "TableSizeBytes": 0}


def _streams(payload: dict[str, Any]) -> None:
    for stream in _scoped(payload, "streams"):
        for shard in stream["shards"].values():
            shard["records"] = []
    _empty(payload, "shard_iterators")


def _functions(payload: dict[str, Any]) -> None:
    for function in _scoped(payload, "functions"):
        if function["policy"]:
            function["policy"]["Statement"].sort(key=lambda statement: statement["Sid"])
    for mapping in _scoped(payload, "esms"):
        mapping["LastProcessingResult"] = "No records processed"
    _empty(payload, "kinesis_positions")
    positions = payload["dynamodb_stream_positions"]["data"]
    payload["dynamodb_stream_positions"]["data"] = dict.fromkeys(positions, 0)


def _metrics(payload: dict[str, Any]) -> None:
    for alarm in _scoped(payload, "alarms"):
        alarm |= {"StateValue": "INSUFFICIENT_DATA", "StateReason": "Unchecked: Initial alarm creation"}
    _empty(payload, "metrics", "alarm_history")


def _logs(payload: dict[str, Any]) -> None:
    for name, group in payload["log_groups"]["data"].items():
        if "/aws/lambda/" in name or "/aws/apigateway/" in name:
            group["streams"] = {}
    _empty(payload, "queries", "log_records")


def _deliveries(payload: dict[str, Any]) -> None:
    for stream in _scoped(payload, "_streams"):
        for destination in stream["destinations"]:
            destination["records"] = []
            destination.pop("mark", None)


def _queues(payload: dict[str, Any]) -> None:
    for queue in _scoped(payload, "queues"):
        queue["messages"] = []


_PRUNING: dict[str, Callable[[dict[str, Any]], None]] = {
    "apigateway": _apis,
    "cloudwatch": _metrics,
    "cloudwatch_logs": _logs,
    "dynamodb": _tables,
    "firehose": _deliveries,
    "kinesis": _streams,
    "lambda": _functions,
    "sqs": _queues,
}
