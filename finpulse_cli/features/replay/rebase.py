"""Where in time a replay happens."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.timestamps import floor_minute

if TYPE_CHECKING:
    from datetime import datetime


class Rebase(StrEnum):
    """The two ways to place a recording."""

    NOW = "now"  # the last event falls into the current minute
    KEEP = "keep"  # every event keeps its recorded time


def shift_of(rebase: Rebase, last: datetime, now: datetime) -> timedelta:
    """Return by how much every event moves: whole minutes, so minutes stay minutes and candles stay the same."""
    if rebase is Rebase.KEEP:
        return timedelta(0)
    return floor_minute(now) - floor_minute(last)
