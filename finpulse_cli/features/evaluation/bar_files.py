"""A folder of recorded bars: CSV files with the columns ts_utc, symbol, open, high, low, close, volume.

A file may hold several symbols, and a symbol may be spread over several files.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError, MissingError
from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import feed_of
from lambdas.shared.domain.numbers import MAX_DECIMAL_PLACES, MAX_PRICE, require_price, require_volume
from lambdas.shared.domain.sessions import trading_day_of
from lambdas.shared.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

COLUMNS = ("ts_utc", "symbol", "open", "high", "low", "close", "volume")
FEED = feed_of("bars", "1")
_FINEST = Decimal(1).scaleb(-MAX_DECIMAL_PLACES)
_NEEDED = f"A file of bars is a CSV with the columns {', '.join(COLUMNS)}, its times like 2019-02-11T14:31:00Z."


def read_folder(folder: Path) -> dict[str, list[PriceEvent]]:
    """Return the bars of each symbol as events, in the order of time.

    MissingError where there are none; FailedError names the file and line of a bar that is none, or that stands twice.
    """
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise MissingError(f"{folder} holds no CSV files.", _NEEDED)
    symbols: dict[str, dict[datetime, PriceEvent]] = {}
    for path in paths:
        for place, event in _read_file(path):
            bars = symbols.setdefault(event.symbol, {})
            if bars.setdefault(event.timestamp, event) is not event:
                raise FailedError(f"{path}, line {place}: {event.symbol} has a bar of that time already.", _NEEDED)
    if not symbols:
        raise MissingError(f"The CSV files of {folder} hold no bars.", _NEEDED)
    return {symbol: [bars[moment] for moment in sorted(bars)] for symbol, bars in sorted(symbols.items())}


def _read_file(path: Path) -> Iterator[tuple[int, PriceEvent]]:
    """Yield each bar with the number of its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                raise FailedError(f"{path} has no column {' or '.join(missing)}.", _NEEDED)
            yield from _bars(path, rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FailedError(f"{path} cannot be read: {error}.", _NEEDED) from error


def _bars(path: Path, rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[int, PriceEvent]]:
    for place, row in enumerate(rows, start=2):
        try:
            yield place, _event(row)
        except (RecordError, InvalidOperation, ValueError, TypeError) as error:
            raise FailedError(f"{path}, line {place} is no bar: {error or type(error).__name__}.", _NEEDED) from error


def _event(row: Mapping[str, str]) -> PriceEvent:
    moment = datetime.fromisoformat(row["ts_utc"])
    if moment.tzinfo is None:
        raise ValueError(f"ts_utc has no time zone: {row['ts_utc']}")
    moment = moment.astimezone(UTC)
    opened, high, low, close = (_price(row[name]) for name in ("open", "high", "low", "close"))
    return make_event(
        feed=FEED,
        symbol=row["symbol"],
        price=close,
        volume=require_volume(Decimal(row["volume"])),
        volume_kind=VolumeKind.INTERVAL,
        session=trading_day_of(moment),
        change_percent=None,
        timestamp=moment,
        ingested_at=moment,
        source=Source.REPLAY,
        open=opened,
        high=high,
        low=low,
    )


def _price(text: str) -> Decimal:
    """Return a price; what a float left behind the tenth decimal place is cut off."""
    price = Decimal(text)
    if price.is_finite() and abs(price) <= MAX_PRICE:
        price = price.quantize(_FINEST)
    return require_price(price)
