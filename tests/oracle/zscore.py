"""Section 4's z-score rule, in exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW = 30
MEDIUM = Fraction(5, 2)
HIGH = Fraction(7, 2)


@dataclass(frozen=True)
class Finding:
    """An anomalous price: which way, how bad, and its z-score rounded to six decimals."""

    direction: str
    severity: str
    z_score: Decimal


def judge(before: Sequence[Decimal], price: Decimal) -> Finding | None:
    """The finding for `price` after all the prices `before` it, or None where there is nothing to report."""
    window = [Fraction(value) for value in before[-WINDOW:]]
    if len(window) < WINDOW:
        return None
    mean = sum(window, Fraction(0)) / WINDOW
    variance = sum(((value - mean) * (value - mean) for value in window), Fraction(0)) / (WINDOW - 1)
    floor = abs(mean) / 10_000
    distance = Fraction(price) - mean
    z_squared = distance * distance / max(variance, floor * floor)  # squares compare like the numbers and need no root
    if z_squared <= MEDIUM**2:
        return None
    return Finding(
        direction="SPIKE" if distance > 0 else "DROP",
        severity="HIGH" if z_squared > HIGH**2 else "MEDIUM",
        z_score=_root(z_squared) * (1 if distance > 0 else -1),
    )


def _root(square: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return (Decimal(square.numerator) / Decimal(square.denominator)).sqrt().quantize(Decimal("0.000001"))
