"""`python -m finpulse_cli.processes scheduler` invokes what the stack's schedule says."""

from __future__ import annotations

import signal
import sys
from threading import Event

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.daemon.heartbeat import Heartbeat
from finpulse_cli.processes.current_schedule import CurrentStack
from finpulse_cli.standins.scheduler.ticker import Ticker
from finpulse_cli.standins.scheduler.ticker_service import PROCESS
from finpulse_cli.targets.resolve import resolve_target


def scheduler() -> None:
    """Do the Scheduler's work on the target that FINPULSE_HOME and FINPULSE_TARGET name, where it never fires."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        _ticker(Context.of_process(), stop).run()
    except OSError as error:
        raise FailedError(f"the sign of life cannot be given: {error}", to_run("up")) from error


def _ticker(context: Context, stop: Event) -> Ticker:
    home = resolve_target(context).home
    return Ticker(
        stack=CurrentStack(context, stop.wait),
        clock=context.clock,
        wait=stop.wait,
        beat=Heartbeat(home.heartbeat(PROCESS)).beat,
        say=_say,
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
