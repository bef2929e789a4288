"""Constants and their types."""

from __future__ import annotations

import re

from finpulse_cli.standins.athena.dialect import nodes
from finpulse_cli.standins.athena.dialect.errors import invalid, refused
from finpulse_cli.standins.athena.dialect.types import BIGINT, INTEGER, MAX_PRECISION, decimal

_MILLISECONDS = {"second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000}
_MONTHS = {"month": 1, "year": 12}


def whole_literal(text: str) -> nodes.Literal:
    """An integer, or a bigint from 2,147,483,648 on."""
    value = int(text)
    if value >= 2**63:
        raise invalid(f"invalid numeric literal: {text}")
    return nodes.Literal(str(value), INTEGER if value < 2**31 else BIGINT)


def decimal_literal(text: str) -> nodes.Literal:
    """A decimal as precise as it is written; zeros in front do not count."""
    match = re.fullmatch(r"\s*([+-]?)0*(\d*)(?:\.(\d*))?\s*", text)
    if match is None or not re.search(r"\d", text):
        raise invalid(f"invalid decimal literal: {text}")
    sign, whole, fraction = match[1], match[2], match[3] or ""
    precision = max(1, len(whole) + len(fraction))
    if precision > MAX_PRECISION:
        raise invalid(f"a decimal has at most {MAX_PRECISION} digits: {text}")
    plain = f"{sign.replace('+', '')}{whole or '0'}" + (f".{fraction}" if fraction else "")
    return nodes.Literal(plain, decimal(precision, len(fraction)))


def interval_literal(text: str, unit: str, *, negative: bool) -> nodes.Interval:
    """Of one unit and a whole number of it; seconds may have three decimals."""
    pattern = r"([+-]?)(\d{1,9})(?:\.(\d{1,3}))?" if unit == "second" else r"([+-]?)(\d{1,9})()"
    match = re.fullmatch(pattern, text.strip())
    if unit not in _MILLISECONDS | _MONTHS:
        raise refused(f"an interval in the unit {unit.upper()}", "use SECOND, MINUTE, HOUR, DAY, MONTH or YEAR")
    if match is None:
        raise refused(f"INTERVAL '{text}' {unit.upper()}", "write a whole number of one unit")
    sign = -1 if (match[1] == "-") != negative else 1
    if unit in _MONTHS:
        return nodes.Interval(sign * int(match[2]) * _MONTHS[unit], months=True)
    fraction = int((match[3] or "").ljust(3, "0")) if unit == "second" else 0
    return nodes.Interval(sign * (int(match[2]) * _MILLISECONDS[unit] + fraction), months=False)
