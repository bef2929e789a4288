"""Sandboxes, provisioned once a run and all at the same time: most of `up` is Terraform waiting."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.sandbox import PROVISION_SECONDS, Sandbox, free_port

SHARDS = (1, 2, 4)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything in this folder, and keeps what shares the sandboxes on one worker.

    A test with a sandbox of its own may run beside them: mostly it waits for Terraform.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")
            alone = "fresh" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group(item.name if alone else "sandboxes"))


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Sandbox]]:
    """A sandbox for each number of shards."""
    made = {
        shards: Sandbox(tmp_path_factory.mktemp(f"shards-{shards}"), free_port(), {"TF_VAR_shard_count": str(shards)})
        for shards in SHARDS
    }
    starting = {shards: sandbox.start("up", "--port", str(sandbox.port)) for shards, sandbox in made.items()}
    try:
        for running in starting.values():
            running.finish(0)
        yield made
    finally:
        for shards, running in starting.items():
            running.process.terminate()
            running.process.wait(timeout=PROVISION_SECONDS)
            made[shards].run("down", "--purge", "--yes")


@pytest.fixture(scope="session")
def sandbox(sandboxes: dict[int, Sandbox]) -> Sandbox:
    """The sandbox with one shard, as a user has it."""
    return sandboxes[1]


@pytest.fixture
def fixture_copy(tmp_path: Path) -> Path:
    """A shipped fixture in a folder of its own, for tests that change it."""
    return Path(shutil.copytree(Path(__file__).resolve().parents[2] / "fixtures" / "calm", tmp_path / "calm"))
