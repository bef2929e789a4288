"""Asking day and night changes nothing: the repeats of a closing quote are one event and no anomaly."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.sessions import last_session_closed_by, session_at
from tests.factories import ZSCORE
from tests.property.closing_week import CRASH, MINUTES, at_the_close, delayed, polled, prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent

    Provider = Callable[[datetime], bytes]

SESSION_MINUTES = 390 * 3 + 210  # Monday to Wednesday, nothing on Thursday, half of Friday
CLOSES = 5  # of these four days and of the Friday before


def anomalies(events: Iterable[PriceEvent]) -> list[datetime]:
    return [anomaly.event.timestamp for anomaly in detect(SeriesState(), events, ZSCORE).anomalies]


@pytest.mark.parametrize("is_one_process", [True, False])
@pytest.mark.parametrize("provider", [prompt, delayed])
def test_a_week_of_asking_by_the_minute_is_the_week_s_quotes_and_one_for_each_closed_stretch(
    provider: Provider, is_one_process: bool
) -> None:
    week = polled(provider, ExchangeHours.NYSE, is_one_process)

    assert len(week.without_repeats()) == SESSION_MINUTES + CLOSES
    assert anomalies(week.stream) == anomalies(week.without_repeats()) == [CRASH]


def test_each_closed_stretch_is_one_event_at_its_close() -> None:
    week = polled(prompt, ExchangeHours.NYSE, is_one_process=False)

    stretches = [list(minutes) for closed, minutes in groupby(MINUTES, lambda at: session_at(at) is None) if closed]
    assert len(stretches) == CLOSES
    for stretch in stretches:
        events = [event for minute in stretch for event in week.by_minute[minute]]
        closed = last_session_closed_by(stretch[0])
        assert len(events) == len(stretch)
        assert {(event.timestamp, event.session) for event in events} == {(closed.closes_at, closed.day)}
        assert len({event.event_id for event in events}) == 1


def test_one_process_puts_a_closing_quote_on_the_stream_once() -> None:
    week = polled(prompt, ExchangeHours.NYSE, is_one_process=True)

    assert week.stream == week.without_repeats()


def test_a_free_key_brings_one_event_a_session() -> None:
    week = polled(at_the_close, ExchangeHours.NYSE, is_one_process=False)

    closes = [event.timestamp for event in week.without_repeats()]
    assert len(closes) == CLOSES
    assert all(last_session_closed_by(close).closes_at == close for close in closes)
    assert anomalies(week.stream) == []


def test_the_repeats_would_be_anomalies_if_they_were_quotes_of_their_minutes() -> None:
    week = polled(prompt, ExchangeHours.ALWAYS, is_one_process=False)

    openings = {session.opens_at for minute in MINUTES if (session := session_at(minute)) is not None}
    assert set(anomalies(week.stream)) >= openings
