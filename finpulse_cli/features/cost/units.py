"""Rounding and units, as AWS bills."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

KB = Decimal(1024)
MB = 1024 * KB
GB = 1024 * MB
TB_SCANNED = Decimal(10**12)  # as lambdas/shared/query/execution.py

HOUR = 3600  # seconds
DAY = 24 * HOUR
MONTH_HOURS = 730  # as AWS's own calculators count
MONTH = MONTH_HOURS * HOUR

WRITE_BYTES = KB
READ_BYTES = 4 * KB


def whole(number: Decimal) -> Decimal:
    """Return the next whole number from `number` on."""
    return number.to_integral_value(rounding=ROUND_CEILING)


def write_units(size: Decimal) -> Decimal:
    """Return the units of one write of an item of `size` bytes."""
    return max(Decimal(1), whole(size / WRITE_BYTES))


def read_units(size: Decimal) -> Decimal:
    """Return the units of one consistent read of `size` bytes together."""
    return max(Decimal(1), whole(size / READ_BYTES))


def mean_units(mean_size: Decimal, unit: Decimal) -> Decimal:
    """Return the units on average where sizes vary: rounding up adds half a unit."""
    return max(Decimal(1), mean_size / unit + Decimal("0.5"))


def counted(number: Decimal, thing: str, things: str = "") -> str:
    """`1 shard`, `1,200 shards`."""
    return f"{number:,f} {thing if number == 1 else things or thing + 's'}"
