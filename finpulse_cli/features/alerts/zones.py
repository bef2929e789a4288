"""Time zones as far as quiet hours need them, from this machine's time zone database."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from finpulse_cli.core.errors import UsageError
from lambdas.shared.domain.alert_policy import ZoneOffsets
from lambdas.shared.domain.timestamps import floor_minute

LOOKED_AHEAD = timedelta(days=10 * 365)
_STEP = timedelta(days=1)  # no zone changes twice in it
_MINUTE = timedelta(minutes=1)  # zones change at whole ones


def zone_offsets(name: str, since: datetime) -> ZoneOffsets:
    """Return a zone's offsets from a moment on, for ten years. Raises UsageError for no zone."""
    zone = _zone(name)
    first = floor_minute(since) - _STEP  # hours that began the day before may hold still
    changes = [(first, _offset(first, zone))]
    moment = first
    while moment < since + LOOKED_AHEAD:
        following = moment + _STEP
        if _offset(following, zone) != changes[-1][1]:
            changes.append(_change(moment, following, zone))
        moment = following
    return ZoneOffsets(tuple(changes))


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> tuple[datetime, timedelta]:
    """Return when the zone changes between two moments, and to what."""
    old = _offset(before, zone)
    while after - before > _MINUTE:
        middle = floor_minute(before + (after - before) / 2)
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after, _offset(after, zone)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None  # noqa: S101 - only a time without a zone has none
    return offset


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"{name!r} is no time zone", "give an IANA name like Europe/Berlin or UTC") from error
