"""`finpulse cost`: what the stack costs on AWS a month."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from finpulse_cli.commands.options import JsonOption, called
from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.units import DAY, HOUR

SymbolsOption = Annotated[
    int | None, typer.Option("--symbols", min=1, max=10_000_000, help="How many symbols; else as declared.")
]
IntervalOption = Annotated[
    str | None,
    typer.Option(
        "--interval", metavar="TIME", help="Between two quotes of a symbol, such as 1s or 5m; else as declared."
    ),
]
EventsOption = Annotated[
    float | None,
    typer.Option(
        "--events-per-second", min=0.001, max=10_000_000, help="Instead: so many events, a symbol once a second each."
    ),
]
QueriesOption = Annotated[int, typer.Option("--queries", min=0, max=10_000_000, help="Athena queries a month.")]
DashboardsOption = Annotated[int, typer.Option("--dashboards", min=0, max=10_000, help="Dashboards open all day.")]
FreeOption = Annotated[bool, typer.Option("--free-tier/--no-free-tier", help="Count what AWS gives free for ever.")]

_UNITS = {"ms": Decimal("0.001"), "s": Decimal(1), "m": Decimal(60), "h": Decimal(HOUR)}


def cost(
    ctx: typer.Context,
    symbols: SymbolsOption = None,
    interval: IntervalOption = None,
    events_per_second: EventsOption = None,
    queries: QueriesOption = 100,
    dashboards: DashboardsOption = 1,
    free_tier: FreeOption = True,
    as_json: JsonOption = False,
) -> None:
    """Estimate what the stack costs on AWS a month, line by line, and which limits a load meets.

    The stack is read from terraform/ with the TF_VAR_ variables of the environment; without options the load is its
    own: its symbols at its schedule. Nothing on AWS is asked. Where a load needs more shards than are declared, the
    bill has those it needs, and says so.

    Example: finpulse cost --symbols 500 --interval 1s
    """
    if events_per_second is not None and (symbols is not None or interval is not None):
        raise UsageError(
            "--events-per-second excludes --symbols and --interval",
            "say how many symbols how often, or how many events a second",
        )
    if events_per_second is not None:
        load = Load.of_events(Decimal(str(events_per_second)), queries, dashboards)
    else:
        every = None if interval is None else _seconds(interval)
        load = Load(None if symbols is None else Decimal(symbols), every, queries, dashboards)
    # imported late: the parser of Terraform's language would slow every other command down
    from finpulse_cli.features.cost.bill_table import show_json, show_table
    from finpulse_cli.features.cost.estimate import monthly_estimate
    from finpulse_cli.stack.hcl.module import environment_variables

    context = called(ctx)
    variables = environment_variables(context.environ)
    estimate = monthly_estimate(context.project.terraform_dir, variables, load, free_tier=free_tier)
    if as_json:
        show_json(estimate)
    else:
        show_table(estimate, context.environ)


def _seconds(text: str) -> Decimal:
    """Read `90`, `90s`, `1.5m`, `1h`, `500ms` as seconds, from a millisecond to a day."""
    number = text.strip().rstrip("smh")
    unit = text.strip()[len(number) :] or "s"
    try:
        seconds = Decimal(number) * _UNITS[unit]
    except (InvalidOperation, KeyError):
        seconds = Decimal(0)
    if not (seconds.is_finite() and _UNITS["ms"] <= seconds <= DAY):
        raise UsageError(f"{text!r} is no interval", "write a time from 1ms to 24h, such as 1s, 0.5s or 5m")
    return seconds
