from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail import function_logs
from finpulse_cli.features.tail.function_logs import FunctionLog, LogLine
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeLogs

if TYPE_CHECKING:
    import pytest


def log(client: FakeLogs, *, seconds: float = 0, frames: bool = False) -> FunctionLog:
    """The log from `seconds` after NOON on."""
    given: Any = client
    return FunctionLog(given, "/aws/lambda/f", NOON + timedelta(seconds=seconds), frames)


def messages(lines: list[LogLine]) -> list[str]:
    return [line.message for line in lines]


def written(*texts: str) -> FakeLogs:
    """One line every second."""
    client = FakeLogs()
    for place, text in enumerate(texts):
        client.add(text, ms=1000 * place)
    return client


def test_the_newest_lines_in_time_order() -> None:
    lines, _ = log(written("a", "b", "c\n")).latest(2)
    assert messages(lines) == ["b", "c"]
    assert lines[0].at == NOON + timedelta(seconds=1)


def test_lines_before_since_are_left_out() -> None:
    assert messages(log(written("a", "b", "c"), seconds=1).latest(10)[0]) == ["b", "c"]


def test_frames_are_left_out_unless_asked_for() -> None:
    client = written("START RequestId: 1 Version: $LATEST", "text", "END RequestId: 1", "REPORT RequestId: 1\tx")
    assert messages(log(client).latest(10)[0]) == ["text", "REPORT RequestId: 1\tx"]
    assert len(log(client, frames=True).latest(10)[0]) == 4


def test_following_finds_late_lines_and_repeats_none() -> None:
    client = written("a", "b")
    tail = log(client)
    _, cursor = tail.latest(1)
    client.add("c", ms=2000)
    client.add("late", ms=500, stream="two")
    lines, cursor = tail.fresh(cursor)
    assert messages(lines) == ["late", "c"]
    assert tail.fresh(cursor)[0] == []


def test_equal_lines_of_one_millisecond_are_all_shown() -> None:
    client = FakeLogs()
    client.add("same")
    client.add("same")
    tail = log(client)
    lines, cursor = tail.latest(10)
    assert messages(lines) == ["same", "same"]
    client.add("same")
    assert messages(tail.fresh(cursor)[0]) == ["same"]


def test_lines_with_ids_of_their_own_are_told_apart_by_them() -> None:
    client = FakeLogs()
    client.add("a", event_id="1")
    tail = log(client)
    _, cursor = tail.latest(10)
    client.add("b", event_id="2")
    assert messages(tail.fresh(cursor)[0]) == ["b"]


def test_a_follow_remembers_only_what_it_may_meet_again() -> None:
    client = FakeLogs()
    client.add("old")
    client.add("new", ms=60_000)
    _, cursor = log(client).latest(10)
    assert len(cursor.seen) == 1


def test_an_answer_cut_off_without_a_token_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function_logs, "PAGE_SIZE", 3)
    client = written(*"abcdefg")
    client.cut = 3
    assert messages(log(client).latest(10)[0]) == list("abcdefg")


def test_an_answer_cut_off_within_one_millisecond_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function_logs, "PAGE_SIZE", 2)
    client = FakeLogs(cut=2)
    for text in "abc":
        client.add(text)
    assert messages(log(client).latest(10)[0]) == ["a", "b"]


def test_an_empty_group() -> None:
    lines, cursor = log(FakeLogs()).latest(10)
    assert lines == []
    assert log(FakeLogs()).fresh(cursor)[0] == []
