"""Time zones: what a name means, and instants in UTC as that zone's clocks show them."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from finpulse_cli.standins.athena.dialect.errors import invalid
from finpulse_cli.standins.athena.dialect.values import quoted

_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
_UTC = ("UTC", "Z", "GMT", "Etc/UTC", "UCT", "Zulu", "Etc/Zulu", "Etc/UCT")


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> str:
    """A zone as Trino shows it: `UTC`, `America/New_York` or `-05:00`. Raises QuerySyntaxError for no zone."""
    if name in _UTC or name in ("+00:00", "-00:00"):
        return "UTC"
    match = _OFFSET.fullmatch(name)
    if match and int(match[2]) <= 14 and int(match[3]) < 60:
        return name
    if "/" in name and name in _known():
        return name
    raise invalid(f"'{name}' is not a time zone here; write a region such as 'America/New_York', an offset or 'UTC'")


def local(sql: str, zone: str) -> str:
    """The clock of the zone at an instant."""
    if zone == "UTC":
        return sql
    minutes = _minutes(zone)
    if minutes is not None:
        return f"({sql} + to_minutes({minutes}))"
    return f"timezone({quoted(zone)}, timezone('UTC', {sql}))"


def instant(sql: str, zone: str) -> str:
    """The instant at which the zone's clock shows this."""
    if zone == "UTC":
        return sql
    minutes = _minutes(zone)
    if minutes is not None:
        return f"({sql} - to_minutes({minutes}))"
    return f"timezone('UTC', timezone({quoted(zone)}, {sql}))"


def zone_info(zone: str) -> ZoneInfo | None:
    """For Python; None for an offset."""
    return None if _minutes(zone) is not None else ZoneInfo(zone)


def offset_minutes(zone: str) -> int:
    """Of an offset."""
    return _minutes(zone) or 0


def _minutes(zone: str) -> int | None:
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return -minutes if match[1] == "-" else minutes
