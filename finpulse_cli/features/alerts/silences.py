"""Silences: made, ended and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.text import Text

from finpulse_cli.core.errors import FailedError, UsageError, act
from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.ages import age_text
from finpulse_cli.features.tail.base import Column, Row
from lambdas.shared.domain.alert_policy import Silence
from lambdas.shared.domain.timestamps import floor_millisecond, format_timestamp, parse_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from finpulse_cli.features.tail.base import Values
    from lambdas.shared.adapters.dynamodb.alert_policy_store import DynamoAlertPolicy
    from lambdas.shared.domain.anomaly import Direction, Severity

LONGEST = timedelta(days=30)  # what is meant to last longer is no silence, and would be forgotten
COLUMNS = (
    Column("id", cells.text("silence_id", "bold"), 6),
    Column("symbol", cells.text("symbol"), 8),
    Column("direction", cells.text("direction"), 9),
    Column("severity", cells.text("severity"), 8),
    Column("from (UTC)", cells.moment("since"), 14),
    Column("until (UTC)", cells.moment("until"), 14),
    Column("state", lambda values, now: Text(_state(values, now)), 12),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is silenced; None stands for any."""

    symbol: str | None
    direction: Direction | None
    severity: Severity | None


def silence_from(scope: Scope, now: datetime, length: timedelta, silence_id: str) -> Silence:
    """Return a silence that begins now. Raises UsageError for one of no time, or of too long a time."""
    if not timedelta(0) < length <= LONGEST:
        raise UsageError(
            f"a silence lasts at most {LONGEST.days} days, and some time",
            "give --for a length like 30m, 2h or 3d, and silence again when it is over",
        )
    since = floor_millisecond(now)
    return Silence(silence_id, since, since + length, scope.symbol, scope.direction, scope.severity)


def end_silence(table: DynamoAlertPolicy, silence_id: str, now: datetime) -> Silence:
    """End a silence now; return it. Raises FailedError for one that is not there or has ended."""
    wanted = silence_id.strip().lower()
    for silence in table.load(now).silences:
        if silence.silence_id == wanted and silence.until > now:
            lifted = silence.ended(floor_millisecond(now))
            table.put_silence(lifted)
            return lifted
    raise FailedError(f"no silence {silence_id!r} lasts", act("list them with `{}`", "alerts silences"))


def silence_row(silence: Silence, now: datetime) -> Row:
    """Return one silence; None stands for any symbol, direction or severity."""
    values: dict[str, Any] = {
        "silence_id": silence.silence_id,
        "symbol": silence.symbol,
        "direction": silence.direction and str(silence.direction),
        "severity": silence.severity and str(silence.severity),
        "since": format_timestamp(silence.since),
        "until": format_timestamp(silence.until),
        "lasts": silence.until > now,
    }
    return Row(silence.silence_id, values)


def _state(values: Values, now: datetime) -> str:
    left = parse_timestamp(values["until"]) - now
    return f"{age_text(left)} left" if left > timedelta(0) else "over"


def scope_text(silence: Silence) -> str:
    """Return `all alerts`, `alerts of AAPL`, `MEDIUM DROP alerts of AAPL`."""
    kind = " ".join(str(part) for part in (silence.severity, silence.direction) if part)
    what = f"{kind} alerts" if kind else "alerts"
    return f"{what} of {silence.symbol}" if silence.symbol else f"all {what}"
