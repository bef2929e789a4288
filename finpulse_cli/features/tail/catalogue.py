"""Every kind of data that `tail` knows, by name. A kind is a file of this package with an `open_reader`."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finpulse_cli.features.tail.base import Reader, Source


class Kind(StrEnum):
    """What can be tailed."""

    PRICES = "prices"
    CANDLES = "candles"
    ANOMALIES = "anomalies"
    ALERTS = "alerts"
    ALARMS = "alarms"
    LAKE = "lake"
    STREAM = "stream"
    QUARANTINE = "quarantine"


def open_reader(kind: Kind, source: Source) -> Reader[Any]:
    """Return the reader of a kind, from `finpulse_cli/features/tail/<kind>.py`."""
    reader: Reader[Any] = import_module(f"finpulse_cli.features.tail.{kind}").open_reader(source)
    return reader
