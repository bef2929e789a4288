"""Prices: what one is, and how a quantity becomes money.

An allowance is free each month, in every account, for ever; what AWS gives to new accounts for a year only does not
count. Where the price falls with the quantity, a price has steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Confirmed(StrEnum):
    """How far a figure could be checked on the day it was looked up."""

    AWS = "AWS's own page, as stored"
    THIRD_PARTY = "third-party pages only"
    MEMORY = "from memory, not confirmed"


@dataclass(frozen=True, slots=True)
class Step:
    """`usd` holds for the units up to `up_to`, in units of the price; None has no end."""

    up_to: Decimal | None
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """USD for `per` units of something, in us-east-1.

    `free` is the monthly allowance in units. `page` is where AWS states the price; `note` says what confirmed it.
    """

    key: str
    service: str
    unit: str
    per: int
    steps: tuple[Step, ...]
    page: str
    looked_up: date
    confirmed: Confirmed
    free: Decimal = Decimal(0)
    note: str = ""

    @property
    def list_usd(self) -> Decimal:
        """USD for `per` units before the price falls."""
        return self.steps[0].usd

    def cost(self, before: Decimal, quantity: Decimal) -> Decimal:
        """USD for `quantity` units when `before` units of the month are billed already."""
        usd, floor, end = Decimal(0), Decimal(0), before + quantity
        for step in self.steps:
            top = end if step.up_to is None else min(step.up_to, end)
            usd += max(Decimal(0), top - max(floor, before)) * step.usd / self.per
            if step.up_to is None or end <= step.up_to:
                return usd
            floor = step.up_to
        raise ValueError(f"the price {self.key} has no last step")


def flat(usd: str) -> tuple[Step, ...]:
    """A price that is the same for any quantity."""
    return (Step(None, Decimal(usd)),)


def falling(first: str, *later: tuple[int, str]) -> tuple[Step, ...]:
    """A price that falls: each later one holds above its number of units."""
    bounds = [Decimal(bound) for bound, _ in later]
    prices = [Decimal(first), *(Decimal(usd) for _, usd in later)]
    return tuple(Step(bound, usd) for bound, usd in zip([*bounds, None], prices, strict=True))
