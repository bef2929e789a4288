"""Reads the members of a reply. Errors name the member and never quote the provider's text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lambdas.shared.domain.numbers import require_change_percent, require_price, require_volume
from lambdas.shared.domain.timestamps import floor_millisecond
from lambdas.shared.errors import QuoteUnreadableError, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MARKET_ZONE = "America/New_York"  # not "US/Eastern": an alias that slim zone databases leave out
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_NOTHING = ("", "-", "none", "null")


def text_in(members: Mapping[str, object], name: str) -> str:
    """The text called `name`, without surrounding spaces."""
    value = members.get(name)
    if not isinstance(value, str):
        raise QuoteUnreadableError(f"{name!r} is missing or not text")
    return value.strip()


def price_in(members: Mapping[str, object], name: str) -> Decimal:
    """The price called `name`, above zero."""
    return _number_in(members, name, require_price)


def volume_in(members: Mapping[str, object], name: str) -> Decimal:
    """The number of shares called `name`, zero or more."""
    return _number_in(members, name, require_volume)


def change_percent_in(members: Mapping[str, object], name: str) -> Decimal | None:
    """The percentage called `name`, with or without `%`; None if it cannot be read: a price is worth having alone."""
    try:
        return _number_in(members, name, require_change_percent)
    except QuoteUnreadableError:
        return None


def is_given(members: Mapping[str, object], name: str) -> bool:
    """Whether `name` is there and holds anything."""
    value = members.get(name)
    return value is not None and not (isinstance(value, str) and value.strip().lower() in _NOTHING)


def market_time_in(members: Mapping[str, object], name: str) -> datetime:
    """The UTC moment of a US Eastern stamp like `2026-11-20 09:30:00` or `2026-11-20 09:30:00.123`.

    In the night of a daylight-saving change, when no session runs, an hour that happens twice is its first occurrence.
    """
    moment = _moment(text_in(members, name))
    if moment is None:
        # raised here and not while handling the parser's error, which quotes the provider
        raise QuoteUnreadableError(f"{name!r} is not a stamp like 2026-11-20 09:30:00")
    return moment


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
