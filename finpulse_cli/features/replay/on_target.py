"""Runs a plan on a target, with the clock and the screen of a command."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, TextIO

from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.disk import disk_problem
from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.keyboard import NoKeys, has_keyboard, open_keyboard
from finpulse_cli.core.virtual_clock import VirtualClock
from finpulse_cli.features.replay.disturbance import UNDISTURBED, Disturbance
from finpulse_cli.features.replay.playback import KEYS_HELP
from finpulse_cli.features.replay.run import Finished, Replay
from finpulse_cli.features.replay.screen import ReplayScreen

if TYPE_CHECKING:
    from rich.console import Console

    from finpulse_cli.features.replay.plan import Plan
    from finpulse_cli.stack.controlled_clock import ControlledClock
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place


def replay_on(
    target: Place,
    stack: StackOutputs,
    plan: Plan,
    console: Console,
    keyboard: TextIO | None = None,
    driven: ControlledClock | None = None,
    disturbance: Disturbance = UNDISTURBED,
) -> Finished:
    """Send `plan` to the stack on `target` and wait until it is drained; return and raise as `Replay.run`.

    At a speed, keys control it where `keyboard` is a terminal. `driven` is the target's clock if the recording drives
    it. `disturbance` is what is done to it on the way.
    """
    listens = keyboard is not None and plan.speed is not None and has_keyboard(keyboard)
    with ReplayScreen(console, plan.to_send, KEYS_HELP if listens else "") as screen, ExitStack() as open_keys:
        keys = open_keys.enter_context(open_keyboard(keyboard)) if keyboard and listens else NoKeys()
        replay = Replay(
            clients=target.clients,
            stack=stack,
            plan=plan,
            screen=screen,
            throttles=target.throttles,
            flush_lake=target.flush_lake,
            clock=utc_now,
            sleep=time.sleep,
            keys=keys,
            now=VirtualClock(target.home.clock).now,
            driven=driven,
            disturbance=disturbance,
        )
        try:
            return replay.run()
        except FailedError as error:
            if (disk := disk_problem(target.home.root)) is None:
                raise
            raise FailedError(f"{error.message}\n{disk}", error.action) from error
