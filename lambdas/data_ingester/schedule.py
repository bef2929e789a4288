"""The minute that an invocation quotes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lambdas.shared.domain.timestamps import floor_minute
from lambdas.shared.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

INPUT = "scheduled_at"
UNFILLED = "<aws.scheduler.scheduled-time>"  # emulators pass the schedule's input on as it was written


def scheduled_minute(event: Mapping[str, object], now: datetime) -> datetime:
    """Return the minute (UTC) that the schedule named, else that of `now`.

    The schedule's input is `{"scheduled_at": "2026-11-20T14:31:00Z"}`. A schedule that is retried later names the
    same minute again, so its events keep their ids. Raises `RecordError` if the input names something that is no moment
    with a zone.
    """
    text = event.get(INPUT)
    if text is None or text == UNFILLED:
        return floor_minute(now.astimezone(UTC))
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise RecordError(f"{INPUT} is not like 2026-11-20T14:31:00Z: {str(text)[:40]!r}")
    return floor_minute(moment.astimezone(UTC))
