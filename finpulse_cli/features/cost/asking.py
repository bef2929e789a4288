"""What a configuration asks its provider for, against what the plan allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import (
    ASKING_SHARE,
    BULK_SYMBOLS,
    CALL_SPACING_SECONDS,
    FINNHUB_CALL_SPACING_SECONDS,
    LEAST_CALL_SECONDS,
)
from finpulse_cli.features.cost.units import HOUR, MONTH, MONTH_HOURS
from lambdas.shared.domain.event import Source
from lambdas.shared.domain.plan import Plan
from lambdas.shared.domain.quote_time import ExchangeHours

if TYPE_CHECKING:
    from finpulse_cli.stack.hcl.module import Module

_DAYS = Decimal(MONTH_HOURS) / 24
_SESSION_MINUTES = {ExchangeHours.NYSE: Decimal(390), ExchangeHours.ALWAYS: Decimal(1440)}
_SESSIONS = {ExchangeHours.NYSE: Decimal(21), ExchangeHours.ALWAYS: _DAYS}  # a month; New York has 252 a year
_WOKEN_HOURS = {ExchangeHours.NYSE: 7 * 5 / Decimal(7), ExchangeHours.ALWAYS: Decimal(24)}  # a day, on average


@dataclass(frozen=True, slots=True)
class Asking:
    """How the symbols are asked for: `calls` name all of them once, a wake-up has the time for `calls_in_time`."""

    symbols: int
    symbols_per_call: int
    plan: Plan
    hours: ExchangeHours
    schedule_minutes: int
    calls_in_time: int

    def of(self, symbols: int) -> Asking:
        """Return the same with another number of symbols."""
        return replace(self, symbols=symbols)

    @property
    def calls(self) -> int:
        """Requests that quote every symbol once."""
        return -(-self.symbols // self.symbols_per_call)

    @property
    def wanted_per_session(self) -> int:
        """Requests of a full session if every wake-up asked for all symbols."""
        return self.calls * self._ticks

    @property
    def requests_per_session(self) -> int:
        """Requests of a full session as they are spread."""
        most = min(self.calls, self.plan.calls_per_tick(self.calls_in_time))
        if self.plan.daily_requests is None:  # rounds of equal length
            return self._ticks * self.calls // -(-self.calls // most)
        return min(self._ticks * most, self.plan.daily_requests)

    @property
    def is_possible(self) -> bool:
        """Whether every symbol can be quoted on every day."""
        return self.plan.daily_requests is None or self.calls <= self.plan.daily_requests

    @property
    def wait_minutes(self) -> Decimal:
        """Minutes of trading between two quotes of a symbol, on average."""
        return _SESSION_MINUTES[self.hours] * self.calls / self.requests_per_session

    @property
    def mean_interval_seconds(self) -> Decimal:
        """Seconds between two quotes of a symbol, on average of the whole month, nights included."""
        return MONTH * self.calls / (self.requests_per_session * _SESSIONS[self.hours])

    @property
    def requests_per_second(self) -> Decimal:
        """Requests, on average of the whole month."""
        return self.requests_per_session * _SESSIONS[self.hours] / MONTH

    @property
    def runs_per_second(self) -> Decimal:
        """Wake-ups, on average of the whole month."""
        return _WOKEN_HOURS[self.hours] * 60 / self.schedule_minutes / (24 * HOUR)

    @property
    def _ticks(self) -> int:
        return int(_SESSION_MINUTES[self.hours]) // self.schedule_minutes


def declared_asking(module: Module) -> Asking:
    """Return how the stack of a module asks."""
    variables, limits = module.variables, module.local("plan")
    plan = Plan(_whole(limits["daily_requests"]), _whole(limits["requests_per_minute"]))
    leading = module.local("leading_provider")
    spacing = FINNHUB_CALL_SPACING_SECONDS if leading == Source.FINNHUB else CALL_SPACING_SECONDS
    if plan.requests_per_minute is not None:
        spacing = min(spacing, 60 / Decimal(plan.requests_per_minute))
    (ingester,) = (one for one in module.resources("aws_lambda_function") if one.key == "data_ingester")
    return Asking(
        symbols=len(variables["symbols"]),
        symbols_per_call=BULK_SYMBOLS if module.local("bulk_quotes") else 1,
        plan=plan,
        hours=ExchangeHours(variables["exchange_hours"]),
        schedule_minutes=int(variables["schedule_minutes"]),
        calls_in_time=int(ingester.get("timeout") * ASKING_SHARE / max(spacing, LEAST_CALL_SECONDS)),
    )


def _whole(number: object) -> int | None:
    return None if number is None else int(str(number))


def pace_text(asking: Asking) -> str:
    """`every 78 min while New York trades`, `every 60 s`."""
    seconds = asking.wait_minutes * 60
    every = f"every {seconds:.0f} s" if seconds < 2 * HOUR / 60 else f"every {asking.wait_minutes:.0f} min"
    return every if asking.hours is ExchangeHours.ALWAYS else f"{every} while New York trades"


def asking_text(asking: Asking) -> str:
    """`25 of 25 requests a day: each of 5 symbols every 78 min while New York trades`.

    Where the plan has less than every wake-up could ask for, that number is there too; where it has less than one
    quote of each symbol, only why that cannot be.
    """
    plan, wanted = asking.plan.daily_requests, asking.wanted_per_session
    if plan is not None and not asking.is_possible:
        return (
            f"{asking.symbols:,} symbols take {asking.calls:,} requests for one quote each, "
            f"and the plan has {plan:,} a day"
        )
    requests = f"{asking.requests_per_session:,}" if plan is None else f"{asking.requests_per_session:,} of {plan:,}"
    text = f"{requests} requests a day: each of {asking.symbols:,} symbols {pace_text(asking)}"
    spread = asking.requests_per_session < wanted
    return f"{text}, in turn; all of them at every wake-up would be {wanted:,}" if spread else text


def asking_object(asking: Asking) -> dict[str, object]:
    """Return what a stack asks its provider for, as plain values; `daily_limit` is null without one."""
    return {
        "a_day": asking.requests_per_session,
        "daily_limit": asking.plan.daily_requests,
        "at_every_wake_up": asking.wanted_per_session,
        "symbols": asking.symbols,
        "minutes_between_quotes": round(asking.wait_minutes, 1),
        "possible": asking.is_possible,
    }
