"""One JSON line a batch, written to the function's log.

The line is also in CloudWatch's embedded metric format, so that a count becomes a metric without a call:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

NAMESPACE = "FinPulse"


def write_log(line: Mapping[str, Any]) -> None:
    """Write one JSON line to standard output, which Lambda sends to the function's log group."""
    sys.stdout.write(json.dumps(line, default=str, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def batch_line(consumer: str, at: datetime, *, records: int, quarantined: int, **facts: Any) -> dict[str, Any]:
    """Return the line of a consumer's batch; an alarm watches its metric."""
    return metric_line(consumer, at, "QuarantinedRecords", quarantined, records=records, **facts)


def metric_line(consumer: str, at: datetime, metric: str, count: int, **facts: Any) -> dict[str, Any]:
    """Return a line whose `count` is also a value of the metric, for the function named `consumer`."""
    return counted_line(at, metric, count, {"Consumer": consumer}, **facts)


def counted_line(at: datetime, metric: str, count: int, dimensions: Mapping[str, str], **facts: Any) -> dict[str, Any]:
    """Return a line whose `count` is also a value of the metric with these dimensions, by name."""
    metrics = {
        "Namespace": NAMESPACE,
        "Dimensions": [[*dimensions]],
        "Metrics": [{"Name": metric, "Unit": "Count"}],
    }
    return {
        "_aws": {"Timestamp": int(at.timestamp() * 1000), "CloudWatchMetrics": [metrics]},
        **dimensions,
        metric: count,
        **facts,
    }
