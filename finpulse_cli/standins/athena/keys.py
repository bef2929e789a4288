"""What an object's key says about when its events arrived.

Firehose names the folders by the day of arrival: `raw-data/year=2026/month=11/day=25/`. LocalStack's keeps the
expressions of the prefix as they are and puts folders of its own behind them, by the hour in which it wrote (UTC):
`raw-data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/2026/11/25/21/`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

LITERAL = "!{"
_NAMED = re.compile(r"year=(\d{4})/month=(\d{1,2})/day=(\d{1,2})/", re.ASCII)
_APPENDED = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/\d\d(?=/[^/]*$)", re.ASCII)


def is_literal(key: str) -> bool:
    """Return whether the key, or a folder, holds an expression that should have been a date."""
    return LITERAL in key


def arrival_day(key: str, modified: datetime) -> date:
    """Return the UTC day that the folders name; without one, that of `modified`, when the object was written."""
    found = (_NAMED if not is_literal(key) else _APPENDED).search(key)
    try:
        return date(*map(int, found.groups())) if found else modified.astimezone(UTC).date()
    except ValueError:
        return modified.astimezone(UTC).date()


def dated_folder(day: date) -> str:
    """`year=2026/month=11/day=25`, as the partitions of the table are named."""
    return f"year={day:%Y}/month={day:%m}/day={day:%d}"


def legible_folder(key: str, modified: datetime) -> str:
    """Name the folder of an object for people: as AWS would have named it, without a slash at the end."""
    folder = key.rpartition("/")[0]
    if not is_literal(key):
        return folder
    outer = folder.partition(LITERAL)[0].rpartition("/")[0]
    return "/".join(filter(None, (outer, dated_folder(arrival_day(key, modified)))))
