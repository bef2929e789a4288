"""`finpulse demo`: which commands it is made of, and with what."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.commands import demo as module
from finpulse_cli.core.errors import MissingError
from finpulse_cli.main import run
from finpulse_cli.targets.instance import Instance
from tests.ports import own_ports

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.stack.target import Target

USUAL = own_ports()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that holds nothing yet, and a usual port that is this test's own."""
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    monkeypatch.setattr(module, "DEFAULT_PORT", USUAL)
    return tmp_path


@pytest.fixture
def calls(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:  # noqa: ARG001 - in that home
    """What the demo had done, and with what: the port, the fixture, whether a browser is opened."""
    told: list[tuple[str, Any]] = []

    def provision(_context: object, target: Target, _screen: object) -> None:
        told.append(("provision", target.place.access.endpoint_url))

    def replay(_ctx: object, fixture: str, **options: bool) -> None:
        told.append(("replay", (fixture, options)))

    def dashboard(_ctx: object, **options: bool) -> None:
        told.append(("dashboard", options))

    for stand_in in (provision, replay, dashboard):
        monkeypatch.setattr(module, stand_in.__name__, stand_in)
    return told


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        run(["demo", *arguments])
    return int(caught.value.code or 0)


def test_it_provisions_replays_with_expectations_and_serves_the_page(
    calls: list[tuple[str, Any]], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--no-open") == 0

    assert [name for name, _ in calls] == ["provision", "replay", "dashboard"]
    assert calls[1][1] == ("flash-crash", {"expect": True, "json_output": False})
    assert calls[2][1] == {"no_open": True, "background": True, "as_json": False}
    assert (home / "current").read_text() == "embedded\n"
    assert str(home / "embedded") in capsys.readouterr().err


def test_another_port_is_taken_where_the_usual_one_is_somebody_elses(calls: list[tuple[str, Any]]) -> None:
    with socket.socket() as theirs:
        theirs.bind(("127.0.0.1", USUAL))
        theirs.listen()
        assert call() == 0

    assert calls[0][1] != f"http://127.0.0.1:{USUAL}"


def test_a_sandbox_that_is_there_keeps_its_port(calls: list[tuple[str, Any]], home: Path) -> None:
    port = own_ports()
    Instance(port).save(home / "embedded" / "instance.json")
    with socket.socket() as its_own:
        its_own.bind(("127.0.0.1", USUAL))
        its_own.listen()
        assert call() == 0

    assert calls[0][1] == f"http://127.0.0.1:{port}"


def test_without_node_a_clone_has_no_page_and_all_else(
    calls: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_page(*_arguments: object, **_options: object) -> None:
        raise MissingError("the dashboard needs Node.js, not found", "install Node.js")

    monkeypatch.setattr(module, "dashboard", no_page)

    assert call() == 0
    assert len(calls) == 2
    assert "install Node.js" in capsys.readouterr().err
