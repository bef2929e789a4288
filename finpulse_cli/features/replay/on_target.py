"""Runs a plan on a target, with the clock and the screen of a command."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.disk import disk_problem
from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.replay.run import Finished, Replay
from finpulse_cli.features.replay.screen import ReplayScreen

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place


def replay_on(target: Place, stack: StackOutputs, plan: Plan, console: Console) -> Finished:
    """Send `plan` to the stack on `target` and wait until it is drained; return and raise as `Replay.run`."""
    with ReplayScreen(console, plan.to_send) as screen:
        replay = Replay(
            clients=target.clients,
            stack=stack,
            plan=plan,
            screen=screen,
            throttles=target.throttles,
            flush_lake=target.flush_lake,
            clock=utc_now,
            sleep=time.sleep,
        )
        try:
            return replay.run()
        except FailedError as error:
            if (disk := disk_problem(target.home.root)) is None:
                raise
            raise FailedError(f"{error.message}\n{disk}", error.action) from error
