"""The measurements of detectors as a table: a column each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.core import console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.table import Table

    from finpulse_cli.features.evaluation.protocol import Measured


def evaluation_table(measured: Mapping[str, Measured]) -> Table:
    """Return the shares of the moves that each detector found, and what it costs."""
    found, table = list(measured.values()), console.table(None, "", *measured)
    for shape, shares in found[0].hits.items():
        for size in shares:
            table.add_row(f"{shape} of {size} %", *(f"{100 * one.hits[shape][size]:.1f} %" for one in found))
    table.add_row("alerts a symbol and day", *(f"{one.alerts_per_symbol_day:.2f}" for one in found))
    table.add_row("threshold", *(f"{one.threshold:.2f}" for one in found))
    table.add_row("µs an event", *(f"{one.microseconds_per_event:.1f}" for one in found))
    table.add_row("bytes of state", *(str(one.state_bytes) for one in found))
    return table
