"""`finpulse status`: health of every part, consumer lag, and what the target can do."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, called, chosen_target, clock_at
from finpulse_cli.core import console
from finpulse_cli.core.errors import ExitCode, call_of
from finpulse_cli.features.status.lag import Lag
from finpulse_cli.features.status.query_token import query_token
from finpulse_cli.features.status.report import StatusReport, status_report
from finpulse_cli.features.status.requests_today import RequestsToday, requests_text
from finpulse_cli.features.tail.base import Source

ShowTokenOption = Annotated[
    bool, typer.Option("--show-token", help="Print the token that the API takes for SQL, and nothing else.")
]


def status(
    ctx: typer.Context,
    target: TargetOption = None,
    aws: AwsOption = False,
    show_token: ShowTokenOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show the health of every part, how far the consumers are behind, and what the target can do.

    Also how many of the day's requests Alpha Vantage was sent, and when it goes on after they are used up.

    Ends with 0 when everything is well, else with 1.

    Example: finpulse status --json
    """
    if show_token:
        _print_token(open_source(ctx, target, aws=aws), as_json=as_json)
        return
    chosen = chosen_target(ctx, target, aws=aws)
    report = status_report(
        chosen.place, chosen.lifecycle.processes(), chosen.capabilities(), clock_at(called(ctx), chosen.place)()
    )
    if as_json:
        console.print_json(report.as_json())
    else:
        _show(console.stdout(), report)
    if not report.healthy:
        console.note(
            f"not everything is well; `{call_of('up --repair', called(ctx).named_target)}` repairs what is missing"
        )
        raise typer.Exit(ExitCode.FAILED)


def _print_token(source: Source, *, as_json: bool) -> None:
    token = query_token(source.clients.ssm, source.outputs)
    if as_json:
        console.print_json({"token": token})
    else:
        console.stdout().print(token, markup=False, soft_wrap=True)


def _show(screen: Console, report: StatusReport) -> None:
    parts = console.table(f"{report.target} target at {report.endpoint}, kept in {report.folder}", "part", "", "detail")
    for part in report.parts:
        parts.add_row(part.name, _mark(part.healthy), Text(part.detail))
    screen.print(parts)
    if report.lag is not None:
        screen.print(_lag_table(report.lag))
    if report.requests:
        screen.print(_requests_table(report.requests))
    if report.alarms is None and report.lag is not None:
        console.note("the alarms could not be asked for")
    if report.alarms:
        screen.print(_alarm_table(report.alarms))
    capabilities = console.table("what this target does as AWS does", "ability", "", "detail")
    for capability in report.capabilities:
        capabilities.add_row(capability.name, _mark(capability.native, "yes", "no"), Text(capability.detail))
    screen.print(capabilities)
    logs = console.table("logs", "of", "file")
    for name, path in report.logs.items():
        logs.add_row(name, Text(path, overflow="fold"))
    screen.print(logs)


def _lag_table(lags: list[Lag]) -> Table:
    table = console.table("consumer lag", "consumer", "shard", "records behind", "oldest")
    for lag in lags:
        table.add_row(lag.consumer, lag.shard_id, str(lag.records), f"{lag.seconds:.0f} s" if lag.records else "-")
    return table


def _requests_table(requests: list[RequestsToday]) -> Table:
    table = console.table("requests to providers of quotes", "provider", "today")
    for one in requests:
        table.add_row(one.provider, Text(requests_text(one), style="bold yellow" if one.goes_on_at else ""))
    return table


def _alarm_table(alarms: list[dict[str, str]]) -> Table:
    """Build the table of what fires; docs/runbook.md has a section for each."""
    table = console.table("alarms that fire: see docs/runbook.md", "alarm", "since (UTC)", "reason")
    for alarm in alarms:
        table.add_row(Text(alarm["alarm"], style="bold red"), alarm["since"], Text(alarm["reason"]))
    return table


def _mark(good: bool, yes: str = "ok", no: str = "DOWN") -> Text:
    return Text(yes, style="green") if good else Text(no, style="bold red" if no == "DOWN" else "yellow")
