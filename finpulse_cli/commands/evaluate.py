"""`finpulse evaluate`: how many moves each detector finds, measured on recorded bars."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli.commands.options import JsonOption
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.evaluation.bar_files import read_folder
from finpulse_cli.features.evaluation.evaluation_table import evaluation_table
from finpulse_cli.features.evaluation.protocol import Measured, Trial, measure
from lambdas.shared.domain.detectors.catalogue import detector_of
from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.zscore import exact_arithmetic

FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, show_default=False, help="CSV files of bars.")
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="Measure on this trading day and later ones; others only warm up."),
]
SeedOption = Annotated[int, typer.Option("--seed", help="Of the moves' times and signs.")]


def evaluate(
    folder: FolderArgument, since: SinceOption = None, seed: SeedOption = 1, as_json: JsonOption = False
) -> None:
    """Measure how many moves each detector finds in a folder of bars, at one alert a symbol and day.

    The untouched bars set each detector's threshold: it fires once a symbol and day on average. Then spikes of one bar
    and ramps of five are put in at random times after the first 400 bars, up or down, 60 a symbol and size. One is
    found when the detector fires at it. FOLDER holds CSV files with the columns ts_utc, symbol, open, high, low, close
    and volume, of any years. A symbol of less than two trading days of minute bars is left out.

    Example: finpulse evaluate bars --since 2019-02-14
    """
    every = Trial(read_folder(folder), None if since is None else _day(since), seed)
    trial = every.with_room()
    if left_out := sorted(every.bars.keys() - trial.bars.keys()):
        console.note(f"left out, as they have too few bars: {', '.join(left_out)}")
    measured: dict[str, Measured] = {}
    with exact_arithmetic(), console.stderr().status("measuring") as status:
        for name in NAMES:
            status.update(f"measuring {name}")
            measured[name] = measure(partial(detector_of, name), trial)
    if as_json:
        detectors = {name: found.as_dict() for name, found in measured.items()}
        console.print_json({"detectors": detectors, "symbols": len(trial.bars), "days": len(trial.days)})
    else:
        console.stdout().print(evaluation_table(measured))
        console.note(f"{len(trial.bars)} symbols, {len(trial.days)} days")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--since is no day: {text}", "give one like 2019-02-14") from error
