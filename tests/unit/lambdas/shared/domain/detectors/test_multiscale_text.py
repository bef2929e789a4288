"""States of `multiscale` that this version wrote, and texts that it did not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.domain.detectors.multiscale import MultiscaleDetector
from lambdas.shared.domain.detectors.multiscale_text import state_of_text, state_text
from tests.minute_bars import trading_days, walk

if TYPE_CHECKING:
    from lambdas.shared.domain.detectors.multiscale_state import MultiscaleState

DETECTOR = MultiscaleDetector(quiet_up_to=3.0)
BARS = walk(trading_days(2))


def states() -> list[MultiscaleState]:
    found = [DETECTOR.initial()]
    for event in BARS[:420]:
        found.append(DETECTOR.score(found[-1], event)[0])
    return found


STATES = states()
TEXT = state_text(STATES[-1])


def test_every_state_on_the_way_is_read_as_it_was_written() -> None:
    for state in STATES:
        again = state_of_text(state_text(state))
        assert again == state
        assert state_text(again) == state_text(state)


def test_a_state_that_was_put_away_goes_on_to_the_last_bit() -> None:
    kept, put_away = STATES[-1], state_of_text(TEXT)
    for event in BARS[420:500]:
        kept, score, _ = DETECTOR.score(kept, event)
        put_away, again, _ = DETECTOR.score(state_of_text(state_text(put_away)), event)
        assert (again, put_away) == (score, kept)


def test_a_state_takes_less_than_a_kilobyte() -> None:
    assert max(len(state_text(state)) for state in STATES) < 1000


WRONG: list[dict[str, Any]] = [
    {"version": 2},
    {"version": None},
    {"session": "today"},
    {"session": 5},
    {"price": "x"},
    {"price": "-1"},
    {"price": "NaN"},
    {"closes": "1 2"},
    {"closes": 5},
    {"closes": ""},
    {"closes": " ".join(["1"] * 16), "levels": [0.0] * 16},
    {"levels": ["x"]},
    {"span": 0},
    {"span": None},
    {"fast": -1},
    {"tick": 0},
    {"close": 1.0},
    {"another": 1},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_state_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="state of multiscale"):
        state_of_text(json.dumps({**json.loads(TEXT), **wrong}))


@pytest.mark.parametrize("name", ["session", "closes", "version"])
def test_a_text_that_lacks_a_member_is_refused(name: str) -> None:
    values = json.loads(TEXT)
    del values[name]
    with pytest.raises(ValueError, match="state of multiscale"):
        state_of_text(json.dumps(values))


@pytest.mark.parametrize("text", ["", "[]", "5", "{"])
def test_a_text_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # JSON has its own words
        state_of_text(text)
