from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.features.replay.pace import pages_of
from finpulse_cli.features.replay.playback import Playback
from finpulse_cli.features.replay.turns import Turns
from tests.doubles.sleeping_clock import SleepingClock
from tests.doubles.watched_replay import WatchedReplay
from tests.unit.features.replay.builders import OPENING, event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EVENTS = [event("AAPL", 0), event("MSFT", 0), event("AAPL", 1), event("AAPL", 2)]
PAGES = list(pages_of([EVENTS], 60.0))


class TypedKeys(SleepingClock):
    """Keys that are pressed as the seconds pass: those of each second, in order."""

    def __init__(self, by_second: Mapping[int, str]) -> None:
        super().__init__(OPENING)
        self._by_second = {second: list(keys) for second, keys in by_second.items()}

    def wait(self, seconds: float) -> str | None:
        due = self._by_second.get(int((self.now - OPENING).total_seconds()))
        if due:
            return due.pop(0)
        self.sleep(seconds)
        return None


def played(by_second: Mapping[int, str]) -> tuple[list[float], WatchedReplay]:
    """When each page went out, in seconds, at 60x."""
    keys, replay = TypedKeys(by_second), WatchedReplay()
    turns = Turns(Playback(60, keys.clock), keys, replay.watch(sent=0), replay)

    def went() -> Iterator[float]:
        for page in PAGES:
            if not turns.wait_for(page):
                return
            yield round((keys.now - OPENING).total_seconds(), 6)

    return list(went()), replay


def test_without_keys_each_moment_goes_out_at_its_time() -> None:
    times, replay = played({})
    assert times == [0, 1, 2]
    assert replay.states == ["playing 60x 09:30:00", "playing 60x 09:31:00", "playing 60x 09:32:00"]


def test_a_pause_holds_everything_up_until_it_ends() -> None:
    assert played({0: " ", 5: " "})[0] == [0, 6, 7]


def test_steps_go_moment_by_moment() -> None:
    times, replay = played({0: " ", 3: "n", 7: "n"})
    assert times == [0, 3, 7]
    assert replay.states[-1] == "paused 60x 09:32:00"


def test_a_slower_speed_counts_from_where_it_is() -> None:
    assert played({0: "-"})[0] == [0, 2, 4]


def test_the_end_comes_at_once_and_the_rest_is_not_sent() -> None:
    assert played({0: " q"})[0] == []
    assert played({1: "q"})[0] == [0]
