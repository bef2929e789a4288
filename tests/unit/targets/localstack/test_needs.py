"""What it takes to start LocalStack: the message names what is missing, and nothing that is there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from finpulse_cli.core.errors import ExitCode, MissingError
from finpulse_cli.targets.localstack.needs import (
    Starter,
    find_starter,
    is_startable,
    require_engine,
    require_startable,
    token,
)
from tests.outside import OWN
from tests.unit.targets.localstack.programs import ENGINE, NO_ENGINE, TOKEN, calls, program

pytestmark = pytest.mark.starts_programs(OWN)
VARIABLE = "LOCALSTACK_AUTH_TOKEN"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of PATH; beside the interpreter there is no `localstack`."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "python"))
    made = tmp_path / "bin"
    made.mkdir()
    return made


def environ(folder: Path, **more: str) -> dict[str, str]:
    """An environment with that PATH."""
    return {"PATH": str(folder)} | more


def missing(folder: Path, home: Path, **more: str) -> MissingError:
    """What is said to be missing."""
    assert not is_startable(environ(folder, **more), home)
    with pytest.raises(MissingError) as caught:
        require_startable(environ(folder, **more), home)
    assert caught.value.exit_code == ExitCode.MISSING
    assert "finpulse up --target embedded" in (caught.value.next_action or "")
    return caught.value


def test_without_docker_that_is_named(folder: Path, tmp_path: Path) -> None:
    error = missing(folder, tmp_path)

    assert error.message == "LocalStack runs in Docker, and `docker` is not on PATH"
    assert "install Docker" in (error.next_action or "")
    assert "FINPULSE_LOCALSTACK_URL" in (error.next_action or "")


@pytest.mark.parametrize("body", [NO_ENGINE, "echo", "exit 1"])
def test_without_an_engine_that_is_named(body: str, folder: Path, tmp_path: Path) -> None:
    docker = program(folder, "docker", body)

    error = missing(folder, tmp_path)

    assert "the Docker engine does not answer" in error.message
    assert "start Docker" in (error.next_action or "")
    assert calls(docker)[0].startswith("info")


def test_a_docker_that_does_not_run_is_no_engine(folder: Path) -> None:
    program(folder, "docker").write_text("#!/no/such/shell\n")

    with pytest.raises(MissingError, match="does not answer"):
        require_engine(environ(folder))


@pytest.mark.parametrize("value", ["", "  "])
def test_without_a_token_the_variable_is_named(value: str, folder: Path, tmp_path: Path) -> None:
    program(folder, "docker", ENGINE)

    error = missing(folder, tmp_path, **{VARIABLE: value})

    assert error.message == f"LocalStack needs a token to start, and {VARIABLE} is not set"
    assert "non-commercial" in (error.next_action or "")
    assert "Docker" not in error.message


def test_without_a_command_line_both_are_named_and_the_token_is_not_told(folder: Path, tmp_path: Path) -> None:
    program(folder, "docker", ENGINE)

    error = missing(folder, tmp_path, **{VARIABLE: TOKEN})

    assert error.message == "neither `lstk` nor `localstack` is installed"
    assert f"{sys.executable} -m pip install localstack" in (error.next_action or "")
    assert TOKEN not in f"{error.message} {error.next_action}"


def test_with_all_three_it_can_be_started(folder: Path, tmp_path: Path) -> None:
    program(folder, "docker", ENGINE)
    lstk = program(folder, "lstk")

    assert require_startable(environ(folder, **{VARIABLE: TOKEN}), tmp_path) == Starter("lstk", str(lstk))
    assert is_startable(environ(folder, **{VARIABLE: TOKEN}), tmp_path)
    assert calls(lstk) == []


def test_the_token_of_the_environment_wins_over_the_kept_one(tmp_path: Path) -> None:
    file = tmp_path / ".localstack" / "auth.json"
    file.parent.mkdir()
    file.write_text(json.dumps({VARIABLE: "kept"}))

    assert token({}, tmp_path) == "kept"
    assert token({VARIABLE: f" {TOKEN}\n"}, tmp_path) == TOKEN


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({VARIABLE: ""}), json.dumps({VARIABLE: None})])
def test_a_file_without_a_token_keeps_none(text: str, tmp_path: Path) -> None:
    assert token({}, tmp_path) is None
    (tmp_path / ".localstack").mkdir()
    (tmp_path / ".localstack" / "auth.json").write_text(text)
    assert token({}, tmp_path) is None


def test_lstk_is_preferred_then_this_environments_localstack_then_the_one_on_path(folder: Path) -> None:
    on_path = program(folder, "localstack")
    assert find_starter(environ(folder)) == Starter("localstack", str(on_path))
    own = program(Path(sys.executable).parent, "localstack")
    assert find_starter(environ(folder)) == Starter("localstack", str(own))
    lstk = program(folder, "lstk")
    assert find_starter(environ(folder)) == Starter("lstk", str(lstk))


def test_none_of_them_asks_questions_on_the_terminal() -> None:
    assert Starter("lstk", "/bin/lstk").start_command() == ["/bin/lstk", "start", "--non-interactive"]
    assert Starter("localstack", "/bin/localstack").start_command()[1:] == ["start", "--detached", "--no-banner"]
    assert Starter("lstk", "/bin/lstk").stop_command() == ["/bin/lstk", "stop"]
