"""Waits until the events of a replay are in the lakes, and shows how far they are."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from finpulse_cli.features.parity.lake import LakeWatch
    from finpulse_cli.features.parity.wait import Timer

LONGEST_BUFFER_SECONDS = 900  # what Firehose allows
TIMEOUT_SECONDS = LONGEST_BUFFER_SECONDS + 120.0
POLL_SECONDS = 2.0


def await_lakes(names: Sequence[str], lakes: Sequence[LakeWatch], events: int, screen: Console, timer: Timer) -> None:
    """Look until every lake holds all `events`, or Firehose has had time enough."""
    for lake in lakes:
        lake.look()
    if all(lake.is_complete for lake in lakes):
        return
    screen.print(f"waiting for Firehose, which may gather for {LONGEST_BUFFER_SECONDS} s", markup=False)
    bars = Progress(
        TextColumn("lake of {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=screen,
        transient=True,
    )
    tasks = [bars.add_task(name, total=events, completed=lake.found) for name, lake in zip(names, lakes, strict=True)]

    def arrived() -> bool:
        for task, lake in zip(tasks, lakes, strict=True):
            if not lake.is_complete:
                lake.look()
            bars.update(task, completed=lake.found)
        return all(lake.is_complete for lake in lakes)

    with bars if screen.is_terminal else nullcontext():
        timer.until(arrived, seconds=TIMEOUT_SECONDS, every=POLL_SECONDS)
