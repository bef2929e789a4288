"""The `finpulse` command: its subcommands, and the one place that turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli.commands.command_group import CommandGroup
from finpulse_cli.core import console
from finpulse_cli.core.aws_errors import error_code, error_message
from finpulse_cli.core.context import Context
from finpulse_cli.core.disk import refusal
from finpulse_cli.core.errors import CliError, ExitCode, FailedError, MissingError, StoppedError, act, to_run
from finpulse_cli.core.paths import crash_log

app = typer.Typer(
    cls=CommandGroup,
    name="finpulse",
    help="Run the FinPulse market-data pipeline, replay recorded quotes through it and watch anomalies come out.\n\n"
    "Example: finpulse up",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        console.stdout().print(f"finpulse {_version_number()}")
        raise typer.Exit


def _version_number() -> str:
    """Return the version of the installed distribution; the package also runs straight from a clone, without one."""
    from importlib import metadata  # slow to import, and needed for this alone

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
    """Run the `finpulse` command; ends the process with an exit code of `ExitCode`."""
    os.umask(0o077)  # what it keeps, state and secrets among it, is for the user alone
    context = Context.of_process()
    try:
        app(sys.argv[1:] if arguments is None else list(arguments), obj=context)
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:
            _show_error(StoppedError("stopped", "run the same command again"))
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a user
        shown = as_cli_error(error, context)
        _show_error(shown, context.named_target)
        sys.exit(shown.exit_code)


def as_cli_error(error: Exception, context: Context) -> CliError:
    """Return any error as one for the user. What nobody foresaw goes, with its traceback, into a log file."""
    if isinstance(error, CliError):
        return error
    if what := refusal(error):
        return FailedError(what, "make room, or make the disk writable, and run the same command again")
    return _of_a_service(error) or FailedError(
        f"unexpected {type(error).__name__}: {error}", f"{_details(error, context)}; please report it"
    )


def _of_a_service(error: Exception) -> CliError | None:
    """Return what AWS, an emulator or an adapter of ours ran into; None for anything else."""
    # imported late: `--help`, and whatever goes well, needs no AWS SDK
    from botocore.exceptions import BotoCoreError, ClientError

    from lambdas.shared.errors import FinPulseError

    if lost := _lost_connection(error):
        endpoint = getattr(lost, "kwargs", {}).get("endpoint_url", "the target")
        return MissingError(f"nothing answers at {endpoint}", to_run("up"))
    if isinstance(error, ClientError):
        refused = f"{error.operation_name} was refused: {error_code(error)}: {error_message(error)}"
        return FailedError(refused, act("run `{}`; `{}` repairs what is missing", "status", "up --repair"))
    if isinstance(error, BotoCoreError | FinPulseError):
        return FailedError(str(error), to_run("status"))
    return None


def _lost_connection(error: BaseException | None) -> BaseException | None:
    """Return the failed connection that an error is or comes from; None if there was none."""
    from botocore.exceptions import ConnectionError, HTTPClientError  # noqa: A004 - botocore's name

    while error is not None and not isinstance(error, ConnectionError | HTTPClientError):
        error = error.__cause__
    return error


def _details(error: Exception, context: Context) -> str:
    """Append the traceback to the log file; return where it is, or the traceback where that cannot be written."""
    path = crash_log(context.settings, context.folder)
    text = "".join(traceback.format_exception(error)) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(text)
    except OSError as refused:
        return f"{path} could not be written ({refused.strerror}), so the details are here:\n{text}"
    return f"details are in {path}"


def _show_error(error: CliError, target: str | None = None) -> None:
    """Print it on stderr; `target` is the one that the command line names."""
    screen = console.stderr()
    screen.print(Text.assemble(("error: ", "bold red"), error.message), soft_wrap=True)
    if error.action:
        screen.print(Text.assemble(("next:  ", "bold"), error.action.render(target)), soft_wrap=True)
