"""Train the parameters of the detector `multiscale`: the pattern of volatility within a trading day.

    python -m scripts.train_multiscale FOLDER... [--until DAY] [--note TEXT]

Each FOLDER holds bars as `finpulse evaluate` takes them; days after DAY are left for measuring. The result is
lambdas/shared/domain/detectors/multiscale_parameters.py, which says what it was trained on.

A symbol's pattern is the mean absolute return of each half-hour over that of its whole day, each return cut to
CUT times its half-hour's median, which leaves jumps out: a robust scale in the sense of Boudt, Croux & Laurent (2011).
The symbols' patterns are averaged on a logarithmic scale, and scaled so that the mean of their squares is 1.
"""

from __future__ import annotations

import argparse
import math
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING

from finpulse_cli.features.evaluation.bar_files import read_folder
from lambdas.shared.domain.detectors.intraday import SLOT_MINUTES, minute_of, opening_minute

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lambdas.shared.domain.event import PriceEvent

TARGET = Path(__file__).parents[1] / "lambdas/shared/domain/detectors/multiscale_parameters.py"
SLOTS = 13
CUT = 6.0
VERSION = 1


def pattern_of(symbols: Iterable[Sequence[PriceEvent]]) -> list[float]:
    """Return the volatility of each half-hour, the mean of the squares being 1. ValueError where one has no returns."""
    logs = [[math.log(value) for value in _pattern(events)] for events in symbols]
    mean = [math.exp(fmean(column)) for column in zip(*logs, strict=True)]
    scale = math.sqrt(fmean(value * value for value in mean))
    return [round(value / scale, 3) for value in mean]


def _pattern(events: Sequence[PriceEvent]) -> list[float]:
    slots: list[list[float]] = [[] for _ in range(SLOTS)]
    for before, event in pairwise(events):
        since_open = minute_of(event.timestamp) - opening_minute(event.session)
        if before.session == event.session and 0 < since_open <= SLOTS * SLOT_MINUTES:
            slots[(since_open - 1) // SLOT_MINUTES].append(abs(math.log(float(event.price) / float(before.price))))
    if not all(map(any, slots)):
        raise ValueError(f"a half-hour of {events[0].symbol} has no returns: give whole trading days")
    return [fmean(min(value, CUT * (median(slot) or max(slot))) for value in slot) for slot in slots]


def text_of(pattern: Sequence[float], provenance: Sequence[str]) -> str:
    """Return the module that holds the parameters."""
    lines = "\n".join(f"- {line}" for line in provenance)
    values = ", ".join(map(str, pattern[:7])) + ",\n    " + ", ".join(map(str, pattern[7:]))
    return (
        '"""Parameters of the detector `multiscale`, made by `python -m scripts.train_multiscale`; do not edit.\n\n'
        f'Trained on\n{lines}\n"""\n\nVERSION = {VERSION}\n'
        f"# volatility of the 13 half-hours of a regular session, the mean of their squares being 1\n"
        f"PATTERN = (\n    {values},\n)  # fmt: skip\n"
    )


def main() -> None:
    """Write the parameters."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--until", type=date.fromisoformat, default=date.max)
    parser.add_argument("--note", action="append", default=[], help="where the bars come from")
    arguments = parser.parse_args()
    trained: list[list[PriceEvent]] = []
    provenance = list(arguments.note)
    for folder in arguments.folders:
        for symbol, bars in read_folder(folder).items():
            used = [event for event in bars if event.session <= arguments.until]
            if used:
                trained.append(used)
                provenance.append(f"{symbol}, {len(used)} bars, {used[0].session} to {used[-1].session}")
    TARGET.write_text(text_of(pattern_of(trained), provenance), encoding="utf-8")


if __name__ == "__main__":
    main()
