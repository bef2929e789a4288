from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.tail.since import parse_length, parse_since

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("90s", datetime(2026, 11, 20, 14, 29, 30, tzinfo=UTC)),
        ("15m", datetime(2026, 11, 20, 14, 16, tzinfo=UTC)),
        ("2h", datetime(2026, 11, 20, 12, 31, tzinfo=UTC)),
        (" 3d ", datetime(2026, 11, 17, 14, 31, tzinfo=UTC)),
        ("2026-11-19", datetime(2026, 11, 19, tzinfo=UTC)),
        ("2026-11-19T10:00", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("2026-11-19T10:00:00Z", datetime(2026, 11, 19, 10, tzinfo=UTC)),
        ("2026-11-19T10:00:00-05:00", datetime(2026, 11, 19, 15, tzinfo=UTC)),
    ],
)
def test_a_length_or_a_moment(text: str, moment: datetime) -> None:
    assert parse_since(text, NOW) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "2w", "-5m", "1.5h", "999999999d", "2026-13-01", "٣d"])
def test_anything_else_is_a_usage_error_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_since(text, NOW)
    assert "2h" in str(raised.value.next_action)
    assert "2026-11-20T14:31:00Z" in str(raised.value.next_action)


def test_a_length_alone() -> None:
    assert parse_length(" 2h", "--for") == timedelta(hours=2)
    with pytest.raises(UsageError, match="--for '2026-11-19' is no length of time"):
        parse_length("2026-11-19", "--for")
