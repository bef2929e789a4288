"""Objects in the making: when one is full or old enough, and what its bytes are."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.buffers import Batch, Rules, rules_of

RULES = Rules(size_bytes=10, interval_seconds=60, gzip=True, delimiter=b"")
NEWLINE = {"Type": "AppendDelimiterToRecord", "Parameters": [{"ParameterName": "Delimiter", "ParameterValue": "\\n"}]}


def processing(*processors: dict[str, Any], enabled: bool = True) -> dict[str, Any]:
    return {"ProcessingConfiguration": {"Enabled": enabled, "Processors": list(processors)}}


def test_without_hints_it_is_five_megabytes_or_five_minutes() -> None:
    assert rules_of({}) == Rules(size_bytes=5 << 20, interval_seconds=300, gzip=False, delimiter=b"")


def test_hints_compression_and_delimiter_are_honoured() -> None:
    hints = {"SizeInMBs": 64, "IntervalInSeconds": 60}
    config = {"BufferingHints": hints, "CompressionFormat": "GZIP", **processing(NEWLINE)}
    assert rules_of(config) == Rules(size_bytes=64 << 20, interval_seconds=60, gzip=True, delimiter=b"\n")


def test_a_processor_that_is_switched_off_adds_nothing() -> None:
    assert rules_of(processing(NEWLINE, enabled=False)) == rules_of({})


@pytest.mark.parametrize(
    "config",
    [
        {"CompressionFormat": "Snappy"},
        {"DataFormatConversionConfiguration": {"Enabled": True}},
        {"DataFormatConversionConfiguration": {}},
        {"DynamicPartitioningConfiguration": {"Enabled": True}},
        processing({"Type": "Lambda"}),
        processing(NEWLINE, {"Type": "MetadataExtraction"}),
    ],
)
def test_what_asks_for_more_than_gathering_has_no_rules(config: dict[str, Any]) -> None:
    assert rules_of(config) is None


def test_records_come_out_as_they_went_in() -> None:
    batch = Batch(RULES, began=0)
    for record in (b"one\n", b"", b"two\n"):
        batch.add(record)
    assert gzip.decompress(batch.finish()) == b"one\ntwo\n"
    assert batch.finish() == batch.finish()
    assert batch.records == 3


def test_without_compression_the_bytes_are_the_records() -> None:
    batch = Batch(Rules(10, 60, gzip=False, delimiter=b"\n"), began=0)
    batch.add(b"one")
    batch.add(b"two")
    assert batch.finish() == b"one\ntwo\n"


def test_it_is_due_by_age() -> None:
    batch = Batch(RULES, began=100)
    assert not batch.is_due(159.9)
    assert batch.is_due(160)


def test_it_is_due_by_size_before_compression() -> None:
    batch = Batch(RULES, began=0)
    batch.add(b"aaaaaaaaa")
    assert not batch.is_due(1)
    batch.add(b"a")
    assert batch.is_due(1)


def test_no_interval_means_at_once() -> None:
    assert Batch(Rules(10, 0, gzip=False, delimiter=b""), began=7).is_due(7)
