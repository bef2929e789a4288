"""Puts that a kill cuts off begin again; others fail as ever."""

from __future__ import annotations

import threading

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.chaos.gate import Gate
from tests.waiting import eventually


class CutOff(threading.Thread):
    """A put whose first attempt fails once it is told to."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(daemon=True)
        self.gate = gate
        self.is_under_way, self.fails_now = threading.Event(), threading.Event()
        self.attempts = 0
        self.result: object = None

    def run(self) -> None:
        try:
            self.result = self.gate.through(self.put)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.result = error

    def put(self) -> str:
        self.attempts += 1
        if self.attempts == 1:
            self.is_under_way.set()
            self.fails_now.wait(10)
            raise OSError("refused")
        return "placed"


def test_what_the_kill_cuts_off_begins_again_once_the_target_is_back() -> None:
    gate = Gate()
    put = CutOff(gate)
    put.start()
    assert put.is_under_way.wait(10)
    with gate.closed():
        put.fails_now.set()
        gate.wait_for_those_under_way()
        assert put.attempts == 1
    put.join(10)
    assert (put.result, put.attempts) == ("placed", 2)


def test_a_failure_at_any_other_time_is_raised_and_ends_the_waiting_for_a_kill() -> None:
    gate = Gate()

    def fail() -> None:
        raise OSError("refused")

    with pytest.raises(OSError, match="refused"):
        gate.through(fail)
    assert not gate.wait_until(lambda: False)
    assert gate.wait_until(lambda: True)


def restart_in_vain(gate: Gate, put: CutOff) -> None:
    with gate.closed():
        put.fails_now.set()
        gate.wait_for_those_under_way()
        raise RuntimeError("no start")


def test_where_the_target_does_not_come_back_puts_fail() -> None:
    gate = Gate()
    put = CutOff(gate)
    put.start()
    assert put.is_under_way.wait(10)
    with pytest.raises(RuntimeError, match="no start"):
        restart_in_vain(gate, put)
    eventually(lambda: put.result is not None, "the put's end")
    assert isinstance(put.result, FailedError)
    assert "did not come back" in put.result.message
