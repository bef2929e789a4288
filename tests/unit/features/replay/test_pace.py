from __future__ import annotations

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.pace import PAGE, pages_of, parse_speed
from tests.unit.features.replay.builders import event


@pytest.mark.parametrize(("text", "speed"), [("max", None), ("60x", 60.0), ("1x", 1.0), ("0.5x", 0.5), ("2", 2.0)])
def test_speeds(text: str, speed: float | None) -> None:
    assert parse_speed(text) == speed


@pytest.mark.parametrize("text", ["", "fast", "-1x", "0x", "0", "x", "nan", "inf", "1e9", "٣x"])
def test_what_is_no_speed(text: str) -> None:
    with pytest.raises(UsageError, match="--speed"):
        parse_speed(text)


def test_at_full_speed_pages_are_full_and_due_at_once() -> None:
    events = [event(price=str(number + 1)) for number in range(PAGE + 1)]
    pages = list(pages_of([events], None))
    assert [(page.at, len(page.events)) for page in pages] == [(0.0, PAGE), (0.0, 1)]


def test_at_a_factor_events_of_one_moment_go_together_at_their_time() -> None:
    events = [event("AAPL", 0), event("MSFT", 0), event("AAPL", 2)]
    pages = list(pages_of([events], 60.0))
    assert [(page.at, len(page.events)) for page in pages] == [(0.0, 2), (120.0, 1)]


def test_a_round_begins_where_the_one_before_ended() -> None:
    events = [event(minute=0), event(minute=1)]
    pages = list(pages_of([events, events], 1.0))
    assert [page.at for page in pages] == [0.0, 60.0, 60.0, 120.0]
    assert [page.events[0] for page in pages] == events * 2
