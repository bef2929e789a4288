"""The detectors' memory of a series as attributes of an item of detector_state, and back.

| schema | |
| --- | --- |
| 3 | `newest_at`, `newest_ids`, `scored`; `detectors`, by name: `state`, a text, and `last_alerts` |
| 2 | of `zscore` alone, its window as `prices`, oldest first, with blanks between, and `last_alerts` beside it |
| 1 | without `schema`, and with the window as the list of numbers `window` |

All are read, the third is written. Of a later schema what is known is carried over, and a detector whose memory cannot
be read begins anew. What no version of this code can have written is refused.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.shared.domain.anomaly import DETECTOR, Direction, LastAlert, Severity
from lambdas.shared.domain.detector import Memory, SeriesState
from lambdas.shared.domain.detectors.zscore_detector import window_text
from lambdas.shared.domain.timestamps import epoch_seconds, format_timestamp, parse_timestamp
from lambdas.shared.errors import DependencyError, RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

FIRST_SCHEMA, SCHEMA = 1, 3
UNREADABLE = Memory("")  # no detector reads it
_WRONG = (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, RecordError)


def state_attributes(state: SeriesState) -> dict[str, Any]:
    """Return a state as attributes; equal states give equal attributes."""
    return {
        "schema": SCHEMA,
        "newest_at": format_timestamp(state.newest_at) if state.newest_at else None,
        "newest_ids": sorted(state.newest_ids),
        "scored": state.scored,
        "detectors": {name: _attributes(memory) for name, memory in state.memories.items()},
    }


def state_of(item: Mapping[str, Any]) -> SeriesState:
    """Return the state in an item; `DependencyError` for one that no version of this code can have written."""
    try:
        schema = _whole(item.get("schema", FIRST_SCHEMA))
        newest_at, newest_ids = item.get("newest_at"), item["newest_ids"]
        if not isinstance(newest_ids, list):
            raise TypeError("newest_ids is not a list")
        return SeriesState(
            newest_at=parse_timestamp(newest_at) if newest_at else None,
            newest_ids=frozenset(map(str, newest_ids)),
            scored=_whole(item["scored"]),
            memories=_memories(item, schema),
        )
    except _WRONG as error:
        raise _unreadable(item, f"{type(error).__name__}: {error}") from error


def is_alive(item: Mapping[str, Any], now: datetime) -> bool:
    """Return whether an item has not expired by `now`; one of the live market never does."""
    expires_at = item.get("expires_at")
    if not isinstance(expires_at, Decimal | None):
        raise _unreadable(item, f"expires_at is {expires_at!r}")
    return expires_at is None or expires_at > epoch_seconds(now)


def _attributes(memory: Memory) -> dict[str, Any]:
    last_alerts = {
        str(direction): {"at": format_timestamp(last.at), "severity": str(last.severity)}
        for direction, last in memory.last_alerts.items()
    }
    return {"state": memory.text, "last_alerts": last_alerts}


def _memories(item: Mapping[str, Any], schema: int) -> dict[str, Memory]:
    if schema < FIRST_SCHEMA:
        raise ValueError(f"schema is {schema}")
    if schema < SCHEMA:
        prices = item["window"] if schema == FIRST_SCHEMA else item["prices"].split()
        return {DETECTOR: Memory(window_text(map(Decimal, prices)), _last_alerts(item["last_alerts"]))}
    if schema == SCHEMA:
        return {str(name): _memory(entry) for name, entry in item["detectors"].items()}
    return _memories_of_later(item.get("detectors"))


def _memories_of_later(detectors: Any) -> dict[str, Memory]:
    """Return what is known here of a schema to come; the newer version reads what is written in its place."""
    if not isinstance(detectors, dict):
        return {DETECTOR: UNREADABLE}
    found: dict[str, Memory] = {}
    for name, entry in detectors.items():
        try:
            found[str(name)] = _memory(entry)
        except _WRONG:
            found[str(name)] = UNREADABLE
    return found


def _memory(entry: Mapping[str, Any]) -> Memory:
    if not isinstance(entry["state"], str):
        raise TypeError("a detector's state is not a text")
    return Memory(entry["state"], _last_alerts(entry["last_alerts"]))


def _last_alerts(values: Mapping[str, Any]) -> dict[Direction, LastAlert]:
    return {
        Direction(direction): LastAlert(parse_timestamp(last["at"]), Severity(last["severity"]))
        for direction, last in values.items()
    }


def _whole(number: Any) -> int:
    """Return a whole number of zero or more; TypeError or ValueError for what is none."""
    if not isinstance(number, Decimal | int) or isinstance(number, bool) or number != int(number) or number < 0:
        raise ValueError(f"not a whole number: {number!r}")
    return int(number)


def _unreadable(item: Mapping[str, Any], why: str) -> DependencyError:
    return DependencyError(
        f"detector state of {item.get('series')} cannot be read ({why[:200]}): delete the item, and the series begins "
        "anew"
    )
