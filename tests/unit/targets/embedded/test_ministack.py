"""MiniStack: the pinned version, a clean environment, and a health page read with care."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.embedded import ministack
from finpulse_cli.targets.embedded.ministack import VERSION, Health, environment, health, require_installed

if TYPE_CHECKING:
    from tests.emulator import Emulator

USER = {
    "PATH": "/usr/bin",
    "HOME": "/home/user",
    "AWS_PROFILE": "production",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_SESSION_TOKEN": "real",
    "AWS_ENDPOINT_URL": "http://elsewhere",
    "DOCKER_HOST": "tcp://docker:2375",
    "PYTHONPATH": "/elsewhere",
}


def test_nothing_of_the_users_aws_reaches_the_emulator() -> None:
    made = environment(TargetHome(Path("/data/embedded")), 4566, "us-east-1", USER)

    assert made["PATH"] == "/usr/bin"
    assert not set(made) & {"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "PYTHONPATH"}
    assert made["HOME"] == "/data/embedded"
    assert made["DOCKER_HOST"] == "unix:///data/embedded/no-docker.sock"


def test_it_listens_on_loopback_enforces_iam_and_keeps_its_state() -> None:
    made = environment(TargetHome(Path("/data/embedded")), 4800, "us-east-1", {})

    assert made["BIND_HOST"] == "127.0.0.1"
    assert made["GATEWAY_PORT"] == "4800"
    assert made["AUTH"] == "true"
    assert (made["PERSIST_STATE"], made["STATE_DIR"]) == ("1", "/data/embedded/state")
    assert (made["S3_PERSIST"], made["S3_DATA_DIR"]) == ("1", "/data/embedded/s3")


def test_the_health_page_of_a_real_one_is_understood(emulator: Emulator) -> None:
    found = health(urlsplit(emulator.endpoint).port or 0)

    assert found == Health(version=VERSION, enforces_iam=True)
    assert found.problem is None


def test_nothing_there_is_no_health() -> None:
    assert health(1, timeout_seconds=1) is None


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (Health("1.4.0", enforces_iam=True), "MiniStack 1.4.0 is running"),
        (Health("", enforces_iam=True), "unknown version"),
        (Health(VERSION, enforces_iam=False), "does not enforce IAM"),
    ],
)
def test_an_emulator_that_will_not_do_says_why(found: Health, problem: str) -> None:
    assert problem in (found.problem or "")


@pytest.mark.parametrize(("version", "told"), [(None, "is not installed"), ("1.4.0", "1.4.0 is installed")])
def test_another_version_is_refused_with_the_command_that_mends_it(
    version: str | None, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ministack, "installed_version", lambda: version)

    with pytest.raises(MissingError, match=told) as caught:
        require_installed()

    assert f"ministack[full]=={VERSION}" in (caught.value.next_action or "")


def test_the_pinned_version_is_accepted() -> None:
    require_installed()


def test_one_that_keeps_no_state_says_so_at_once(emulator: Emulator) -> None:
    port = urlsplit(emulator.endpoint).port or 0
    assert str(ministack.checkpoint(port)).startswith("this emulator keeps no state (")
    assert ministack.not_kept(port) is None


def test_what_does_not_answer_or_is_something_else_saves_nothing() -> None:
    assert ministack.checkpoint(1, 1) == "the emulator does not answer"
