"""Firehose destinations that are read back as they were put.

MiniStack keeps a destination's time zone and file extension and delivers by them, but DescribeDeliveryStream leaves
them out, so every plan of Terraform would set them again. The members are those of
https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationDescription.html.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_LEFT_OUT = ("CustomTimeZone", "FileExtension")
_DESCRIBED_AS = "ExtendedS3DestinationDescription"

Describe = Callable[[dict[str, Any]], dict[str, Any]]


def install() -> None:
    """Wrap MiniStack's function."""
    firehose: Any = import_module("ministack.services.firehose")
    firehose._dest_description = _in_full(firehose._dest_description)


def _in_full(original: Describe) -> Describe:
    def describe(destination: dict[str, Any]) -> dict[str, Any]:
        described = original(destination)
        if _DESCRIBED_AS in described:
            config = destination["config"]
            described[_DESCRIBED_AS] |= {name: config[name] for name in _LEFT_OUT if name in config}
        return described

    return describe
