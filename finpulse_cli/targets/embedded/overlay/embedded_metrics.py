"""Metrics out of log lines in CloudWatch's embedded metric format, which MiniStack takes for any other line.

Without it the alarms on what functions count themselves, such as records in quarantine, would never fire. The format:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Datum:
    """Values of a metric at a moment, in seconds since 1970."""

    namespace: str
    name: str
    dimensions: dict[str, str]
    timestamp: float
    unit: str
    values: list[float]


def embedded_metrics(message: str) -> list[Datum]:
    """Return what a log line says of metrics: nothing, unless it is one JSON object with an `_aws` of that form."""
    if not message.startswith("{") or '"_aws"' not in message:
        return []
    try:
        line = json.loads(message)
        return [datum for told in line["_aws"]["CloudWatchMetrics"] for datum in _data(line, told)]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # CloudWatch, too, leaves a line that does not keep to the form a line


def _data(line: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Datum]:
    at = float(line["_aws"]["Timestamp"]) / 1000
    for names in told["Dimensions"]:
        dimensions = {name: str(line[name]) for name in names}
        for metric in told["Metrics"]:
            value = line[metric["Name"]]
            values = [float(it) for it in (value if isinstance(value, list) else [value])]
            yield Datum(told["Namespace"], metric["Name"], dimensions, at, metric.get("Unit", "None"), values)


def install() -> None:
    """Wrap the function through which every log line goes."""
    logs: Any = import_module("ministack.services.cloudwatch_logs")
    logs._append_log_events = _counting(import_module("ministack.services.cloudwatch"), logs._append_log_events)


def _counting(cloudwatch: Any, original: Callable[..., None]) -> Callable[..., None]:
    def append(stream: Any, events: Iterable[Mapping[str, Any]]) -> None:
        told = list(events)
        original(stream, told)
        for event in told:
            for it in embedded_metrics(event["message"]):
                cloudwatch._store_datum(
                    it.namespace, it.name, it.dimensions, it.timestamp, it.unit, None, it.values, None, None
                )

    return append
