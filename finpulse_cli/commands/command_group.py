"""The commands by name, each loaded when it is called: `--help` needs none of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from finpulse_cli.commands.root_help import show_help


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its function, or its `app` of subcommands, lies in `finpulse_cli.commands.<name>`."""

    name: str
    summary: str


COMMANDS = (
    Entry(
        "demo",
        "Start the sandbox here, replay a flash crash through it, and show the anomalies and the dashboard.",
    ),
    Entry("up", "Start the target and provision the stack on it."),
    Entry("down", "Stop the target and keep its state, so that the next `up` takes seconds."),
    Entry("dev", "Bring what you save to the running sandbox, and show its logs."),
    Entry("snapshot", "Save the whole sandbox as a file, and load it elsewhere."),
    Entry("status", "Show the health of every part, how far the consumers are behind, and what the target can do."),
    Entry("doctor", "Check what this machine needs to run the stack, and show the fix for what is missing."),
    Entry("replay", "Replay recorded Alpha Vantage replies through Kinesis and wait until every consumer is done."),
    Entry("tail", "Show the newest rows, the newest last, and with -f go on as they come."),
    Entry(
        "mail",
        "List the newest e-mails that the sandbox's SNS has sent: alerts, alarms, requests to confirm.",
    ),
    Entry("feeds", "List the feeds, those that began last first: the live market, and each run of a replay."),
    Entry("query", "Ask the lake: SQL over every event that came through the stream, run by Athena."),
    Entry("quarantine", "Look at bad records, and send mended ones back."),
    Entry(
        "alerts",
        "Keep alerts back for a time, and see what became of them. Anomalies are scored and stored all the same.",
    ),
    Entry("trace", "Follow one event through stream, tables, alert and lake, to the step where it stopped."),
    Entry("logs", "Show the newest log lines of a Lambda function, the newest last, and with -f go on as they come."),
    Entry("env", "Print what the AWS CLI, an SDK or a script needs to work on the sandbox, as lines for your shell."),
    Entry("dashboard", "Build the web dashboard if its sources changed, serve it on this machine and open it."),
    Entry("parity", "Replay one fixture on two targets and compare tables, alerts, quarantine and lake item by item."),
    Entry("cost", "Estimate what the stack costs on AWS a month, line by line, and which limits a load meets."),
    Entry(
        "anomalies", "List the anomalies, the newest first; `anomalies explain EVENT_ID` shows why one is an anomaly."
    ),
    Entry("evaluate", "Measure how many moves each detector finds in a folder of bars, at one alert a symbol and day."),
    Entry("detectors", "Run several detectors over one recording, and see what each would alert about."),
    Entry("clock", "Show the clock of a target on this machine. It is the real one until it is moved."),
    Entry("record", "Capture a provider's real replies into a fixture folder that `finpulse replay` takes."),
    Entry("standin", "Play Alpha Vantage and Finnhub on this machine, from a fixture, until Ctrl-C."),
    Entry("init", "Write the stack out for editing: Terraform files, Lambda sources, fixtures, the built dashboard."),
    Entry("bench", "Measure the running stack."),
)


def load(name: str) -> Any:
    """Import a command's module and return its command, as Typer builds it."""
    module = import_module(f"finpulse_cli.commands.{name}")
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(add_completion=False)
        app.command(name)(getattr(module, name))
    command = get_command(app)
    command.name = name
    return command


class CommandGroup(TyperGroup):
    """A group that knows its commands' names and summaries, and loads the one that is called.

    Typed loosely: which package click's classes lie in is Typer's own affair, and changes.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order of the help page."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click's signature
        """Return what the help page shows of a command."""
        found = next((entry for entry in COMMANDS if entry.name == cmd_name), None)
        return TyperCommand(cmd_name, help=found.summary) if found else None

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's signature
        """Print the help page; nothing is left for click to print."""
        options = [(parameter.opts, getattr(parameter, "help", "") or "") for parameter in self.get_params(ctx)]
        commands = [(entry.name, entry.summary) for entry in COMMANDS]
        show_help(ctx.get_usage(), self.help or "", options, commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that is called."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name and command else command, rest
