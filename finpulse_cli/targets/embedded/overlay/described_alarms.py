"""Alarms that are read back as they were put, in the wire format that Terraform's provider speaks.

MiniStack answers DescribeAlarms in full over CBOR and JSON, but its answer in the Query protocol leaves period,
statistic, dimensions and more out. The AWS SDK for Go speaks Query, so every plan would set every alarm again. The
members and their order are those of
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from itertools import count, takewhile
from typing import Any
from xml.sax.saxutils import escape

Answer = tuple[int, dict[str, str], bytes]
_LISTS = ("AlarmNames", "AlarmTypes")
_TEXTS = ("AlarmNamePrefix", "StateValue", "MaxRecords", "NextToken")


def install() -> None:
    """Wrap MiniStack's function."""
    cloudwatch: Any = import_module("ministack.services.cloudwatch")
    cloudwatch._describe_alarms = _in_full(cloudwatch, cloudwatch._describe_alarms)


def _in_full(cloudwatch: Any, original: Callable[..., Answer]) -> Callable[..., Answer]:
    def describe(params: Mapping[str, Any], asked: Any, is_cbor: bool, is_json: bool = False) -> Answer:
        if is_cbor or is_json:
            return original(params, asked, is_cbor, is_json)
        status, _headers, body = original({}, request_of(params, cloudwatch._p), False, True)
        if status != 200:
            return original(params, asked, is_cbor, is_json)  # says the same in XML
        result = f"<DescribeAlarmsResult>{to_xml(json.loads(body))}</DescribeAlarmsResult>"
        answer: Answer = cloudwatch._xml(200, "DescribeAlarmsResponse", result)
        return answer

    return describe


def request_of(params: Mapping[str, Any], value_of: Callable[[Mapping[str, Any], str], str]) -> dict[str, object]:
    """Return a Query request's parameters as the JSON protocol has them."""
    lists: dict[str, object] = {
        name: list(takewhile(bool, (value_of(params, f"{name}.member.{number}") for number in count(1))))
        for name in _LISTS
    }
    return lists | {name: text for name in _TEXTS if (text := value_of(params, name))}


def to_xml(value: object, name: str = "") -> str:
    """Return a JSON value as the Query protocol writes it: lists as `member`s, times as ISO 8601, nulls not at all."""
    if isinstance(value, Mapping):
        return "".join(f"<{key}>{to_xml(inner, key)}</{key}>" for key, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return "".join(f"<member>{to_xml(inner)}</member>" for inner in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and name.endswith("Timestamp"):
        return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    return escape(str(value))
