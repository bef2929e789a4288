"""What every test gets: a clean environment, hypothesis profiles, and one emulator a run for who asks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.emulator import running_ministack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Emulator

LEAKING = ("AWS_", "FINPULSE_")

# No deadline: a busy machine is not a failure. CI draws the same examples on every run.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No account, profile or target of whoever runs the tests gets into a test."""
    for name in list(os.environ):
        if name.startswith(LEAKING):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """A real MiniStack, started once; tests keep apart by the names of what they create."""
    with running_ministack(tmp_path_factory.mktemp("ministack")) as ministack:
        yield ministack
