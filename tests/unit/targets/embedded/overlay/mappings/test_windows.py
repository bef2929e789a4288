"""Tumbling windows."""

from __future__ import annotations

from finpulse_cli.targets.embedded.overlay.mappings.windows import STATE_BYTES, Window
from tests.unit.targets.embedded.overlay.mappings.making import NOON, SOURCE


def test_windows_are_whole_multiples_of_their_length() -> None:
    window = Window.around(NOON + 61.5, 120)
    assert (window.start, window.end) == (NOON, NOON + 120)
    assert Window.around(NOON + 120, 120).start == NOON + 120


def test_the_event_says_which_window_it_is_of() -> None:
    event = Window(int(NOON), 120, {"sum": 1}).around_event({"Records": []}, SOURCE, final=True, early=False)
    assert event == {
        "Records": [],
        "window": {"start": "2025-11-27T12:00:00Z", "end": "2025-11-27T12:02:00Z"},
        "state": {"sum": 1},
        "shardId": SOURCE.shard_id,
        "eventSourceARN": SOURCE.stream_arn,
        "isFinalInvokeForWindow": True,
        "isWindowTerminatedEarly": False,
    }


def test_the_state_is_what_was_returned_last() -> None:
    window = Window(0, 60)
    assert window.state == {}
    following = window.after({"state": {"sum": 2}})
    assert following is not None
    assert following.state == {"sum": 2}


def test_an_answer_without_state_is_none() -> None:
    assert Window(0, 60).after({"batchItemFailures": []}) is None
    assert Window(0, 60).after(None) is None


def test_a_state_can_be_too_large() -> None:
    assert Window(0, 60, "x" * STATE_BYTES).is_too_large
    assert not Window(0, 60, "x" * 100).is_too_large
