"""`finpulse alerts`: who is told of anomalies, and when nobody is."""

from __future__ import annotations

from random import SystemRandom
from typing import Annotated

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.alerts.policy_table import policy_table
from finpulse_cli.features.alerts.quiet import quiet_hours, quiet_text, quiet_values
from finpulse_cli.features.alerts.silences import (
    COLUMNS,
    Scope,
    end_silence,
    scope_text,
    silence_from,
    silence_row,
)
from finpulse_cli.features.replay.run_id import fresh_run
from finpulse_cli.features.tail.show import show_rows
from finpulse_cli.features.tail.since import parse_length
from finpulse_cli.features.tail.symbols import require_symbol
from lambdas.shared.domain.anomaly import Direction, Severity

OFF = "off"

app = typer.Typer(name="alerts", no_args_is_help=True, add_completion=False)

SymbolArgument = Annotated[
    str | None, typer.Argument(metavar="[SYMBOL]", help="The symbol; --all instead of one.", show_default=False)
]
AllOption = Annotated[bool, typer.Option("--all", help="Every symbol.")]
ForOption = Annotated[str, typer.Option("--for", metavar="LENGTH", help="How long: 90s, 15m, 2h or 3d, at most 30d.")]
DirectionOption = Annotated[
    Direction | None, typer.Option("--direction", metavar="SPIKE|DROP", case_sensitive=False, help="This one only.")
]
SeverityOption = Annotated[
    Severity | None, typer.Option("--severity", metavar="MEDIUM|HIGH", case_sensitive=False, help="This one only.")
]
OverOption = Annotated[bool, typer.Option("--over", help="Those of the last days that are over, too.")]
SilenceArgument = Annotated[
    str, typer.Argument(metavar="ID", help="As `alerts silences` shows it.", show_default=False)
]
HoursArgument = Annotated[
    str | None, typer.Argument(metavar="[HOURS]", help="22:00-07:00, or off. [show what is set]", show_default=False)
]
ZoneOption = Annotated[str, typer.Option("--zone", metavar="ZONE", help="IANA name of the hours' time zone.")]
DaysOption = Annotated[
    str | None,
    typer.Option("--days", metavar="DAYS", help="On which they begin: mon-fri, or sat,sun. [every day]"),
]
HoldHighOption = Annotated[bool, typer.Option("--hold-high", help="Hold alerts of severity HIGH too.")]


@app.callback()
def alerts() -> None:
    """Keep alerts back for a time, and see what became of them. Anomalies are scored and stored all the same.

    Example: finpulse alerts silence AAPL --for 2h
    """


@app.command("silence")
def silence_command(
    ctx: typer.Context,
    length: ForOption,
    symbol: SymbolArgument = None,
    every: AllOption = False,
    direction: DirectionOption = None,
    severity: SeverityOption = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Hold the alerts of a symbol, or of all, that come in from now on, of every feed.

    Example: finpulse alerts silence AAPL --for 2h
    """
    if (symbol is None) != every:
        raise UsageError("silence one symbol, or --all", "name a symbol like AAPL, or give --all")
    scope = Scope(require_symbol(symbol) if symbol is not None else None, direction, severity)
    lasting = parse_length(length, "--for")
    source = open_source(ctx, target, aws=aws)
    now = source.clock()
    silence = silence_from(scope, now, lasting, fresh_run(SystemRandom()))
    policy_table(source).put_silence(silence)
    if as_json:
        console.print_json(silence_row(silence, now).values)
        return
    until = f"{silence.until:%Y-%m-%d %H:%M} UTC"
    console.stdout().print(
        f"{scope_text(silence)} are held until {until}: silence {silence.silence_id}", soft_wrap=True
    )
    console.note(f"end it with `finpulse alerts unsilence {silence.silence_id}`")


@app.command("silences")
def silences_command(
    ctx: typer.Context,
    over: OverOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the silences that last, and the quiet hours.

    Example: finpulse alerts silences
    """
    source = open_source(ctx, target, aws=aws)
    now = source.clock()
    policy = policy_table(source).load(now)
    rows = [silence_row(silence, now) for silence in policy.silences if over or silence.until > now]
    if as_json:
        console.print_json_lines(row.values for row in rows)
        return
    show_rows(COLUMNS, rows, now)
    if not rows:
        console.note("nothing is silenced; silence a symbol with `finpulse alerts silence AAPL --for 2h`")
    if policy.quiet_hours:
        console.note(f"quiet hours: {quiet_text(policy.quiet_hours)}")


@app.command("unsilence")
def unsilence_command(
    ctx: typer.Context,
    silence_id: SilenceArgument,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """End a silence now. What it has held stays held.

    Example: finpulse alerts unsilence k3f9q2
    """
    source = open_source(ctx, target, aws=aws)
    now = source.clock()
    silence = end_silence(policy_table(source), silence_id, now)
    if as_json:
        console.print_json(silence_row(silence, now).values)
    else:
        console.stdout().print(f"{scope_text(silence)} go out again", soft_wrap=True)


@app.command("quiet")
def quiet_command(
    ctx: typer.Context,
    hours: HoursArgument = None,
    zone: ZoneOption = "UTC",
    days: DaysOption = None,
    hold_high: HoldHighOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Set the hours in which alerts are held, or show them. Those of severity HIGH pass, unless --hold-high.

    Example: finpulse alerts quiet 22:00-07:00 --zone Europe/Berlin
    """
    source = open_source(ctx, target, aws=aws)
    now = source.clock()
    table = policy_table(source)
    quiet = table.load(now).quiet_hours
    if hours is not None and hours.strip().lower() == OFF:
        table.remove_quiet_hours()
        quiet = None
    elif hours is not None:
        quiet = quiet_hours(hours, zone, days, now, high_passes=not hold_high)
        table.put_quiet_hours(quiet)
    if as_json:
        console.print_json(quiet_values(quiet, now) if quiet else None)
    elif quiet:
        console.stdout().print(f"quiet hours: {quiet_text(quiet)}", soft_wrap=True)
    else:
        console.note("no quiet hours; set some with `finpulse alerts quiet 22:00-07:00 --zone Europe/Berlin`")
