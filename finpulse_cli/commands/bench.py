"""`finpulse bench`: how fast the running stack is."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict
from typing import Annotated

import typer

from finpulse_cli.commands.bench_stream import stream
from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, called, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.features.bench.bench_screen import ScreenProbe
from finpulse_cli.features.bench.cleanup import remove_traces
from finpulse_cli.features.bench.items import ItemProbe
from finpulse_cli.features.bench.page import PageBench
from finpulse_cli.features.bench.probe import Probe
from finpulse_cli.features.bench.push import Measure, PushBench
from finpulse_cli.features.bench.socket import SocketProbe
from finpulse_cli.processes.current_site import current_site
from finpulse_cli.stack.progress import read_progress
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.provision import provisioned
from finpulse_cli.web.build import build_if_needed
from finpulse_cli.web.serving import serving
from lambdas.shared.adapters.kinesis_stream import KinesisStream

app = typer.Typer(name="bench", no_args_is_help=True, help="Measure the running stack.\n\nExample: finpulse bench push")

app.command()(stream)

EventsOption = Annotated[int, typer.Option("--events", min=1, max=10_000, help="How many events to put.")]
RateOption = Annotated[float, typer.Option("--rate", min=0.1, max=100, help="Events a second.")]


@app.callback()
def bench() -> None:
    """Measure the running stack.

    Example: finpulse bench push
    """


@app.command()
def push(
    ctx: typer.Context,
    events: EventsOption = 60,
    rate: RateOption = 1.0,
    browser: Annotated[bool, typer.Option("--browser", help="Also to its sight in the dashboard.")] = False,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Measure how long an event takes from its put to its item in the table, and to a message on the push API.

    The events go to a feed of their own, bench.push, whose items are removed afterwards; in the lake they stay. A few
    events that are not measured go first, to start the functions. With --browser a headless Chromium shows the
    dashboard, and a price counts as seen when it stands in the page.

    Example: finpulse bench push --events 30 --rate 2
    """
    chosen = chosen_target(ctx, target, aws=aws)
    stack = provisioned(called(ctx), chosen, console.stderr())
    clients = chosen.place.clients
    probes: list[Probe] = [ItemProbe(clients.dynamodb, stack.tables["live_prices"])]
    if (websocket_url := chosen.place.addresses.websocket_url(stack)) is not None:
        probes.append(SocketProbe(websocket_url))
    with ExitStack() as open_:
        if browser:
            url = open_.enter_context(_page(called(ctx), chosen))
            probes.append(ScreenProbe(url, called(ctx).environ))
        run = PushBench(
            stream=KinesisStream(clients.kinesis, stack.stream_name),
            probes=probes,
            checkpoints=lambda: read_progress(clients.dynamodb, stack.tables["consumer_progress"]),
            events=events,
            rate=rate,
            clock=utc_now,
            sleep=time.sleep,
        )
        open_.callback(remove_traces, clients.dynamodb, stack)
        with console.stderr().status("starting the functions") as status:
            measures = run.run(lambda done: status.update(f"{done} of {events} events put"))
    _show(measures, events, rate, chosen.name, as_json=as_json)


@app.command()
def dashboard(
    ctx: typer.Context,
    rate: Annotated[float, typer.Option("--rate", min=1, max=200, help="Updates a second.")] = 50.0,
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=600, help="How long.")] = 10.0,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Measure how smooth the dashboard stays in a headless Chromium while updates pour in.

    The page of the stack that is up, on a socket of the benchmark's own: every event is a message of its own, and
    nothing is put on the stream. A few keys are pressed in between.

    Example: finpulse bench dashboard --rate 50 --seconds 10
    """
    chosen = chosen_target(ctx, target, aws=aws)
    stack = provisioned(called(ctx), chosen, console.stderr())
    with _page(called(ctx), chosen) as url, console.stderr().status(f"{rate:g} updates a second for {seconds:g} s"):
        measured = PageBench(url, stack.symbols, rate, seconds, utc_now).run(called(ctx).environ)
    if as_json:
        console.print_json({"target": chosen.name, "rate": rate} | asdict(measured))
        return
    table = console.table(f"the dashboard at {rate:g} updates a second", "what", "measured")
    for name, value in asdict(measured).items():
        table.add_row(name, str(value))
    console.stdout().print(table)


def _page(context: Context, target: Target) -> AbstractContextManager[str]:
    """Give the address of the target's dashboard, built if needed, for as long as the block lasts."""
    build_if_needed(context.project, context.environ, console.note)
    return serving(current_site(context, target.name), target.place.addresses.dashboard_port)


def _show(measures: list[Measure], events: int, rate: float, target: str, *, as_json: bool) -> None:
    """Show the figures. Raises FailedError when an event was never seen somewhere."""
    if as_json:
        figures = [asdict(measure) for measure in measures]
        console.print_json({"target": target, "events": events, "rate": rate, "measures": figures})
    else:
        title = f"{events} events, {rate:g} a second, on the {target} target: milliseconds"
        table = console.table(title, "from", "p50", "p99", "max", "missing")
        for measure in measures:
            shown = ("-" if ms is None else f"{ms:.0f}" for ms in (measure.p50_ms, measure.p99_ms, measure.max_ms))
            table.add_row(measure.what, *shown, str(measure.missing))
        console.stdout().print(table)
    missing = sum(measure.missing for measure in measures)
    if missing:
        raise FailedError(f"{missing} sightings are missing", act("see why with `{}`", "logs push_fanout"))
