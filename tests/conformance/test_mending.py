"""A bad record is found, mended, sent back, and followed to where it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.domain.timestamps import format_timestamp
from tests.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.sandbox import Sandbox


def quote() -> dict[str, Any]:
    """A quote of a minute ago of a symbol that nothing else uses, without its id."""
    at = datetime.now(UTC) - timedelta(minutes=1)
    named = {"schema": 2, "feed": "live", "symbol": "MEND", "volume_kind": "interval", "source": "alpha_vantage"}
    times = {"timestamp": format_timestamp(at), "ingested_at": format_timestamp(at)}
    return named | times | {"session": trading_day_of(at).isoformat(), "change_percent": None, "volume": 7}


def test_a_bad_record_is_mended_and_followed(sandbox: Sandbox, tmp_path: Path) -> None:
    bad = quote()  # it has no price
    sandbox.clients.kinesis.put_record(
        StreamName=sandbox.stack.stream_name, Data=json.dumps(bad).encode(), PartitionKey="MEND"
    )

    def kept() -> list[dict[str, Any]]:
        rows = sandbox.json("quarantine", "list", "--limit", "200")
        return [row for row in rows if row["partition_key"] == "MEND" and len(row["consumers"]) == 3]

    [record] = eventually(kept, "the record in quarantine of every consumer")
    sandbox.run("quarantine", "redrive", record["id"], code=1)  # as it is, it would come back
    mended = tmp_path / "record.json"
    mended.write_text(json.dumps(bad | {"price": 3.5}))
    [sent] = sandbox.json("quarantine", "redrive", record["id"], "--from", str(mended))
    assert sent["mended"]
    assert sandbox.json("quarantine", "redrive", record["id"], "--from", str(mended)) == []  # not a second time

    def stored() -> list[dict[str, Any]]:
        return sandbox.json("tail", "prices", "--symbol", "MEND")

    [price] = eventually(stored, "the mended quote being stored")

    def followed() -> dict[str, Any] | None:
        [trace] = sandbox.json("trace", price["event_id"])
        states = {step["name"]: step["state"] for step in trace["steps"]}
        waits = {states[name] for name in ("stream", "price", "candle", "score")} != {"done"}
        return None if waits else trace

    trace = eventually(followed, "every consumer being past it")
    assert trace["steps"][0]["values"]["records"][0]["sequence_number"] == sent["sequence_number"]
