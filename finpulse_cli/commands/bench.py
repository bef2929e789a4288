"""`finpulse bench`: how fast the running stack is."""

from __future__ import annotations

import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli import console
from finpulse_cli.bench.cleanup import remove_traces
from finpulse_cli.bench.items import ItemProbe
from finpulse_cli.bench.push import Measure, PushBench
from finpulse_cli.bench.socket import SocketProbe
from finpulse_cli.commands.options import JsonOption, TargetOption
from finpulse_cli.errors import FailedError
from finpulse_cli.paths import Project
from finpulse_cli.provisioning.provision import provisioned
from finpulse_cli.readers.opening import utc_now
from finpulse_cli.readers.progress import read_progress
from finpulse_cli.settings import Settings
from finpulse_cli.targets.resolve import resolve_target
from lambdas.shared.adapters.kinesis_stream import KinesisStream

app = typer.Typer(name="bench", no_args_is_help=True, help="Measure the running stack.\n\nExample: finpulse bench push")

EventsOption = Annotated[int, typer.Option("--events", min=1, max=10_000, help="How many events to put.")]
RateOption = Annotated[float, typer.Option("--rate", min=0.1, max=100, help="Events a second.")]


@app.callback()
def bench() -> None:
    """Measure the running stack.

    Example: finpulse bench push
    """


@app.command()
def push(
    events: EventsOption = 60, rate: RateOption = 1.0, as_json: JsonOption = False, target: TargetOption = None
) -> None:
    """Measure how long an event takes from its put to its item in the table, and to a message on the push API.

    The events are of the symbol BENCH, whose items are removed afterwards; in the lake they stay. A few events that
    are not measured go first, to start the functions.

    Example: finpulse bench push --events 30 --rate 2
    """
    chosen = resolve_target(target, Settings.from_environment(os.environ), Path.cwd())
    stack = provisioned(Project.find(Path.cwd()), chosen, os.environ, console.stderr())
    clients = chosen.clients
    probes = (
        ItemProbe(clients.dynamodb, stack.tables["live_prices"]),
        SocketProbe(chosen.websocket_url(stack)),
    )
    run = PushBench(
        stream=KinesisStream(clients.kinesis, stack.stream_name),
        probes=probes,
        checkpoints=lambda: read_progress(clients.dynamodb, stack.tables["consumer_progress"]),
        events=events,
        rate=rate,
        clock=utc_now,
        sleep=time.sleep,
    )
    try:
        with console.stderr().status("starting the functions") as status:
            measures = run.run(lambda done: status.update(f"{done} of {events} events put"))
    finally:
        remove_traces(clients.dynamodb, stack)
    _show(measures, events, rate, chosen.name, as_json=as_json)


def _show(measures: list[Measure], events: int, rate: float, target: str, *, as_json: bool) -> None:
    """Raises FailedError when an event was never seen somewhere."""
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
        raise FailedError(f"{missing} sightings are missing", "see why with `finpulse logs push_fanout`")
