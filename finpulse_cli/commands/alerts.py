"""`finpulse alerts`: who is told of anomalies, and when nobody is."""

from __future__ import annotations

from getpass import getuser
from itertools import islice
from random import SystemRandom
from typing import Annotated

import typer

from finpulse_cli.commands.opening import open_source
from finpulse_cli.commands.options import AwsOption, FeedOption, JsonOption, TargetOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, UsageError, act, to_run
from finpulse_cli.features.alerts.fates import COLUMNS as FATE_COLUMNS
from finpulse_cli.features.alerts.fates import alert_rows
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
from finpulse_cli.features.alerts.trial import try_alerts
from finpulse_cli.features.alerts.webhooks import COLUMNS as UNDELIVERED_COLUMNS
from finpulse_cli.features.alerts.webhooks import deliveries_of, undelivered_row, webhook_queues
from finpulse_cli.features.replay.run_id import fresh_run
from finpulse_cli.features.tail.feeds import require_known_feed
from finpulse_cli.features.tail.show import show_rows
from finpulse_cli.features.tail.since import parse_length, parse_since
from finpulse_cli.features.tail.symbols import require_symbol
from lambdas.shared.adapters.dynamodb.acknowledgement_store import DynamoAcknowledgements
from lambdas.shared.domain.acknowledgement import LONGEST, is_name
from lambdas.shared.domain.anomaly import Direction, Severity
from lambdas.shared.domain.event import EVENT_ID_PATTERN

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

OnlySymbolOption = Annotated[str | None, typer.Option("--symbol", metavar="SYMBOL", help="This symbol only.")]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="From 90s, 15m, 2h or 3d ago, or an ISO timestamp, on.")
]
EventArgument = Annotated[
    str, typer.Argument(metavar="EVENT_ID", help="The 32 digits in the list's last column.", show_default=False)
]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who knows. [your name on this machine]")]
TimeoutOption = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0, max=600, help="How long to wait for it to arrive.")
]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many.")]
WebhookOption = Annotated[str | None, typer.Option("--webhook", metavar="NAME", help="This webhook only.")]


@app.callback()
def alerts() -> None:
    """Keep alerts back for a time, and see what became of them. Anomalies are scored and stored all the same.

    Example: finpulse alerts silence AAPL --for 2h
    """


@app.command("list")
def list_command(
    ctx: typer.Context,
    symbol: OnlySymbolOption = None,
    feed: FeedOption = None,
    since: SinceOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the newest alerts: where each went, or what holds it, and who knows of it.

    Anomalies that cooled down were never due and are not among them: `finpulse anomalies` lists all.

    Example: finpulse alerts list --since 2h
    """
    source = open_source(ctx, target, symbol, feed, aws=aws)
    now = source.clock()
    require_known_feed(source, now)
    rows = alert_rows(source, now, parse_since(since, now) if since else None, limit)
    if as_json:
        console.print_json_lines(row.values for row in rows)
    else:
        show_rows(FATE_COLUMNS, rows, now)
    if not rows:
        console.note("no alert matches; make one with `finpulse replay flash-crash`")


@app.command("ack")
def ack_command(
    ctx: typer.Context,
    event_id: EventArgument,
    by: ByOption = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Say that you know of an anomaly, for everybody to see. The first who says so is kept.

    Example: finpulse alerts ack 1ba67b2a6adc5345b941f8f32894fed4 --by Ada
    """
    wanted = event_id.strip().lower()
    if not EVENT_ID_PATTERN.fullmatch(wanted):
        raise UsageError(
            f"{event_id!r} is no event id: it has 32 digits, 0-9 and a-f", act("copy one from `{}`", "alerts list")
        )
    name = (by if by is not None else getuser()).strip()
    if not is_name(name):
        raise UsageError(f"{name!r} is no name", f"give --by a name of 1 to {LONGEST} characters on one line")
    source = open_source(ctx, target, aws=aws)
    table = DynamoAcknowledgements(source.clients.dynamodb, source.outputs.tables["anomalies"])
    standing = table.acknowledge(wanted, name, source.clock())
    if standing is None:
        raise FailedError(f"event {wanted} is not among the anomalies", act("list alerts with `{}`", "alerts list"))
    if as_json:
        console.print_json({"event_id": wanted, "acknowledged_at": standing.at, "acknowledged_by": standing.by})
    else:
        said = f"{wanted} is known to {standing.by} since {standing.at}"
        console.stdout().print(said, markup=False, soft_wrap=True)


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


@app.command("test")
def try_command(
    ctx: typer.Context,
    timeout: TimeoutOption = 30,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Send a test to everybody who gets alerts, and say where it arrived. Neither silences nor filters hold it.

    Exit code 1 if a webhook or the sandbox's mailbox has not got it in time.

    Example: finpulse alerts test
    """
    source = open_source(ctx, target, aws=aws)
    policy_table(source)
    arrivals = try_alerts(source, fresh_run(SystemRandom()), timeout)
    if as_json:
        console.print_json_lines(arrival.values() for arrival in arrivals)
    else:
        for arrival in arrivals:
            mark = "·" if arrival.arrived is None else "✓" if arrival.arrived else "✗"
            console.stdout().print(f"{mark} {arrival.place}: {arrival.detail}", markup=False, soft_wrap=True)
    if not arrivals:
        raise FailedError("nobody gets alerts: there is neither an e-mail address nor a webhook", to_run("up"))
    if any(arrival.arrived is False for arrival in arrivals):
        raise FailedError(
            f"the test has not arrived everywhere after {timeout:g} s",
            act("what a webhook says is in `{}`", "logs alert_webhook"),
        )


@app.command("undelivered")
def undelivered_command(
    ctx: typer.Context,
    webhook: WebhookOption = None,
    limit: LimitOption = 100,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """List the alerts that a webhook did not take, whatever the attempts, and why.

    Example: finpulse alerts undelivered
    """
    source = open_source(ctx, target, aws=aws)
    queues = webhook_queues(source, webhook)
    messages = list(islice(queues.undelivered(), limit))
    deliveries = deliveries_of(source)
    rows = [undelivered_row(message, deliveries) for message in messages]
    queues.show_again(messages)
    if as_json:
        console.print_json_lines(row.values for row in rows)
        return
    show_rows(UNDELIVERED_COLUMNS, rows, source.clock())
    console.note(
        "send them again with `finpulse alerts redrive`" if rows else "nothing is undelivered: each webhook has all"
    )


@app.command("redrive")
def redrive_command(
    ctx: typer.Context,
    webhook: WebhookOption = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Send all undelivered alerts to their webhooks again. One that has arrived after all is not sent twice.

    Example: finpulse alerts redrive --webhook ops
    """
    source = open_source(ctx, target, aws=aws)
    queues = webhook_queues(source, webhook)
    deliveries = deliveries_of(source)
    sent = 0
    for message in queues.undelivered():
        queues.send_again(message)
        sent += 1
        if as_json:
            console.print_json_lines([undelivered_row(message, deliveries).values])
    if not as_json:
        console.stdout().print(f"{sent} alert{'' if sent == 1 else 's'} sent again")
