"""`python -m finpulse_cli.processes.scheduler` invokes what the stack's schedule says until it is told to stop.

The target comes from FINPULSE_HOME and FINPULSE_TARGET.
"""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import CliError, ExitCode
from finpulse_cli.daemon.heartbeat import Heartbeat
from finpulse_cli.processes.current_schedule import CurrentStack
from finpulse_cli.standins.scheduler.service import PROCESS
from finpulse_cli.standins.scheduler.ticker import Ticker
from finpulse_cli.targets.resolve import resolve_target


def main(arguments: list[str] | None = None) -> int:
    """Tick until SIGTERM or Ctrl-C; returns the exit code."""
    argparse.ArgumentParser(
        prog="python -m finpulse_cli.processes.scheduler", description="Do the Scheduler's work where it never fires."
    ).parse_args(arguments)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        _ticker(Context.of_process(), stop).run()
    except CliError as error:
        sys.stderr.write(f"{error.message}\n{error.next_action or ''}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"the sign of life cannot be given: {error}\n")
        return ExitCode.FAILED
    return ExitCode.DONE


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


if __name__ == "__main__":
    sys.exit(main())
