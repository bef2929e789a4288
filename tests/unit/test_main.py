"""Errors become a message, a next action and an exit code; no traceback reaches the screen."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ProfileNotFound, ReadTimeoutError

from finpulse_cli import main
from finpulse_cli.commands.command_group import COMMANDS
from finpulse_cli.core.errors import (
    CliError,
    ExitCode,
    ExpectationError,
    FailedError,
    MissingError,
    StoppedError,
    UsageError,
)
from finpulse_cli.main import run
from lambdas.shared.errors import DependencyError

if TYPE_CHECKING:
    from pathlib import Path

Ended = Callable[[list[str]], int]


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ended:
    """Runs the CLI and gives the exit code; what it keeps goes to a folder of the test's own."""
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))

    def call(arguments: list[str]) -> int:
        with pytest.raises(SystemExit) as caught:
            run(arguments)
        code = caught.value.code
        return code if isinstance(code, int) else 0

    return call


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let every command end in `error`."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(main, "app", fail)


@pytest.mark.parametrize(
    ("kind", "code"),
    [(FailedError, 1), (UsageError, 2), (ExpectationError, 3), (MissingError, 4), (StoppedError, 130)],
)
def test_an_error_for_the_user_says_what_to_do_next(
    kind: type[CliError], code: int, ended: Ended, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, kind("it broke", "mend it"))

    assert ended([]) == code

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "error: it broke\nnext:  mend it\n"


def wrapped(cause: Exception) -> DependencyError:
    """What an adapter makes of an error of the SDK."""
    error = DependencyError("Kinesis did not take records")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (EndpointConnectionError(endpoint_url="http://h:9"), ExitCode.MISSING, "nothing answers at http://h:9"),
        (ReadTimeoutError(endpoint_url="http://h:9"), ExitCode.MISSING, "finpulse up"),
        (ClientError({"Error": {"Code": "Nope", "Message": "no"}}, "PutItem"), ExitCode.FAILED, "PutItem was refused"),
        (
            wrapped(EndpointConnectionError(endpoint_url="http://h:9")),
            ExitCode.MISSING,
            "nothing answers at http://h:9",
        ),
        (ProfileNotFound(profile="x"), ExitCode.FAILED, "could not be found"),
    ],
)
def test_an_aws_error_is_told_in_one_line(
    error: Exception,
    code: int,
    told: str,
    ended: Ended,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    raising(monkeypatch, error)

    assert ended([]) == code
    assert told in capsys.readouterr().err


def test_what_nobody_foresaw_goes_into_a_log_file(
    ended: Ended, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, RuntimeError("boom"))

    assert ended([]) == ExitCode.FAILED

    shown = capsys.readouterr().err
    log = tmp_path / "finpulse-error.log"
    assert "unexpected RuntimeError: boom" in shown
    assert str(log) in shown
    assert "Traceback" not in shown
    assert "Traceback" in log.read_text()


def test_a_full_disk_is_told_by_its_name(
    ended: Ended, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/dev/full"))

    assert ended([]) == ExitCode.FAILED

    shown = capsys.readouterr().err
    assert "/dev/full could not be written: No space left on device; " in shown
    assert "MB are free there" in shown
    assert "make room" in shown
    assert "unexpected" not in shown


def test_a_log_file_that_cannot_be_written_costs_no_detail(
    ended: Ended, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "finpulse-error.log").mkdir()
    raising(monkeypatch, RuntimeError("boom"))

    assert ended([]) == ExitCode.FAILED

    shown = capsys.readouterr().err
    assert "could not be written (Is a directory), so the details are here:" in shown
    assert "RuntimeError: boom" in shown


def test_ctrl_c_ends_with_130(
    ended: Ended, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("finpulse_cli.commands.doctor.chosen_target", interrupted)

    assert ended(["doctor"]) == ExitCode.INTERRUPTED
    assert "stopped" in capsys.readouterr().err


def test_a_command_that_does_not_exist_is_a_usage_error(ended: Ended) -> None:
    assert ended(["upp"]) == ExitCode.USAGE


def test_a_target_that_does_not_exist_is_a_usage_error(ended: Ended, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["status", "--target", "moon"]) == ExitCode.USAGE
    assert "embedded, localstack, aws" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["up"], ["status"], ["down", "--purge", "--yes"]])
def test_aws_by_the_environment_alone_is_a_usage_error(
    command: list[str], ended: Ended, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINPULSE_TARGET", "aws")

    assert ended(command) == ExitCode.USAGE
    assert "AWS is used only where the command line names it" in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], *([entry.name] for entry in COMMANDS)])
def test_every_help_has_a_runnable_example(
    command: list[str], ended: Ended, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended([*command, "--help"]) == ExitCode.DONE
    assert "Example: finpulse" in capsys.readouterr().out


def test_version_is_told(ended: Ended, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("finpulse ")
