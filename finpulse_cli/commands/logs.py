"""`finpulse logs`: what a Lambda function wrote."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.text import Text

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.tail.ages import moment_text
from finpulse_cli.features.tail.function_logs import FunctionLog, LogLine
from finpulse_cli.features.tail.log_text import json_of, log_text
from finpulse_cli.features.tail.since import parse_since
from finpulse_cli.stack.outputs import StackOutputs
from lambdas.shared.domain.timestamps import format_timestamp

POLL_SECONDS = 1.0

FunctionArgument = Annotated[
    str, typer.Argument(metavar="FUNCTION", help="Such as data_ingester or price-processor.", show_default=False)
]
FollowOption = Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes, until Ctrl-C.")]
SinceOption = Annotated[
    str, typer.Option("--since", metavar="WHEN", help="From 90s, 15m, 2h or 3d ago, or an ISO timestamp, on.")
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many of the newest lines.")]


def logs(
    ctx: typer.Context,
    function: FunctionArgument,
    follow: FollowOption = False,
    since: SinceOption = "1h",
    limit: LimitOption = 50,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Show the newest log lines of a Lambda function, the newest last, and with -f go on as they come.

    With --json every line is there as it was written.

    Example: finpulse logs anomaly_detector --since 15m
    """
    start = parse_since(since, utc_now())
    source = open_source(ctx, target, aws=aws)
    name = function_name(function, source.outputs)
    log = FunctionLog(source.clients.logs, source.outputs.log_groups[name], start, frames=as_json)
    if follow:
        _follow(log, limit, name, as_json=as_json)
        return
    lines, _ = log.latest(limit)
    _show(lines, name, as_json=as_json)
    if not lines:
        console.note(
            f"{name} wrote nothing since {format_timestamp(start)}: look further back with `--since 1d`, "
            "or give it work with `finpulse replay flash-crash`"
        )


def function_name(text: str, outputs: StackOutputs) -> str:
    """Return the stack's own name of a function given with underscores, with dashes or as the target calls it."""
    by_deployed = {deployed: name for name, deployed in outputs.functions.items()}
    name = by_deployed.get(text, text.replace("-", "_"))
    if name not in outputs.functions:
        known = ", ".join(outputs.functions)
        raise UsageError(f"there is no function {text!r}", f"name one of {known}")
    return name


def _follow(log: FunctionLog, limit: int, name: str, *, as_json: bool) -> None:
    """Show lines until Ctrl-C, which is how a follow is meant to end, so it ends well."""
    try:
        for lines in _batches(log, limit):
            _show(lines, name, as_json=as_json)
    except KeyboardInterrupt:
        return


def _batches(log: FunctionLog, limit: int) -> Iterator[list[LogLine]]:
    lines, cursor = log.latest(limit)
    yield lines
    while True:
        time.sleep(POLL_SECONDS)
        lines, cursor = log.fresh(cursor)
        yield lines


def _show(lines: Iterable[LogLine], name: str, *, as_json: bool) -> None:
    if as_json:
        console.print_json_lines(_values(line, name) for line in lines)
        return
    out, now = console.stdout(), utc_now()
    for line in lines:
        moment = Text(f"{moment_text(line.at, now)}  ", style="dim")
        out.print(moment.append_text(log_text(line.message)), soft_wrap=True)
    out.file.flush()


def _values(line: LogLine, name: str) -> dict[str, object]:
    """Return a line for programs: `line` is the object of a JSON line, else null; `message` is as it was written."""
    return {
        "timestamp": format_timestamp(line.at),
        "function": name,
        "message": line.message,
        "line": json_of(line.message),
        "log_stream": line.stream,
    }
