"""A client that answers from a script, for the adapter whose module names its SERVICE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber

from tests.doubles.stubbed import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Any:
    """A client that is never let onto the network."""
    return client_of(request.module.SERVICE)


@pytest.fixture
def stubber(client: Any) -> Iterator[Stubber]:
    """The client's script, of which nothing may be left over."""
    with Stubber(client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
