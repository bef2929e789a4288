"""`python -m finpulse_cli.processes NAME` runs one background process until it is told to stop.

Each loads its own module only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from finpulse_cli.core.errors import CliError, ExitCode

# The function of this name, with underscores, lies in the module of this name.
NAMES = ("api-gateway", "dashboard", "quote-server", "scheduler")


class ProcessGroup(TyperGroup):
    """Loads the process that is called; typed loosely, as whose classes these are is Typer's own affair."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all processes."""
        return list(NAMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click's signature
        """Return the command of a process; None for one that there is not."""
        if cmd_name not in NAMES:
            return None
        name = cmd_name.replace("-", "_")
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name)(getattr(import_module(f"finpulse_cli.processes.{name}"), name))
        return get_command(alone)


app = typer.Typer(
    cls=ProcessGroup,
    name="python -m finpulse_cli.processes",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def processes() -> None:
    """Run one background process until SIGTERM or Ctrl-C. `finpulse up` starts those that a target needs."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the process that `arguments` name; return its exit code."""
    try:
        app(sys.argv[1:] if arguments is None else list(arguments), prog_name=app.info.name)
    except CliError as error:
        sys.stderr.write(f"{error.message}\n{error.next_action or ''}\n")
        return error.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitCode.DONE
    return ExitCode.DONE


if __name__ == "__main__":
    sys.exit(run())
