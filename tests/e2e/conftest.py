"""Sandboxes of the end-to-end tests, provisioned once a run and side by side: most of `up` is Terraform waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser import running_chromium
from tests.e2e.sandbox import Sandbox, free_port, provisioned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

SHARDS = (1, 2, 4)


@pytest.fixture(scope="session")
def sandbox(embedded_sandbox: Sandbox) -> Sandbox:
    """A sandbox with one shard, as a user has it; the conformance suite uses the same one."""
    return embedded_sandbox


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox that nobody has provisioned yet."""
    made = Sandbox(tmp_path / "home", free_port())
    yield made
    made.run("down", "--purge", "--yes")


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Sandbox]]:
    """A sandbox for each number of shards, for tests that compare them or change their mappings."""
    made = [
        Sandbox(tmp_path_factory.mktemp(f"shards-{shards}"), free_port(), {"TF_VAR_shard_count": str(shards)})
        for shards in SHARDS
    ]
    with provisioned(made):
        yield dict(zip(SHARDS, made, strict=True))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a module."""
    with running_chromium() as running:
        yield running
