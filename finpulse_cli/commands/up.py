"""`finpulse up`: provision the stack and say what runs where."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli import console
from finpulse_cli.commands.options import TargetOption
from finpulse_cli.dashboard.service import PROCESS, page_url
from finpulse_cli.emulator.process import running
from finpulse_cli.paths import Project
from finpulse_cli.provisioning.provision import provision
from finpulse_cli.provisioning.stack import StackOutputs
from finpulse_cli.settings import Settings
from finpulse_cli.targets.base import Target
from finpulse_cli.targets.resolve import resolve_target

_NEXT = (
    ("finpulse status", "health of every part"),
    ("finpulse replay flash-crash", "a recorded crash through the whole pipeline"),
    ("finpulse tail prices -f", "prices as they come in, one minute after the other"),
    ("finpulse dashboard", "all of it in the browser, pushed as it happens"),
)
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port", min=1024, max=65533, help="Port of the emulator; the next serves quotes, the third the page. [4566]"
    ),
]


def up(target: TargetOption = None, port: PortOption = None) -> None:
    """Start the target and provision the stack on it.

    Safe to run again at any time: it continues, repairs or changes nothing.

    Example: finpulse up --port 4570
    """
    settings = Settings.from_environment(os.environ)
    chosen = resolve_target(target, settings, Path.cwd(), port)
    outputs = provision(Project.find(Path.cwd()), chosen, os.environ, console.stderr())
    _show(chosen, outputs)


def _show(target: Target, outputs: StackOutputs) -> None:
    """What runs where on stdout, what to do next on stderr."""
    table = console.table(f"FinPulse on the {target.name} target", "what", "where")
    for what, where in _places(target, outputs):
        table.add_row(what, Text(where))
    console.stdout().print(table)
    console.note("\nnext:")
    for command, purpose in _NEXT:
        console.note(f"  {command:<38} {purpose}")


def _places(target: Target, outputs: StackOutputs) -> list[tuple[str, str]]:
    return [
        ("endpoint", target.access.endpoint_url),
        ("API", target.api_url(outputs)),
        ("push API", target.websocket_url(outputs)),
        ("stream", f"{outputs.stream_name} (shards: {outputs.shard_count})"),
        ("functions", ", ".join(outputs.functions.values())),
        ("tables", ", ".join(outputs.tables.values())),
        ("lake", f"s3://{outputs.lake_bucket}"),
        ("symbols", ", ".join(outputs.symbols)),
        ("dashboard", _dashboard(target)),
        *((f"log of {process.name.removeprefix('the ')}", process.log) for process in target.processes()),
    ]


def _dashboard(target: Target) -> str:
    """Its address while it is served in the background, else how to have it."""
    record = running(target.home.pid_file(PROCESS))
    return "run `finpulse dashboard`" if record is None else page_url(record.port)
