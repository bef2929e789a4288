from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lambdas.shared.domain.timestamps import (
    epoch_seconds,
    expiry,
    floor_millisecond,
    floor_minute,
    format_timestamp,
    parse_timestamp,
)
from lambdas.shared.errors import RecordError

MOMENT = datetime(2026, 11, 20, 14, 31, 7, 123_999, tzinfo=UTC)


def test_format_is_utc_with_milliseconds_cut_off() -> None:
    assert format_timestamp(MOMENT) == "2026-11-20T14:31:07.123Z"
    assert format_timestamp(datetime(2026, 11, 20, tzinfo=UTC)) == "2026-11-20T00:00:00.000Z"


def test_format_converts_other_zones() -> None:
    new_york = timezone(timedelta(hours=-5))
    assert format_timestamp(datetime(2026, 11, 20, 9, 31, tzinfo=new_york)) == "2026-11-20T14:31:00.000Z"


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00.000Z", "0999-12-31T23:59:59.999Z", "2024-02-29T12:00:00.001Z", "9999-12-31T23:59:59.999Z"],
)
def test_parse_and_format_are_inverse_over_the_whole_range(text: str) -> None:
    assert format_timestamp(parse_timestamp(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-20T14:31:00Z",
        "2026-11-20T14:31:00.000",
        "2026-11-20T14:31:00.000+00:00",
        "2026-11-20 14:31:00.000Z",
        "2026-11-20T14:31:00.000Z\n",
        "2026-11-20T14:31:00.000000Z",
        "٢٠٢٦-11-20T14:31:00.000Z",
    ],
)
def test_only_the_fixed_format_is_a_timestamp(text: str) -> None:
    with pytest.raises(RecordError, match="timestamp is not like"):
        parse_timestamp(text)


@pytest.mark.parametrize(
    "text",
    ["2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "0000-01-01T00:00:00.000Z", "2026-11-20T23:60:00.000Z"],
)
def test_a_moment_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(RecordError, match="names no real moment"):
        parse_timestamp(text)


def test_floors() -> None:
    assert floor_minute(MOMENT) == datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
    assert floor_millisecond(MOMENT) == MOMENT.replace(microsecond=123_000)


def test_expiry_is_whole_seconds_some_days_later() -> None:
    assert epoch_seconds(MOMENT) == 1795185067
    assert expiry(MOMENT, 7) == 1795185067 + 7 * 86_400
