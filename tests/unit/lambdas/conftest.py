"""What the Lambdas' unit tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.shared.adapters import clients

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment that AWS gives a function, and clients made in it and forgotten afterwards."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    clients._client.cache_clear()
    yield
    clients._client.cache_clear()
