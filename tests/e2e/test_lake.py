"""Every event is archived under its date, one a line, and Athena's table can find it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from lambdas.shared.wire.event_json import decode_event
from tests.e2e.sandbox import Sandbox, eventually

KEY = re.compile(r"raw-data/year=\d{4}/month=\d{2}/day=\d{2}/[^/]+\.json")


def test_a_replay_is_in_the_lake_event_by_event(sandbox: Sandbox) -> None:
    began = datetime.now(UTC)
    sent = json.loads(sandbox.run("replay", "calm", "--json").stdout)["events_sent"]
    s3, bucket = sandbox.clients.s3, sandbox.stack.lake_bucket

    def archived() -> list[str]:
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="raw-data/")
        entries = [entry for page in pages for entry in page.get("Contents", [])]
        return [entry["Key"] for entry in entries if entry["LastModified"] >= began.replace(microsecond=0)]

    keys = eventually(lambda: found if len(found := archived()) >= sent else None, "every event in the lake")
    assert all(KEY.fullmatch(key) for key in keys)
    lines = [line for key in keys for line in s3.get_object(Bucket=bucket, Key=key)["Body"].read().splitlines()]
    replayed = [decode_event(line) for line in lines if b'"replay:calm"' in line]
    assert len({event.event_id for event in replayed}) == sent
