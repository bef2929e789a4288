"""A Firehose destination is described with the time zone and the extension that it was given."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay import destinations

firehose: Any = import_module("ministack.services.firehose")
BUCKET = "arn:aws:s3:::lake"


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(firehose, "_dest_description", firehose._dest_description)  # put back afterwards
    destinations.install()


def test_what_was_given_is_told() -> None:
    config = {"BucketARN": BUCKET, "CustomTimeZone": "UTC", "FileExtension": ".json.gz"}
    told = firehose._dest_description({"type": "ExtendedS3", "id": "1", "config": config})
    described = told["ExtendedS3DestinationDescription"]
    assert (described["CustomTimeZone"], described["FileExtension"]) == ("UTC", ".json.gz")
    assert described["BucketARN"] == BUCKET


def test_what_was_not_given_is_not_told() -> None:
    told = firehose._dest_description({"type": "ExtendedS3", "id": "1", "config": {"BucketARN": BUCKET}})
    assert not {"CustomTimeZone", "FileExtension"} & told["ExtendedS3DestinationDescription"].keys()


def test_other_destinations_stay_as_they_are() -> None:
    endpoint = {"type": "HttpEndpoint", "id": "1", "config": {"FileExtension": ".x"}}
    assert "ExtendedS3DestinationDescription" not in firehose._dest_description(endpoint)
