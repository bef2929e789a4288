"""Runs a plan on a target, with the clock and the screen of a command."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from finpulse_cli.core.clock import utc_now
from finpulse_cli.features.replay.run import Replay
from finpulse_cli.features.replay.screen import ReplayScreen

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.features.replay.drain import Drain
    from finpulse_cli.features.replay.outcome import Outcome
    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place


def replay_on(target: Place, stack: StackOutputs, plan: Plan, console: Console) -> tuple[Drain, Outcome, float]:
    """Sends `plan` to the stack on `target` and waits until it is drained; returns and raises as `Replay.run`."""
    with ReplayScreen(console, plan.to_send) as screen:
        return Replay(
            clients=target.clients,
            stack=stack,
            plan=plan,
            screen=screen,
            throttles=target.throttles,
            flush_lake=target.flush_lake,
            clock=utc_now,
            sleep=time.sleep,
        ).run()
