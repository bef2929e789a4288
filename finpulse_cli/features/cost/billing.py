"""From quantities to lines: allowances are used up in order, and a price that falls, falls over all its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from finpulse_cli.features.cost.price_tiers import Price

MICRODOLLAR = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Usage:
    """So many units a month of what the price called `price` is for. `what` says for what."""

    price: str
    what: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bill: `free` of the `quantity` units cost nothing, the others `usd` together."""

    what: str
    quantity: Decimal
    free: Decimal
    usd: Decimal
    price: Price

    @property
    def service(self) -> str:
        """AWS's name of the service."""
        return self.price.service


def bill(usages: Iterable[Usage], prices: Mapping[str, Price], *, free_tier: bool) -> tuple[Line, ...]:
    """The lines, in the order given; what is used in no quantity has none. Dollars are rounded to their millionth.

    Lambda's seconds share one allowance, whatever the processor: see `_allowance`.
    """
    left = {_allowance(price): price.free if free_tier else Decimal(0) for price in prices.values()}
    billed = dict.fromkeys(prices, Decimal(0))
    lines: list[Line] = []
    for usage in usages:
        if usage.quantity <= 0:
            continue
        price = prices[usage.price]
        free = min(usage.quantity, left[_allowance(price)])
        left[_allowance(price)] -= free
        usd = price.cost(billed[price.key], usage.quantity - free).quantize(MICRODOLLAR)
        billed[price.key] += usage.quantity - free
        lines.append(Line(usage.what, usage.quantity, free, usd, price))
    return tuple(lines)


def _allowance(price: Price) -> tuple[str, str]:
    return (price.service, price.unit)
