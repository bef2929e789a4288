"""Reads the members of a reply. Errors name the member and never quote the provider's text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.domain.numbers import require_change_percent, require_price, require_volume
from lambdas.shared.domain.timestamps import floor_millisecond
from lambdas.shared.errors import QuoteUnreadableError, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MARKET_ZONE = "America/New_York"  # not "US/Eastern": an alias that slim zone databases leave out
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NOTHING = ("", "-", "--", "none", "null", "n/a", "na", "nan")


def text_in(members: Mapping[str, object], name: str) -> str:
    """Return the text called `name`, without surrounding spaces."""
    value = members.get(name)
    if not isinstance(value, str):
        raise QuoteUnreadableError(f"{name!r} is missing or not text")
    return value.strip()


def price_in(members: Mapping[str, object], name: str) -> Decimal:
    """Return the price called `name`, above zero."""
    return _number_in(members, name, require_price)


def volume_in(members: Mapping[str, object], name: str) -> Decimal:
    """Return the number of shares called `name`, zero or more."""
    return _number_in(members, name, require_volume)


def day_total_in(members: Mapping[str, object], name: str) -> tuple[Decimal, VolumeKind]:
    """Return the day's running total called `name`; without one no volume at all, since a price is worth having alone.

    A total of zero would say that nothing was traded so far, and the next total would count whole.
    """
    if not is_given(members, name):
        return Decimal(0), VolumeKind.INTERVAL
    return volume_in(members, name), VolumeKind.DAY_TOTAL


def change_percent_in(members: Mapping[str, object], name: str) -> Decimal | None:
    """Return the percentage called `name`, with or without `%`.

    None if it cannot be read: a price is worth having alone.
    """
    try:
        return _number_in(members, name, require_change_percent)
    except QuoteUnreadableError:
        return None


def is_given(members: Mapping[str, object], name: str) -> bool:
    """Return whether `name` is there and holds anything."""
    value = members.get(name)
    return value is not None and not (isinstance(value, str) and value.strip().lower() in _NOTHING)


def day_in(members: Mapping[str, object], name: str) -> date:
    """Return the day called `name`, like `2026-11-20`."""
    text = text_in(members, name)
    day = _day(text) if _DAY.fullmatch(text) else None
    if day is None:
        raise QuoteUnreadableError(f"{name!r} is not a day like 2026-11-20")
    return day


def market_time_in(members: Mapping[str, object], name: str) -> datetime:
    """Return the UTC moment of a US Eastern stamp like `2026-11-20 09:30:00` or `2026-11-20 09:30:00.123`.

    In the night of a daylight-saving change, when no session runs, an hour that happens twice is its first occurrence.
    """
    moment = _moment(text_in(members, name))
    if moment is None:
        # raised here and not while handling the parser's error, which quotes the provider
        raise QuoteUnreadableError(f"{name!r} is not a stamp like 2026-11-20 09:30:00")
    return moment


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(stamp: str) -> datetime | None:
    try:
        local = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S.%f" if "." in stamp else "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
        return floor_millisecond(local.replace(tzinfo=_market_zone()).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


@cache
def _market_zone() -> ZoneInfo:
    return ZoneInfo(MARKET_ZONE)


def _number_in(members: Mapping[str, object], name: str, require: Callable[[Decimal], Decimal]) -> Decimal:
    text = text_in(members, name).removesuffix("%")
    if not _NUMBER.fullmatch(text):
        raise QuoteUnreadableError(f"{name!r} is not a number")
    try:
        return require(Decimal(text))
    except RecordError as error:
        raise QuoteUnreadableError(f"{name!r}: {error}") from None
