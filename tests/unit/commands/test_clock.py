"""`finpulse clock`, on a target that is down and on a clock that notes what is done with it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.commands import clock as command
from finpulse_cli.core.errors import FailedError, MissingError, UsageError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.main import app
from finpulse_cli.targets.embedded.emulator_clock import EmulatorClockControl
from tests.doubles.stepped_clock import SteppedClock
from tests.factories import NOON

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def stepped(monkeypatch: pytest.MonkeyPatch) -> SteppedClock:
    clock = SteppedClock(NOON)
    monkeypatch.setattr(command, "open_clock", lambda _ctx, _target: clock)
    return clock


def run(*arguments: str) -> None:
    app(["clock", *arguments], standalone_mode=False)


def test_an_advance_goes_minute_by_minute_and_stays_stopped(
    stepped: SteppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    run("advance", "3m")
    assert stepped.done == ["step 17:01", "step 17:02", "step 17:03", "stop"]
    assert "2026-11-20 17:03:00 UTC, it stands still" in capsys.readouterr().out


def test_without_the_schedule_it_is_one_jump(stepped: SteppedClock) -> None:
    run("advance", "31d", "--skip-schedule")
    assert stepped.done == ["set 17:00", "stop"]
    assert stepped.moment == NOON + timedelta(days=31)


def test_an_advance_that_fails_on_the_way_is_settled_where_it_is(
    stepped: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(moment: Any) -> None:
        if moment > NOON + timedelta(minutes=1):
            raise FailedError("the consumers are not done", "wait")
        stepped._move("step", moment)

    monkeypatch.setattr(stepped, "step", step)
    with pytest.raises(FailedError):
        run("advance", "3m")
    assert stepped.done == ["step 17:01", "stop"]


def test_it_is_set_let_go_and_given_back(stepped: SteppedClock) -> None:
    run("set", "2026-11-20T14:30Z")
    run("run")
    run("reset")
    assert stepped.done == ["set 14:30", "run", "reset"]


@pytest.mark.parametrize("text", ["", "1", "2w", "-1h", "1.5h", "9999999d"])
def test_what_is_no_length_of_time(stepped: SteppedClock, text: str) -> None:
    with pytest.raises(UsageError, match="length of time"):
        command.parse_duration(text)
    assert stepped.done == []


@pytest.mark.parametrize("text", ["", "noon", "2026-13-01", "0001-01-01T00:00+05:00"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(UsageError, match="no moment"):
        command.parse_time(text)


def test_a_target_that_is_down_keeps_what_it_is_set_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    control = EmulatorClockControl(TargetHome(tmp_path / "embedded"), 1)
    monkeypatch.setattr(command, "open_clock", lambda _ctx, _target: control)
    run("set", "2026-11-20T09:30-05:00", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told == {"now": "2026-11-20T14:30:00+00:00", "stopped": True, "real": False, "offset_seconds": 0.0}
    with pytest.raises(MissingError, match="not running"):
        run("advance", "1h")
    run("reset")
    assert control.state().is_real


def test_aws_and_localstack_keep_the_real_time() -> None:
    with pytest.raises(UsageError, match="AWS keeps the real time"):
        run("--target", "aws")
    with pytest.raises(UsageError, match="functions keep the real time"):
        run("advance", "1h", "--target", "localstack")
