"""Kills the running sandbox's emulator again and again, at seeded moments, and looks what is left each time.

    finpulse up && make soak-kills COUNT=100 SEED=1

While quotes go through the pipeline, or while `down` saves, the emulator's process gets SIGKILL; then it is started
again as `up` does. After each kill: nothing that was acknowledged more than two seconds before is missing; once the
consumers are through, tables, lake and alerts are what the stream makes them; and what was said of the moment is true.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError
from finpulse_cli.daemon.process import running
from finpulse_cli.targets.embedded.target import NAME, embedded_target
from tests.soak.agreement import Agreement
from tests.soak.quotes import Producer, quotes

if TYPE_CHECKING:
    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.target import Target

BOUND_SECONDS = 2.0
LATEST_SECONDS = 4.0  # of a kill, after the first quote
LATEST_IN_DOWN_SECONDS = 4.0
_MOMENT = re.compile(r"as of (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")


@dataclass
class Sandbox:
    """The sandbox of the project around the current folder."""

    context: Context = field(default_factory=Context.of_process)

    @property
    def home(self) -> TargetHome:
        """Where it keeps what it keeps."""
        return self.context.project.target_home(NAME, self.context.settings)

    def target(self) -> Target:
        """Return the target as a new command sees it."""
        return embedded_target(self.context, self.home)

    def kill(self) -> None:
        """Kill the emulator alone, as a crash would."""
        record = running(self.home.pid_file("ministack"))
        if record is not None:
            os.kill(record.pid, signal.SIGKILL)

    def start_again(self) -> list[str]:
        """Start what is not running, as `up` does before it plans; return what it says."""
        said: list[str] = []
        lifecycle = self.target().lifecycle
        lifecycle.start(said.append)
        lifecycle.reconcile(said.append)
        return said


@dataclass
class Round:
    """One kill: when, what was said, and what is wrong."""

    number: int
    in_down: bool
    killed_at: float = 0.0
    down: str | None = None
    said: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lost: int = 0
    oldest_seconds: float = 0.0  # before the kill, of what was acknowledged and is lost


def play(sandbox: Sandbox, agreement: Agreement, number: int, seed: int) -> Round:
    """Put, kill, start again, compare."""
    randomness = random.Random(f"{seed}/{number}")  # noqa: S311 - moments and prices
    played = Round(number, in_down=randomness.random() < 0.3)
    name = f"K{seed}X{number}"
    feed = f"kills.{name.lower()}"
    producer = Producer(quotes(feed, name, randomness), lambda: agreement.clients.kinesis, agreement.stack.stream_name)
    producer.thread.start()
    time.sleep(randomness.uniform(0.05, LATEST_SECONDS))
    if played.in_down:
        played.down = _down_and_kill(sandbox, played, randomness.uniform(0, LATEST_IN_DOWN_SECONDS))
    else:
        sandbox.kill()
        played.killed_at = time.time()
    played.said = sandbox.start_again()
    producer.thread.join()
    held = {event.event_id for event in agreement.stream(feed)}
    _judge_losses(played, {it: at for it, at in producer.acknowledged.items() if it not in held})
    agreement.wait_until_drained(feed)
    sandbox.target().place.flush_lake()
    played.wrong += agreement.differences(feed)
    agreement.move_on(feed)
    return played


def _down_and_kill(sandbox: Sandbox, played: Round, after_seconds: float) -> str | None:
    """Run `down` and kill the emulator while it saves; what `down` says it could not keep, or None."""

    def kill() -> None:
        sandbox.kill()
        played.killed_at = time.time()

    timer = threading.Timer(after_seconds, kill)
    timer.start()
    try:
        sandbox.target().lifecycle.stop(played.said.append)
    except FailedError as error:
        return error.message
    finally:
        timer.join()
    return None


def _judge_losses(played: Round, lost: dict[str, float]) -> None:
    """Say which losses are no less than they may be, and whether the words about the moment hold."""
    played.lost = len(lost)
    played.oldest_seconds = max((played.killed_at - at for at in lost.values()), default=0.0)
    old = [at for at in lost.values() if at < played.killed_at - BOUND_SECONDS]
    if old:
        played.wrong.append(f"{len(old)} lost that were acknowledged {played.killed_at - min(old):.1f} s before")
    text = "\n".join([*played.said, played.down or ""])
    moments = [datetime.strptime(found, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) for found in _MOMENT.findall(text)]
    is_kept = played.in_down and played.down is None
    if is_kept and lost:
        played.wrong.append(f"`down` kept everything, it says, and {len(lost)} are lost")
    if not is_kept and not moments:
        played.wrong.append(f"nothing is said of the moment: {text!r}")
    for moment in moments:
        told = moment.timestamp()
        if any(at < told for at in lost.values()):
            played.wrong.append(f"lost from before {moment}, of which it says that it is kept")
        if told < int(played.killed_at - BOUND_SECONDS):
            played.wrong.append(f"it says {moment}, {played.killed_at - told:.1f} s before the kill")


def main() -> int:
    """Play the rounds; 0 when nothing was wrong in any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10, help="how many kills")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--seed", type=int, default=1, help="other moments and prices")
    chosen = parser.parse_args()
    sandbox = Sandbox()
    place = sandbox.target().place
    agreement = Agreement(place.clients, place.outputs(), place.home)
    failed = lost = in_down = 0
    oldest = 0.0
    for number in range(chosen.first, chosen.first + chosen.count):
        began = time.monotonic()
        played = play(sandbox, agreement, number, chosen.seed)
        failed, lost, in_down = failed + bool(played.wrong), lost + played.lost, in_down + played.in_down
        oldest = max(oldest, played.oldest_seconds)
        where = f"in down ({'kept' if played.down is None else 'refused'})" if played.in_down else "in a replay"
        verdict = "ok" if not played.wrong else "\n  ".join(["WRONG", *played.wrong])
        sys.stdout.write(f"{number:4} {where}: {played.lost} lost, {time.monotonic() - began:.1f} s: {verdict}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{chosen.count} kills, {in_down} in down; {lost} acknowledged lost, ")
    sys.stdout.write(f"the oldest {oldest:.2f} s before; {failed} wrong\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
