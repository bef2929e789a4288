from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.features.replay.rebase import Rebase, shift_of

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, moments)
def test_now_moves_by_whole_minutes_into_the_current_one(last: datetime, now: datetime) -> None:
    shift = shift_of(Rebase.NOW, last, now)
    assert shift % timedelta(minutes=1) == timedelta(0)
    assert (last + shift).replace(second=0, microsecond=0) == now.replace(second=0, microsecond=0)


@given(moments, moments)
def test_keep_moves_nothing(last: datetime, now: datetime) -> None:
    assert shift_of(Rebase.KEEP, last, now) == timedelta(0)
