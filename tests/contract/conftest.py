"""Contract tests run every suite twice: on the in-memory double and on the adapter against a real MiniStack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.streaming import Streaming
from tests.contract.tables import MEMORY, REAL, Tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Emulator


@pytest.fixture(params=[MEMORY, REAL])
def kind(request: pytest.FixtureRequest) -> str:
    """Which implementation a test is about; the emulator starts only for the real one."""
    return str(request.param)


@pytest.fixture(scope="session")
def tables(emulator: Emulator) -> Tables:
    """Makes tables on the emulator."""
    return Tables(emulator.client("dynamodb"))


@pytest.fixture
def streaming(emulator: Emulator, tmp_path: Path) -> Streaming:
    """A stream, functions and queues of the test's own."""
    return Streaming(emulator, tmp_path)
