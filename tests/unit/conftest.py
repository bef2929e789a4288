"""Fixtures that unit tests of several rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.aws.clients import emulator_clients
from tests.loopback_http import connected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPConnection

    from finpulse_cli.stack.clients import Clients
    from tests.emulator import Emulator


@pytest.fixture(scope="session")
def clients(emulator: Emulator) -> Clients:
    """The CLI's clients of the emulator."""
    return emulator_clients(emulator.endpoint)


@pytest.fixture
def connection(request: pytest.FixtureRequest) -> Iterator[HTTPConnection]:
    """A connection that stays open, to the `server` of the test."""
    with connected(request.getfixturevalue("server").server_port) as made:
        yield made
