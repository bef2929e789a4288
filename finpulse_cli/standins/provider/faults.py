"""Faults that a stand-in provider can be told to show: for one symbol or for all, always or in a share of the calls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EVERY_SYMBOL = "*"
_SETTING = re.compile(r"(?:(?P<symbol>[^=:]+)=)?(?P<kind>[^=:]+)(?::(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,3})?)%?)?")


class Fault(StrEnum):
    """What goes wrong; the value is its name on the command line."""

    NOTE = "note"  # the throttle by the minute
    DAILY_CAP = "daily-cap"  # the day's quota, echoing the key
    BURST = "burst"  # more than a request a second
    PREMIUM = "premium"  # an endpoint beyond the plan
    BAD_KEY = "bad-key"
    ERROR_MESSAGE = "error-message"  # an invalid call
    EMPTY = "empty"  # the symbol is unknown
    DELAYED = "delayed"  # the quote is 15 minutes old, and says so where the provider does
    HTTP_404 = "http-404"
    HTTP_500 = "http-500"
    TIMEOUT = "timeout"  # the request is taken and never answered
    NOT_JSON = "not-json"
    CUT_SHORT = "cut-short"  # the JSON ends in its middle


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault and the share of the calls that show it, up to 1."""

    fault: Fault
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Faults:
    """Which symbol shows which fault; `EVERY_SYMBOL` stands for those that are not named.

    `random` draws the calls of a share, so that the same seed and the same calls show the same faults.
    """

    by_symbol: Mapping[str, Rule] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311 - it only draws faults

    def of(self, symbol: str) -> Fault | None:
        """Draw the fault of one call for `symbol`, which may be empty."""
        rule = self.by_symbol.get(symbol) or self.by_symbol.get(EVERY_SYMBOL)
        if rule is None or (rule.share < 1 and self.random.random() >= rule.share):
            return None
        return rule.fault


def parse_faults(settings: Iterable[str], random: Random | None = None) -> Faults:
    """Read faults such as `timeout`, `TSLA=empty` and `http-500:5%`; commas may stand between them.

    Raises `UsageError` that lists the names there are.
    """
    rules = dict(_rule(part.strip()) for setting in settings for part in setting.split(","))
    return Faults(rules) if random is None else Faults(rules, random)


def _rule(text: str) -> tuple[str, Rule]:
    match = _SETTING.fullmatch(text)
    if match is None:
        raise UsageError(f"{text!r} is no fault.", "Write it like timeout, TSLA=timeout or http-500:5%.")
    percent = float(match["percent"] or 100)
    if not 0 < percent <= 100:
        raise UsageError(f"{text!r} is not a share of the calls.", "Write it like http-500:5%, at most 100%.")
    return (match["symbol"] or EVERY_SYMBOL).strip().upper(), Rule(_fault(match["kind"].strip()), percent / 100)


def _fault(kind: str) -> Fault:
    try:
        return Fault(kind)
    except ValueError:
        raise UsageError(f"There is no fault called {kind!r}.", f"Choose one of {', '.join(Fault)}.") from None
