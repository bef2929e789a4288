"""`finpulse clock`: the clock of the sandbox, which can be stopped, taken through hours in seconds, and given back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from finpulse_cli.commands.options import JsonOption, TargetOption, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError
from finpulse_cli.stack.controlled_clock import moments_until, walk

if TYPE_CHECKING:
    from finpulse_cli.stack.controlled_clock import ControlledClock
    from finpulse_cli.stack.target import Target

app = typer.Typer(name="clock", invoke_without_command=True)

_SPAN = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
DurationArgument = Annotated[str, typer.Argument(metavar="DURATION", help="90s, 15m, 2h or 31d.", show_default=False)]
TimeArgument = Annotated[
    str,
    typer.Argument(metavar="TIME", help="Like 2026-11-20T14:30Z; UTC unless it says otherwise.", show_default=False),
]
SkipOption = Annotated[
    bool, typer.Option("--skip-schedule", help="Do not fire what is due on the way: a month in a moment.")
]


@app.callback()
def show_command(ctx: typer.Context, as_json: JsonOption = False, target: TargetOption = None) -> None:
    """Show the clock of a target on this machine. It is the real one until it is moved.

    Functions, schedule, quotes, time to live, cool-down, record age, the lake's folders and alarms go by it.
    Signatures, time-outs, S3, SQS and logs keep the real time. On AWS there is none to move.

    Example: finpulse clock
    """
    if ctx.invoked_subcommand is None:
        _show(open_clock(ctx, target), as_json=as_json)


@app.command("advance")
def advance_command(
    ctx: typer.Context,
    duration: DurationArgument,
    skip_schedule: SkipOption = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
) -> None:
    """Take the clock forward, minute by minute: the schedule fires each of them, and the consumers finish it.

    Each minute sees its own time. What has expired at the end is deleted. A clock that ran goes on from there, one that
    stood still stays there. Ctrl-C ends it at the minute it is at.

    Example: finpulse clock advance 2h
    """
    clock = open_clock(ctx, target)
    end, was_stopped = clock.now() + parse_duration(duration), clock.state().stopped_at is not None
    if skip_schedule:
        clock.set(end)
    try:
        if not skip_schedule:
            _walk(clock, end)
    finally:
        clock.settle(is_stopped=was_stopped)
    _show(clock, as_json=as_json)


@app.command("set")
def set_command(
    ctx: typer.Context, time: TimeArgument, as_json: JsonOption = False, target: TargetOption = None
) -> None:
    """Stop the clock at a moment, also before `finpulse up`. Nothing happens on the way there.

    The same steps from the same moment leave the same tables.

    Example: finpulse clock set 2026-11-20T14:30Z
    """
    clock = open_clock(ctx, target)
    clock.set(parse_time(time))
    _show(clock, as_json=as_json)


@app.command("run")
def run_command(ctx: typer.Context, as_json: JsonOption = False, target: TargetOption = None) -> None:
    """Let the clock go on from where it stands.

    Example: finpulse clock run
    """
    clock = open_clock(ctx, target)
    clock.settle(is_stopped=False)
    _show(clock, as_json=as_json)


@app.command("reset")
def reset_command(ctx: typer.Context, as_json: JsonOption = False, target: TargetOption = None) -> None:
    """Give the target the real time again.

    What was quoted at a later time stays the newest of its series: live quotes before it are stored and not scored.

    Example: finpulse clock reset
    """
    clock = open_clock(ctx, target)
    clock.reset()
    _show(clock, as_json=as_json)


def open_clock(ctx: typer.Context, target: str | None) -> ControlledClock:
    """Return the clock of the chosen target. Raises UsageError where it has none that can be moved."""
    return clock_of(chosen_target(ctx, target, aws=False))


def clock_of(chosen: Target) -> ControlledClock:
    """Return the clock of a target. Raises UsageError where it has none that can be moved."""
    if chosen.clock is None:
        why = "its functions keep the real time" if chosen.is_local else "AWS keeps the real time"
        raise UsageError(f"the clock of {chosen.name} cannot be moved: {why}", "use --target embedded")
    return chosen.clock


def parse_duration(text: str) -> timedelta:
    """Parse `90s`, `15m`, `2h` or `3d`. Raises UsageError."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no length of time", "give one like 90s, 15m, 2h or 3d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def parse_time(text: str) -> datetime:
    """Parse a moment, UTC unless it says otherwise. Raises UsageError."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is no moment", "give one like 2026-11-20T14:30Z") from None


def _walk(clock: ControlledClock, end: datetime) -> None:
    total = sum(1 for _ in moments_until(clock.now(), end))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = console.stderr()
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=total)
        walk(clock, end, lambda moment: progress.update(task, advance=1, description=f"{moment:%Y-%m-%d %H:%M} UTC"))


def _show(clock: ControlledClock, *, as_json: bool) -> None:
    state, now = clock.state(), clock.now()
    if as_json:
        facts = {"stopped": state.stopped_at is not None, "real": state.is_real}
        console.print_json({"now": now.isoformat(), **facts, "offset_seconds": state.offset.total_seconds()})
        return
    running = "the real time" if state.is_real else f"{state.offset} off the real time"
    how = "it stands still" if state.stopped_at else running
    console.stdout().print(f"{now:%Y-%m-%d %H:%M:%S} UTC, {how}", markup=False)
