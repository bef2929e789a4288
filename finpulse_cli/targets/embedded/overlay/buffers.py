"""Objects in the making: records gathered until their number of bytes or their age is reached.

Pure: time comes in as seconds of any clock that never goes back.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEGABYTE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS
_DELIMITER = "AppendDelimiterToRecord"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a destination wants its objects. `delimiter` goes behind each record."""

    size_bytes: int
    interval_seconds: float
    gzip: bool
    delimiter: bytes

    @property
    def extension(self) -> str:
        """Ending of an object's name where the destination gives none."""
        return ".gz" if self.gzip else ""


def rules_of(config: Mapping[str, Any]) -> Rules | None:
    """Return the rules in the configuration of an S3 destination; None when it asks for more than gathering records."""
    compression = config.get("CompressionFormat") or "UNCOMPRESSED"
    processors = _processors(config)
    kinds = {processor.get("Type") for processor in processors}
    if compression not in ("UNCOMPRESSED", "GZIP") or not kinds <= {_DELIMITER} or _rearranges(config):
        return None
    hints = config.get("BufferingHints") or {}
    return Rules(
        size_bytes=int(hints.get("SizeInMBs", 5)) * _MEGABYTE,
        interval_seconds=float(hints.get("IntervalInSeconds", 300)),
        gzip=compression == "GZIP",
        delimiter=b"".join(_delimiter(processor) for processor in processors),
    )


def _processors(config: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    processing = config.get("ProcessingConfiguration") or {}
    return list(processing.get("Processors") or []) if processing.get("Enabled") else []


def _rearranges(config: Mapping[str, Any]) -> bool:
    """Return whether records are converted, or sorted into folders by what they hold."""
    conversion = config.get("DataFormatConversionConfiguration")
    partitioning = config.get("DynamicPartitioningConfiguration") or {}
    return bool(partitioning.get("Enabled")) or (conversion is not None and bool(conversion.get("Enabled", True)))


def _delimiter(processor: Mapping[str, Any]) -> bytes:
    given = {entry["ParameterName"]: entry["ParameterValue"] for entry in processor.get("Parameters") or []}
    text: str = given.get("Delimiter", "\\n")
    return text.replace("\\n", "\n").encode()


class Batch:
    """One object in the making. Records are compressed as they come, so that finishing one takes no time."""

    def __init__(self, rules: Rules, began: float) -> None:
        self.rules = rules
        self.records = 0
        self.size = 0  # before compression, as the limit counts
        self._due = began + rules.interval_seconds
        self._parts: list[bytes] = []
        self._packer = zlib.compressobj(wbits=_GZIP) if rules.gzip else None

    def add(self, record: bytes) -> None:
        """Add one more record."""
        data = record + self.rules.delimiter
        self.records += 1
        self.size += len(data)
        self._parts.append(self._packer.compress(data) if self._packer else data)

    def is_due(self, now: float) -> bool:
        """Return whether it is full or old enough to be written."""
        return self.size >= self.rules.size_bytes or now >= self._due

    def finish(self) -> bytes:
        """Return the object's bytes; nothing can be added afterwards. Asked again, it gives the same."""
        if self._packer:
            self._parts.append(self._packer.flush())
            self._packer = None
        self._parts = [b"".join(self._parts)]
        return self._parts[0]
