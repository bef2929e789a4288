"""The `finpulse` command: its subcommands, and the one place that turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004
from rich.text import Text

from finpulse_cli.argv import named_target, spelled_out
from finpulse_cli.commands import anomalies, bench
from finpulse_cli.commands.cost import cost
from finpulse_cli.commands.dashboard import dashboard
from finpulse_cli.commands.doctor import doctor
from finpulse_cli.commands.down import down
from finpulse_cli.commands.logs import logs
from finpulse_cli.commands.parity import parity
from finpulse_cli.commands.query import query
from finpulse_cli.commands.replay import replay
from finpulse_cli.commands.status import status
from finpulse_cli.commands.tail import tail
from finpulse_cli.commands.up import up
from finpulse_cli.core import console
from finpulse_cli.core.errors import CliError, ExitCode, FailedError, MissingError, StoppedError
from finpulse_cli.core.paths import crash_log
from finpulse_cli.core.settings import Settings
from finpulse_cli.hints import about
from lambdas.shared.errors import FinPulseError

app = typer.Typer(
    name="finpulse",
    help="Run the FinPulse market-data pipeline, replay recorded quotes through it and watch anomalies come out.\n\n"
    "Example: finpulse up",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: tuple[Callable[..., None], ...] = (
    up,
    down,
    status,
    doctor,
    replay,
    tail,
    query,
    logs,
    dashboard,
    parity,
    cost,
)
for _command in COMMANDS:
    app.command()(_command)
app.add_typer(anomalies.app, name="anomalies")
app.add_typer(bench.app, name="bench")


def _show_version(wanted: bool) -> None:
    if wanted:
        console.stdout().print(f"finpulse {_version_number()}")
        raise typer.Exit


def _version_number() -> str:
    """Version of the installed distribution; the package also runs straight from a clone, without one."""
    try:
        return metadata.version("finpulse")
    except metadata.PackageNotFoundError:
        return "(not installed)"


@app.callback()
def finpulse(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options that stand before the command."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the `finpulse` command; ends the process with an exit code of `ExitCode`."""
    target: str | None = None
    try:
        meant = spelled_out(sys.argv[1:] if arguments is None else arguments)
        target = named_target(meant)
        app(meant)
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:
            _show_error(StoppedError("stopped", "run the same command again"))
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        shown = as_cli_error(error)
        _show_error(shown, target)
        sys.exit(shown.exit_code)


def as_cli_error(error: Exception) -> CliError:
    """Any error as one for the user. What nobody foresaw goes, with its traceback, into a log file."""
    if isinstance(error, CliError):
        return error
    if lost := _lost_connection(error):
        endpoint = getattr(lost, "kwargs", {}).get("endpoint_url", "the target")
        return MissingError(f"nothing answers at {endpoint}", "run `finpulse up`")
    if isinstance(error, ClientError):
        fault = error.response.get("Error", {})
        refused = f"{error.operation_name} was refused: {fault.get('Code', '')}: {fault.get('Message', '')}"
        return FailedError(refused, "run `finpulse status`; `finpulse up` repairs what is missing")
    if isinstance(error, BotoCoreError | FinPulseError):
        return FailedError(str(error), "run `finpulse status`")
    return FailedError(f"unexpected {type(error).__name__}: {error}", f"details are in {_log(error)}; please report it")


def _lost_connection(error: BaseException | None) -> BaseException | None:
    """The failed connection that an error is or comes from; None if there was none."""
    while error is not None and not isinstance(error, ConnectionError | HTTPClientError):
        error = error.__cause__
    return error


def _log(error: Exception) -> Path:
    """Append the traceback to the log file and return its path."""
    path = crash_log(Settings.from_environment(os.environ), Path.cwd())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)) + "\n")
    return path


def _show_error(error: CliError, target: str | None = None) -> None:
    """`target` is the one that the command line names."""
    screen = console.stderr()
    screen.print(Text.assemble(("error: ", "bold red"), error.message), soft_wrap=True)
    if error.next_action:
        action = about(error.next_action, target) if target else error.next_action
        screen.print(Text.assemble(("next:  ", "bold"), action), soft_wrap=True)
