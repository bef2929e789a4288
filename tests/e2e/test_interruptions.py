"""Whatever is interrupted, the same command works again."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from finpulse_cli.core.context import Context
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded.snapshot.snapshot_file import Snapshot
from lambdas.shared.wire.event_json import encode_event
from scripts.snapshot import differences
from scripts.snapshot_template import Applied, template
from tests.e2e.sandbox import PROJECT
from tests.factories import price_event
from tests.soak.agreement import Agreement
from tests.soak.kills import Sandbox as Killable
from tests.soak.kills import play

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.sandbox import Done, Running, Sandbox

SECONDS_BEFORE = 600  # parts of a stack may be older than the `up` that ended well


def interrupt(running: Running) -> Done:
    """Ctrl-C."""
    running.process.send_signal(signal.SIGINT)
    return running.finish(130)


def kill_emulator(sandbox: Sandbox) -> None:
    """Ends the sandbox's own emulator as a crash would."""
    os.kill(sandbox.emulator_pid(), signal.SIGKILL)


def open_to_others(folder: Path) -> list[Path]:
    """Files and folders that another user may read; what goes while it is looked at is none."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if not path.is_symlink() and path.stat().st_mode & 0o077:
                found.append(path)
    return found


def test_up_and_replay_recover_from_ctrl_c_and_from_a_killed_emulator(fresh: Sandbox) -> None:
    """One story, because provisioning takes a minute. The stack that is made in it is also what the snapshot is of."""
    snapshot = Snapshot.load()
    assert snapshot is not None
    up = ("up", "--port", str(fresh.port), "--from-scratch")

    stopped = fresh.start(*up)
    stopped.says("created aws_iam_role")
    assert "finpulse up" in interrupt(stopped).stderr

    orphaned = fresh.start(*up)
    orphaned.says("created aws_")
    kill_emulator(fresh)
    assert "finpulse up" in orphaned.finish(1).stderr

    began = time.time()
    fresh.run(*up)
    fresh.run("down")
    left = template(Applied(TargetHome(fresh.folder), fresh.port, began - SECONDS_BEFORE, time.time()))
    assert differences(left, snapshot) == [], "what an apply leaves is not the snapshot: run `make snapshot`"
    assert "nothing to apply" in fresh.run("up").stderr
    fresh.run("replay", "flash-crash", "--expect")

    slow = ("replay", "flash-crash", "--speed", "600x")
    stopped = fresh.start(*slow)
    stopped.says("DROP")
    interrupt(stopped)
    fresh.run("replay", "flash-crash", "--expect")

    before = fresh.json("anomalies", "--limit", "500")
    orphaned = fresh.start(*slow)
    orphaned.says("DROP")
    kill_emulator(fresh)
    assert "finpulse up" in orphaned.finish(1, 4).stderr
    again = fresh.run("replay", "flash-crash", "--expect").stderr
    assert "bringing it up again" in again
    assert "its state is as of" in again
    assert "from scratch" not in again
    after = fresh.json("anomalies", "--limit", "500")
    assert [anomaly for anomaly in before if anomaly not in after] == []
    assert open_to_others(fresh.folder) == []

    context = Context(fresh.environment, PROJECT, fresh.home)
    agreement = Agreement(fresh.clients, fresh.stack, TargetHome(fresh.folder))
    rounds = [play(Killable(context), agreement, number, 1) for number in (0, 2)]  # two of `make soak-kills`
    assert [(played.in_down, played.wrong) for played in rounds] == [(False, []), (True, [])]


def test_down_keeps_everything(fresh: Sandbox) -> None:
    """After `down` the next `up` finds tables and stack as they were."""
    fresh.run("up", "--port", str(fresh.port))
    fresh.run("replay", "earnings-spike", "--expect")
    fresh.run("bench", "push", "--events", "5", "--rate", "5")
    before = fresh.json("anomalies", "--limit", "500")
    line = encode_event(price_event(symbol="KEPT"))
    fresh.clients.kinesis.put_record(StreamName=fresh.stack.stream_name, Data=line, PartitionKey="KEPT")
    fresh.run("down")
    fresh.run("status", code=1)
    again = fresh.run("up").stderr
    assert "created aws_" not in again
    fresh.run("bench", "push", "--events", "1")  # it ends well only if pushes arrive
    assert fresh.json("anomalies", "--limit", "500") == before
    assert fresh.json("query", "SELECT symbol FROM raw_events WHERE symbol = 'KEPT'") == [{"symbol": "KEPT"}]
    fresh.run("replay", "earnings-spike", "--expect")
