"""The ticker as a process of a target."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.daemon.process import kill, running, start_time
from finpulse_cli.daemon.service import Service, ensure_running, halt
from finpulse_cli.standins.scheduler.ticker_service import problem, ticker_service
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)
PROJECT = Path(__file__).resolve().parents[4]


@pytest.fixture
def home(tmp_path: Path) -> TargetHome:
    """Folder of a target that is not provisioned."""
    made = TargetHome(tmp_path / "embedded")
    made.root.mkdir()
    return made


@pytest.fixture
def service(home: TargetHome) -> Iterator[Service]:
    """Its ticker; it is gone afterwards."""
    made = ticker_service(Project(PROJECT), home, os.environ)
    yield made
    record = running(made.launch.pid_file)
    if record is not None:
        kill(record)


@pytest.mark.starts_programs(PYTHON)
def test_it_starts_lives_and_ends_in_good_order(service: Service) -> None:
    said: list[str] = []

    assert ensure_running(service, said.append) is True
    assert ensure_running(service, said.append) is False
    healthy, detail = service.state()
    assert healthy
    assert detail.startswith("pid ")
    assert halt(service, said.append, timeout_seconds=20) is True
    assert said == ["the ticker started", "the ticker stopped"]
    assert service.state() == (False, "not running")


def test_two_targets_have_one_each(service: Service, tmp_path: Path) -> None:
    other = ticker_service(Project(PROJECT), TargetHome(tmp_path / "localstack"), os.environ)

    assert service.launch.environment["FINPULSE_TARGET"] == "embedded"
    assert other.launch.environment["FINPULSE_TARGET"] == "localstack"
    assert service.launch.pid_file != other.launch.pid_file


def test_one_that_gives_no_sign_is_not_well(home: TargetHome) -> None:
    assert problem(home, 1000.0) == "it is not running"
    began = start_time(os.getpid())
    record = {
        "pid": os.getpid(),
        "port": 0,
        "started_at": "2026-11-20T14:31:00.000Z",
        "start_time": began,
    }
    home.pid_file("scheduler").write_text(json.dumps(record))
    assert problem(home, 1000.0) == "it has not begun"

    home.heartbeat("scheduler").write_text(f"{os.getpid()}\n")
    os.utime(home.heartbeat("scheduler"), (1000.0, 1000.0))
    assert problem(home, 1060.0) is None
    assert problem(home, 1100.0) == "it has given no sign of life for 100 s"


def test_the_sign_of_an_earlier_process_does_not_count(home: TargetHome) -> None:
    began = start_time(os.getpid())
    record = {
        "pid": os.getpid(),
        "port": 0,
        "started_at": "2026-11-20T14:31:00.000Z",
        "start_time": began,
    }
    home.pid_file("scheduler").write_text(json.dumps(record))
    home.heartbeat("scheduler").write_text(f"{os.getpid() + 1}\n")

    assert problem(home, 0.0) == "it has not begun"
