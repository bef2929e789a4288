from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest

from finpulse_cli.features.parity.lake import CLOCKS_APART, LakeWatch
from lambdas.shared.domain.event import PriceEvent
from lambdas.shared.wire.event_json import encode_event
from tests.factories import NOON, price_event
from tests.unit.features.tail.fakes import FakeS3

ONE, TWO, OTHER = price_event(1), price_event(2, seconds=1), price_event(3, seconds=2)
FOLDERS = [
    "raw-data/year=2026/month=11/day=20/",
    "raw-data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/",
    "raw-data/",
]


def line(event: PriceEvent) -> bytes:
    return encode_event(event) + b"\n"  # which Firehose appends


def watch(s3: FakeS3) -> LakeWatch:
    client: Any = s3
    return LakeWatch(client, "lake", {ONE.event_id, TWO.event_id}, NOON)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_lines_of_our_events_are_found_whatever_the_folder(folder: str) -> None:
    s3 = FakeS3()
    s3.add(f"{folder}a.json.gz", gzip.compress(line(ONE) + line(OTHER) + b'no event\n"text"\n'))
    s3.add(f"{folder}b.json", encode_event(TWO))
    lake = watch(s3)
    lake.look()
    assert (lake.found, lake.is_complete, lake.duplicates) == (2, True, 0)
    assert lake.items() == {
        (event.event_id,): {"lines": [encode_event(event).decode().rstrip()]} for event in (ONE, TWO)
    }


def test_a_line_more_than_once_is_counted_and_compared_once() -> None:
    s3 = FakeS3()
    s3.add(f"{FOLDERS[0]}a.json", line(ONE) * 3)
    s3.add(f"{FOLDERS[0]}b.json", encode_event(ONE))
    lake = watch(s3)
    lake.look()
    assert (lake.found, lake.is_complete, lake.duplicates) == (1, False, 3)
    assert len(lake.items()[(ONE.event_id,)]["lines"]) == 1


def test_each_object_is_opened_once_and_old_ones_never() -> None:
    s3 = FakeS3()
    s3.add(f"{FOLDERS[0]}old.json", encode_event(ONE), seconds=-CLOCKS_APART / timedelta(seconds=1) - 1)
    s3.add(f"{FOLDERS[0]}a.json", encode_event(ONE))
    lake = watch(s3)
    lake.look()
    s3.add(f"{FOLDERS[0]}b.json", encode_event(TWO), seconds=5)
    lake.look()
    assert s3.opened == [f"{FOLDERS[0]}a.json", f"{FOLDERS[0]}b.json"]
    assert lake.is_complete
