"""Faults the stand-in server can be told to show, for one symbol or for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EVERY_SYMBOL = "*"


class Fault(StrEnum):
    """What goes wrong; the value is its name on the command line."""

    NOTE = "note"  # the throttle by the minute
    DAILY_CAP = "daily-cap"  # the day's quota, echoing the key
    BURST = "burst"  # more than a request a second
    PREMIUM = "premium"  # an endpoint beyond the plan
    ERROR_MESSAGE = "error-message"  # an invalid call
    EMPTY = "empty"  # the symbol is unknown
    HTTP_500 = "http-500"
    TIMEOUT = "timeout"  # the request is taken and never answered
    NOT_JSON = "not-json"


@dataclass(frozen=True, slots=True)
class Faults:
    """Which symbol shows which fault; `EVERY_SYMBOL` stands for those that are not named."""

    by_symbol: Mapping[str, Fault] = field(default_factory=dict)

    def of(self, symbol: str) -> Fault | None:
        """Return the fault of a call that names `symbol`, which may be empty."""
        return self.by_symbol.get(symbol) or self.by_symbol.get(EVERY_SYMBOL)


def parse_faults(settings: Iterable[tuple[str, object]]) -> Faults:
    """Read faults from (symbol or `*`, name of the fault); `UsageError` lists the names there are."""
    return Faults({symbol.strip().upper(): _fault(kind) for symbol, kind in settings})


def split_setting(text: str) -> tuple[str, str]:
    """Read `TSLA=timeout` as its two halves; `timeout` alone is for every symbol."""
    symbol, equals, kind = text.rpartition("=")
    return (symbol if equals else EVERY_SYMBOL, kind)


def _fault(kind: object) -> Fault:
    try:
        return Fault(str(kind))
    except ValueError:
        raise UsageError(f"There is no fault called {kind!r}.", f"Choose one of {', '.join(Fault)}.") from None
