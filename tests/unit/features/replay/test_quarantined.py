"""Which records of a replay are in quarantine."""

from __future__ import annotations

from typing import Any

from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.quarantined import quarantined_records
from tests.factories import NOON, SHARD

FOLDER = "quarantine/consumer=aggregator/"


class Bucket:
    """A bucket whose quarantine of NOON's day has one consumer's folder."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def list_objects_v2(self, **_request: Any) -> dict[str, Any]:
        return {"CommonPrefixes": [{"Prefix": FOLDER}]}

    def get_paginator(self, _operation: str) -> Bucket:
        return self

    def paginate(self, *, Bucket: str, Prefix: str) -> list[dict[str, Any]]:  # noqa: N803 - the SDK's names
        assert (Bucket, Prefix) == ("lake", FOLDER + "year=2026/month=11/day=20/")
        return [{"Contents": [{"Key": Prefix + name} for name in self.names]}, {}]


def test_zeros_before_a_sequence_number_do_not_hide_a_record() -> None:
    s3: Any = Bucket(f"{SHARD}-000017.json", f"{SHARD}-4.json", f"{SHARD}-later.json", "shardId-000000000001-5.json")
    sent = [SentRecord("", SHARD, number, NOON) for number in (4, 5, 17)]
    assert [it.sequence_number for it in quarantined_records(s3, "lake", sent)] == [4, 17]
    assert quarantined_records(s3, "lake", []) == []
