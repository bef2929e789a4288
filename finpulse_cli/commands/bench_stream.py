"""`finpulse bench stream`: how many events a second the pipeline takes, and what they cost."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from finpulse_cli.commands.options import AwsOption, JsonOption, TargetOption, called, chosen_target
from finpulse_cli.core import console
from finpulse_cli.core.clock import utc_now
from finpulse_cli.core.errors import UsageError, act
from finpulse_cli.core.files import write_atomically
from finpulse_cli.daemon.process import running
from finpulse_cli.features.bench.bench_stack import BenchStack
from finpulse_cli.features.bench.cpu_time import cpu_time
from finpulse_cli.features.bench.machine import machine
from finpulse_cli.features.bench.stream_bench import Cost, Flow, StreamBench
from finpulse_cli.features.bench.stream_chart import chart
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.provision import provisioned

EMULATOR = "ministack"  # the process whose CPU time is measured; a target without it is measured without CPU


def stream(
    ctx: typer.Context,
    events: Annotated[int, typer.Option("--events", min=500, max=100_000, help="Events of a pass.")] = 5_000,
    symbols: Annotated[int, typer.Option("--symbols", min=1, max=10_000, help="Symbols they are of.")] = 5,
    shards: Annotated[int, typer.Option("--shards", min=1, max=16, help="Shards of the stream.")] = 1,
    batch_size: Annotated[int, typer.Option("--batch-size", min=1, max=10_000, help="Records of a batch.")] = 200,
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=9, help="Rounds; medians are shown.")] = 3,
    chart_file: Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Draw the bars as SVG.")] = None,
    as_json: JsonOption = False,
    target: TargetOption = None,
    aws: AwsOption = False,
) -> None:
    """Measure events a second through consumers that do nothing and through the real ones, on the same stream.

    A stream, tables and functions of the benchmark's own are made beside the stack and deleted at the end: nothing of
    the stack changes. In each round the same events are put twice, once for each kind of consumers. Then each real
    consumer takes them once more under a meter, for the calls and request units that they cost. Neither the lake nor
    the push API is part of it. Only on this machine: on AWS it would measure shards, which have published limits.

    Example: finpulse bench stream --events 20000 --batch-size 500 --chart stream.svg
    """
    chosen = chosen_target(ctx, target, aws=aws)
    if not chosen.is_local:
        raise UsageError(
            "bench stream would make billed copies of stream, tables and functions, to measure limits AWS publishes",
            act("see what a load costs with `{}`, or leave --aws out", "cost --symbols 5"),
        )
    bench = BenchStack(
        chosen.place.clients, provisioned(called(ctx), chosen, console.stderr()), called(ctx).project.lambdas_dir
    )
    run = StreamBench(bench, events, symbols, batch_size, uuid4().hex[:8], utc_now, time.sleep)
    if (process := running(chosen.home.pid_file(EMULATOR))) is not None:
        run.cpu = lambda: cpu_time(process.pid)
    with ExitStack() as left, console.stderr().status("making the benchmark's own stack") as status:
        left.callback(bench.delete)
        bench.create(shards)
        status.update("starting the functions")
        run.warm_up()
        for number in range(1, rounds + 1):
            status.update(f"round {number} of {rounds}")
            run.run_round(number)
        status.update("metering the consumers' requests")
        costs = run.costs()
        status.update("deleting the benchmark's own stack")
    told = {"events": events, "symbols": symbols, "shards": shards, "batch_size": batch_size, "rounds": rounds}
    _show(chosen, told, run.medians(), costs, as_json=as_json)
    if chart_file is not None:
        write_atomically(chart_file, chart(_title(told), machine(), run.medians()))
        console.note(f"the chart is in {chart_file}")


def _title(told: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:,}" for name, value in told.items())


def _show(target: Target, told: dict[str, int], flows: list[Flow], costs: list[Cost], *, as_json: bool) -> None:
    share = round(flows[1].events_per_second / flows[0].events_per_second, 3)
    if as_json:
        measured = {"flows": [asdict(flow) for flow in flows], "costs": [asdict(cost) for cost in costs]}
        console.print_json({"target": target.name, "machine": machine(), **told, "real_of_noop": share, **measured})
        return
    table = console.table(
        _title(told), "consumers", "events/s", "p50 ms", "p99 ms", "CPU s emulator", "CPU s functions"
    )
    for flow in flows:
        kind, *figures = asdict(flow).values()
        table.add_row(kind, *("-" if value is None else f"{value:,}" for value in figures))
    console.stdout().print(table)
    console.stdout().print(f"p50 and p99 are from put to done; the real ones reach {share:.0%} of the no-op ones")
    console.stdout().print(machine())
    costs_table = console.table("DynamoDB, a thousand events", "consumer", "calls", "read units", "write units")
    for cost in costs:
        costs_table.add_row(cost.consumer, f"{cost.calls:,}", f"{cost.read_units:,}", f"{cost.write_units:,}")
    totals = [
        sum(values) for values in zip(*((cost.calls, cost.read_units, cost.write_units) for cost in costs), strict=True)
    ]
    costs_table.add_row("together", *(f"{total:,.1f}" for total in totals))
    console.stdout().print(costs_table)
