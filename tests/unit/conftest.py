"""Fixtures that unit tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from finpulse_cli.stack.clients import Clients
from tests.aws.clients import emulator_clients
from tests.emulator import Emulator
from tests.loopback_http import connected


@pytest.fixture(scope="session")
def clients(emulator: Emulator) -> Clients:
    """The CLI's clients of the emulator."""
    return emulator_clients(emulator.endpoint)


@pytest.fixture
def connection(request: pytest.FixtureRequest) -> Iterator[HTTPConnection]:
    """A connection that stays open, to the `server` of the test."""
    with connected(request.getfixturevalue("server").server_port) as made:
        yield made
