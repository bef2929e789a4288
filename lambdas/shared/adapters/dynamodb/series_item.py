"""The detector's memory of a series as attributes of an item of detector_state, and back.

| schema | |
| --- | --- |
| 2 | `schema`; `prices`, the window, oldest first, with blanks; `newest_at`, `newest_ids`, `scored`, `last_alerts` |
| 1 | without `schema`, and with the window as the list of numbers `window` |

Both are read, the second is written. A later schema is refused: whoever wrote it knows more than this code does, and
would find its item cut down to what is known here. So is what cannot be a state at all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.anomaly import Direction, LastAlert, Severity
from lambdas.shared.domain.detector import SeriesState
from lambdas.shared.domain.numbers import canonical
from lambdas.shared.domain.timestamps import epoch_seconds, format_timestamp, parse_timestamp
from lambdas.shared.domain.zscore import WINDOW_SIZE
from lambdas.shared.errors import DependencyError, RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

SCHEMA = 2
FIRST_SCHEMA = 1


def state_attributes(state: SeriesState) -> dict[str, Any]:
    """Return a state as attributes; equal states give equal attributes."""
    return {
        "schema": SCHEMA,
        "prices": " ".join(map(canonical, state.window)),
        "newest_at": format_timestamp(state.newest_at) if state.newest_at else None,
        "newest_ids": sorted(state.newest_ids),
        "scored": state.scored,
        "last_alerts": {
            str(direction): {"at": format_timestamp(last.at), "severity": str(last.severity)}
            for direction, last in state.last_alerts.items()
        },
    }


def state_of(item: Mapping[str, Any]) -> SeriesState:
    """Return the state in an item of any schema up to this one; `DependencyError` for any other item."""
    schema = item.get("schema", FIRST_SCHEMA)
    if schema not in (FIRST_SCHEMA, SCHEMA):  # what stands there may be no member of a set
        raise DependencyError(
            f"detector state of {item.get('series')} has schema {schema}, this version reads up to {SCHEMA}: deploy "
            "the version that wrote it, or delete the item, and the series begins anew"
        )
    try:
        return _state(item, item["window"] if schema == FIRST_SCHEMA else item["prices"].split())
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, RecordError) as error:
        raise _unreadable(item, f"{type(error).__name__}: {error}") from error


def is_alive(item: Mapping[str, Any], now: datetime) -> bool:
    """Return whether an item has not expired by `now`; one of the live market never does."""
    expires_at = item.get("expires_at")
    if not isinstance(expires_at, Decimal | None):
        raise _unreadable(item, f"expires_at is {expires_at!r}")
    return expires_at is None or expires_at > epoch_seconds(now)


def _unreadable(item: Mapping[str, Any], why: str) -> DependencyError:
    return DependencyError(
        f"detector state of {item.get('series')} cannot be read ({why[:200]}): delete the item, and the series begins "
        "anew"
    )


def _state(item: Mapping[str, Any], prices: list[Any]) -> SeriesState:
    newest_at = item.get("newest_at")
    window = tuple(map(Decimal, prices))
    scored, newest_ids = item["scored"], item["newest_ids"]
    if len(window) > WINDOW_SIZE or not all(price.is_finite() and price > 0 for price in window):
        raise ValueError(f"not a window of prices: {prices}"[:80])
    if scored != int(scored) or scored < len(window):
        raise ValueError(f"{len(window)} prices are not of {scored} events")
    if not isinstance(newest_ids, list):
        raise TypeError("newest_ids is not a list")
    return SeriesState(
        window=window,
        newest_at=parse_timestamp(newest_at) if newest_at else None,
        newest_ids=frozenset(newest_ids),
        scored=int(scored),
        last_alerts={
            Direction(direction): LastAlert(parse_timestamp(last["at"]), Severity(last["severity"]))
            for direction, last in item["last_alerts"].items()
        },
    )
