"""Numbers as people see them: with the digits that their size needs.

Five significant digits, but at least two decimals; zeros behind the second decimal say nothing and go. The dashboard
follows the same rule, and one table of cases holds both to it: frontend/src/shared/format/digits.cases.json.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

LEAST_DECIMALS = 2
SIGNIFICANT_DIGITS = 5
_WIDE = Context(prec=200, rounding=ROUND_HALF_EVEN)  # DynamoDB's numbers have up to 38 digits


def shown(value: Decimal) -> str:
    """Return a finite number in plain notation: 259.7312 is `259.73`, 1.08432 `1.0843`, 0.00001234 `0.00001234`."""
    if value.is_zero():
        return "0.00"
    decimals = max(LEAST_DECIMALS, SIGNIFICANT_DIGITS - 1 - value.adjusted())
    rounded = f"{value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE):f}"
    whole, _, fraction = rounded.partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(LEAST_DECIMALS, '0')}"
