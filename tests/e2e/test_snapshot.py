"""A sandbox saved while it runs goes on in another home: the same rows, the same alerts, nothing done twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.sandbox import Sandbox

ROWS = "SELECT feed, event_id, count(*) AS n FROM raw_events WHERE feed <> 'live' GROUP BY 1, 2 ORDER BY 1, 2"


def test_it_goes_on_in_another_home(sandbox: Sandbox, fresh: Sandbox, tmp_path: Path) -> None:
    file = str(tmp_path / "one.finpulse")
    sandbox.run("replay", "flash-crash", "--expect")
    sandbox.run("snapshot", "save", file)

    [loaded] = fresh.json("snapshot", "load", file)
    assert loaded["differences"] == []
    said = fresh.run(*fresh.up).stderr

    assert "began with the snapshot" in said
    assert "nothing to apply" in said
    assert fresh.json("query", ROWS) == sandbox.json("query", ROWS)
    assert rows(fresh) == rows(sandbox)
    before = alerts(fresh)
    assert before == alerts(sandbox)
    fresh.run("replay", "flash-crash", "--expect")
    later = alerts(fresh)
    assert before <= later
    assert max(later.values()) == 1
    assert sum(later.values()) > sum(before.values())


def rows(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The anomalies of replays; the market goes on."""
    return [row for row in sandbox.json("anomalies", "--limit", "1000") if row["feed"] != "live"]


def alerts(sandbox: Sandbox) -> Counter[str]:
    """How often each alert about a replay was sent, by what its e-mail says."""
    mails = sandbox.json("mail", "--limit", "1000")
    return Counter(
        f"{mail['subject']} {mail['text'].partition('--')[0]}" for mail in mails if "Replay of" in mail["subject"]
    )
