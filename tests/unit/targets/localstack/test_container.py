"""LocalStack started and stopped by its own command line; the token is told to nobody else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.core.wait import wait_until
from finpulse_cli.targets.localstack import container
from finpulse_cli.targets.localstack.container import start, stop
from finpulse_cli.targets.localstack.needs import Starter
from finpulse_cli.targets.localstack.running import look
from tests.outside import OWN
from tests.ports import own_ports
from tests.unit.targets.localstack.programs import TOKEN, calls, program, working_lstk

pytestmark = pytest.mark.starts_programs(OWN)
ENVIRON = {"PATH": os.defpath, "LOCALSTACK_AUTH_TOKEN": f" {TOKEN} "}
NOWHERE = "http://127.0.0.1:1"


def silent(_line: str) -> None:
    """Takes a report and says nothing."""


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    return own_ports(1)


@pytest.fixture
def lstk(tmp_path: Path, port: int) -> Iterator[Starter]:
    """An `lstk` that works; its LocalStack is gone afterwards."""
    starter = Starter("lstk", str(working_lstk(tmp_path, port)))
    yield starter
    if look(f"http://127.0.0.1:{port}") is not None:
        stop(starter, ENVIRON, silent)
        assert wait_until(lambda: look(f"http://127.0.0.1:{port}") is None, 10)


@pytest.fixture
def failing(tmp_path: Path) -> Callable[[str], Starter]:
    """Makes an `lstk` of a body."""
    return lambda body: Starter("lstk", str(program(tmp_path, "lstk", body)))


def refused(starter: Starter, timeout_seconds: float = 0) -> FailedError:
    """The error of a start."""
    with pytest.raises(FailedError) as caught:
        start(starter, NOWHERE, ENVIRON, TOKEN, silent, timeout_seconds)
    assert TOKEN not in f"{caught.value.message} {caught.value.next_action}"
    return caught.value


def test_it_starts_and_stops(lstk: Starter, port: int) -> None:
    url, said = f"http://127.0.0.1:{port}", list[str]()

    running = start(lstk, url, ENVIRON, TOKEN, said.append, timeout_seconds=30)

    assert running == look(url)
    assert said[-1] == f"{running} is ready"
    assert TOKEN not in " ".join(said)
    stop(lstk, ENVIRON, said.append)
    assert wait_until(lambda: look(url) is None, 10)
    assert said[-1] == "LocalStack stopped"
    assert calls(Path(lstk.path)) == ["start --non-interactive", "stop"]


def test_one_that_goes_through_without_an_answer_says_where_to_look(failing: Callable[[str], Starter]) -> None:
    error = refused(failing(":"))

    assert f"does not answer at {NOWHERE}" in error.message
    assert error.next_action == "see why with `lstk logs`"


def test_a_failed_start_shows_the_end_of_what_it_said_without_the_token(failing: Callable[[str], Starter]) -> None:
    error = refused(
        failing("echo first; for n in 1 2 3 4 5 6 7; do echo $n; done; echo no: $LOCALSTACK_AUTH_TOKEN; exit 1")
    )

    assert error.message.startswith("`lstk start --non-interactive` failed:\n")
    assert error.message.endswith("  no: ***")
    assert "first" not in error.message


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        ("License activation failed", "check LOCALSTACK_AUTH_TOKEN"),
        ("your plan does not cover this auth token", "check LOCALSTACK_AUTH_TOKEN"),
        ("port 4566 is already in use", "FINPULSE_LOCALSTACK_URL"),
        ("Bind for 0.0.0.0:4566 failed: port is already allocated", "FINPULSE_LOCALSTACK_URL"),
        ("no space left on device", "finpulse up --target embedded"),
    ],
)
def test_a_failed_start_says_what_to_do(told: str, hint: str, failing: Callable[[str], Starter]) -> None:
    error = refused(failing(f"echo '{told}' >&2; exit 1"))

    assert told in error.message
    assert hint in (error.next_action or "")


def test_one_that_does_not_end_is_given_up(failing: Callable[[str], Starter], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_START_TIMEOUT_SECONDS", 0.2)

    error = refused(failing("while :; do :; done"))

    assert "did not end within" in error.message
    assert "`lstk start --non-interactive`" in (error.next_action or "")


def test_one_that_does_not_run_says_so(tmp_path: Path) -> None:
    error = refused(Starter("lstk", str(tmp_path / "gone")))

    assert "does not run: No such file" in error.message
    assert str(tmp_path / "gone") in (error.next_action or "")


def test_a_failed_stop_does_not_tell_the_token_either(failing: Callable[[str], Starter]) -> None:
    with pytest.raises(FailedError, match=r"`lstk stop` failed:\n  token \*\*\*") as caught:
        stop(failing("echo token $LOCALSTACK_AUTH_TOKEN; exit 1"), ENVIRON, silent)

    assert TOKEN not in str(caught.value)
