"""What the commands say of this machine, of the function that nobody but the schedule calls, and of nonsense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.waiting import eventually

if TYPE_CHECKING:
    from tests.e2e.sandbox import Sandbox


def test_logs_of_the_ingester(sandbox: Sandbox) -> None:
    """The schedule calls it once a minute."""
    eventually(lambda: sandbox.run("logs", "data_ingester", "--limit", "5").stdout.strip(), "a line of the ingester")


def test_doctor(sandbox: Sandbox) -> None:
    assert sandbox.json("doctor")


@pytest.mark.parametrize(
    "arguments",
    [
        ["replay", "no-such-fixture"],
        ["replay", "calm", "--speed", "fast"],
        ["replay", "calm", "--symbols", "NFLX"],
        ["tail", "nonsense"],
        ["anomalies", "--since", "yesterday"],
        ["logs", "no_such_function"],
        ["up", "--target", "moon"],
        ["parity", "embedded", "embedded"],
        ["no-such-command"],
    ],
)
def test_what_makes_no_sense_exits_2(sandbox: Sandbox, arguments: list[str]) -> None:
    assert sandbox.run(*arguments, code=2).stderr.strip()
