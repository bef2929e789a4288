"""`finpulse detectors`: what several detectors would alert about in one recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli.commands.options import JsonOption, called
from finpulse_cli.core import console
from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.core.files import write_atomically
from finpulse_cli.features.evaluation.comparison_chart import comparison_chart
from finpulse_cli.features.evaluation.side_by_side import Alert, alerts_of, counts
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.plan import make_plan
from finpulse_cli.features.replay.rebase import Rebase
from lambdas.shared.domain.detectors.calibrated import MOST_ALERTS
from lambdas.shared.domain.detectors.catalogue import Setting, detector_as_set
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.digits import shown
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.domain.zscore import exact_arithmetic

ALL = ",".join(NAMES)

app = typer.Typer(name="detectors", no_args_is_help=True, add_completion=False)

FixtureArgument = Annotated[
    str, typer.Argument(metavar="FIXTURE", show_default=False, help="A fixture's name, or a file or folder of replies.")
]
NamesOption = Annotated[str, typer.Option("--detectors", metavar="NAMES", help="Which of them, with commas between.")]
AlertsOption = Annotated[
    float,
    typer.Option("--alerts-per-day", min=0.01, max=MOST_ALERTS, help="Of a symbol, from those that are told how many."),
]
ChartOption = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Draw prices and alerts as SVG.")]


@app.callback()
def detectors() -> None:
    """Run several detectors over one recording, and see what each would alert about.

    Example: finpulse detectors compare market-day
    """


@app.command("compare")
def compare(
    ctx: typer.Context,
    fixture: FixtureArgument,
    names: NamesOption = ALL,
    alerts_per_day: AlertsOption = 1.0,
    chart: ChartOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what each detector would alert about in a recording, side by side, in the order of time.

    Each fires as it does in a stack that says nothing else of it: `zscore` and `multiscale` beyond their own limits,
    `calibrated` about --alerts-per-day times a symbol and day. Nothing is sent: the recording is read, and no stack is
    needed.

    Example: finpulse detectors compare market-day --chart detectors.svg
    """
    chosen = _chosen(names)
    plan = make_plan(
        fixture,
        ticks=Ticks.CLOSE,
        run="compare",
        rebase=Rebase.KEEP,
        symbols=(),
        speed=None,
        repeat=1,
        now=called(ctx).clock(),
    )
    for note in plan.notes:
        console.note(note)
    with exact_arithmetic():
        setting = Setting(alerts_per_day=alerts_per_day)
        alerts = alerts_of([detector_as_set(name, setting) for name in chosen], plan.events)
    if chart is not None:
        _draw(chart, comparison_chart(f"{plan.name}: {', '.join(chosen)}", chosen, plan.events, alerts))
    if as_json:
        console.print_json({"counts": counts(chosen, alerts), "alerts": [alert.as_dict() for alert in alerts]})
    else:
        _show(chosen, alerts)


def _chosen(text: str) -> list[str]:
    names = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names or (unknown := [name for name in names if name not in NAMES]):
        what = f"no detector is called {', '.join(unknown)}" if names else "--detectors names none"
        raise UsageError(what, f"choose of {', '.join(NAMES)}")
    return names


def _draw(file: Path, text: str) -> None:
    try:
        write_atomically(file, text)
    except OSError as error:
        raise FailedError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from error
    console.note(f"the chart is in {file}")


def _show(names: list[str], alerts: list[Alert]) -> None:
    table = console.table(None, "time", "symbol", "price", *names)
    for alert in alerts:
        marks = [f"{alert.z[name]:+.2f}" if name in alert.z else "" for name in names]
        event = alert.event
        table.add_row(format_timestamp(event.quoted_at), event.symbol, shown(event.price), *marks)
    console.stdout().print(table)
    console.note(", ".join(f"{name}: {count} alerts" for name, count in counts(names, alerts).items()))
