"""When a schedule is due: `cron(...)` and `rate(...)`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from finpulse_cli.core.errors import FailedError, to_run
from finpulse_cli.standins.scheduler.cron import Cron
from finpulse_cli.standins.scheduler.moments import MINUTE

_FORM = re.compile(r"(cron|rate)\((.+)\)")
_RATE = re.compile(r"(\d+) (minute|hour|day)s?")


class Expression(Protocol):
    """Says when a schedule is due."""

    def due(self, minute: datetime) -> datetime | None:
        """Return the last due moment in the minute that ends when `minute` begins, its end included; else None."""


class CronExpression:
    """Due at the beginning of every minute that fits, as clocks in a time zone show it."""

    def __init__(self, cron: Cron, zone: tzinfo) -> None:
        self._cron = cron
        self._zone = zone

    def due(self, minute: datetime) -> datetime | None:
        """See Expression."""
        return minute if self._cron.fits(minute.astimezone(self._zone)) else None


class RateExpression:
    """Due every so often, counted from when the schedule began."""

    def __init__(self, period: timedelta, begin: datetime) -> None:
        self._period = period
        self._begin = begin

    def due(self, minute: datetime) -> datetime | None:
        """See Expression. A rate keeps the second at which it began."""
        last = self._begin + (minute - self._begin) // self._period * self._period
        return last.astimezone(UTC) if minute - MINUTE < last and last > self._begin else None


def parse_expression(text: str, zone: tzinfo, begin: datetime) -> Expression:
    """Parse the expression of a schedule that began at `begin`. Raises FailedError when it is not understood."""
    found = _FORM.fullmatch(text.strip())
    try:
        kind, inner = found.groups() if found else ("", "")
        return CronExpression(Cron.parse(inner), zone) if kind == "cron" else RateExpression(_period(inner), begin)
    except ValueError:
        raise FailedError(f"the schedule says {text}, which is not understood here", to_run("up")) from None


def _period(inner: str) -> timedelta:
    found = _RATE.fullmatch(inner.strip())
    if found is None or int(found[1]) < 1:
        raise ValueError(inner)
    return timedelta(**{f"{found[2]}s": int(found[1])})
