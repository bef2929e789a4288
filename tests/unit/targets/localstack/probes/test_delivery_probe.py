"""How Firehose writes: what arrives in the probe's bucket is looked at, and nothing of it stays."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from finpulse_cli.targets.localstack.probes.delivery_probe import Delivery, probe_delivery
from tests.unit.targets.localstack.probes.fakes import FakeFirehose, FakeS3, refuses

NOTHING = Delivery(delivers=False, compresses=False, evaluates_dates=False)
Write = Callable[[bytes], tuple[str, bytes]]


def as_aws(data: bytes) -> tuple[str, bytes]:
    """Compressed, with the date in the key."""
    return "year=2026/probe-1.gz", gzip.compress(data)


def literally(data: bytes) -> tuple[str, bytes]:
    """As LocalStack 4.14 does."""
    return "year=!{timestamp:yyyy}/probe-1", data


def at_once(condition: Callable[[], bool], _timeout_seconds: float) -> bool:
    """Wait without waiting."""
    return condition()


def clients(write: Write | None) -> Any:
    """S3 and a Firehose that writes so."""
    s3 = FakeS3()
    return SimpleNamespace(s3=s3, firehose=FakeFirehose(s3, write))


@pytest.mark.parametrize(
    ("write", "found"),
    [
        (as_aws, Delivery(delivers=True, compresses=True, evaluates_dates=True)),
        (literally, Delivery(delivers=True, compresses=False, evaluates_dates=False)),
        (None, NOTHING),
    ],
)
def test_what_arrives_tells(write: Write | None, found: Delivery) -> None:
    trial = clients(write)

    assert probe_delivery(trial, at_once) == found
    assert trial.s3.buckets == {}
    assert trial.firehose.streams == set()
    assert trial.firehose.wanted["CompressionFormat"] == "GZIP"


def test_a_firehose_that_is_not_there_delivers_nothing() -> None:
    trial = clients(as_aws)
    trial.firehose.create_delivery_stream = refuses

    assert probe_delivery(trial, at_once) == NOTHING
    assert trial.s3.buckets == {}


def test_what_an_interrupted_probe_has_left_is_not_taken_for_an_answer() -> None:
    trial = clients(as_aws)
    trial.s3.buckets["finpulse-probe-delivery"] = {"year=!{timestamp:yyyy}/old": b"{}"}
    trial.firehose.streams.add("finpulse-probe")

    assert probe_delivery(trial, at_once) == Delivery(delivers=True, compresses=True, evaluates_dates=True)
    assert trial.s3.buckets == {}


def test_an_interrupted_probe_removes_what_it_made() -> None:
    trial = clients(as_aws)

    def interrupted(_condition: object, _timeout_seconds: float) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        probe_delivery(trial, interrupted)
    assert trial.s3.buckets == {}
    assert trial.firehose.streams == set()
