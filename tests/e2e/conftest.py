"""Sandboxes, provisioned once a run and side by side: most of `up` is Terraform waiting."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.sandbox import PROVISION_SECONDS, Sandbox, free_port

SHARDS = (1, 2, 4)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything in this folder, and keeps the tests of one sandbox on one worker.

    A test with a sandbox of its own may run beside them: mostly it waits for Terraform.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pytest-xdist that ignored the groups would provision every sandbox once a worker."""
    items = [item for item in session.items if item.get_closest_marker("e2e")]
    grouped = all(f"@{_group(item)}" in item.nodeid for item in items)
    if session.config.getoption("loadgroup", default=False) and not grouped:
        pytest.exit("pytest-xdist does not group the end-to-end tests; see the versions in constraints.txt", 1)


def _group(item: pytest.Item) -> str:
    """The tests that may not run at the same time."""
    uses = getattr(item, "fixturenames", ())
    if "fresh" in uses:
        return item.name
    return "sandboxes" if "sandboxes" in uses else "sandbox"


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with one shard, as a user has it."""
    with provisioned([Sandbox(tmp_path_factory.mktemp("sandbox"), free_port())]) as (made,):
        yield made


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Sandbox]]:
    """A sandbox for each number of shards, for tests that compare them or change their mappings."""
    made = [
        Sandbox(tmp_path_factory.mktemp(f"shards-{shards}"), free_port(), {"TF_VAR_shard_count": str(shards)})
        for shards in SHARDS
    ]
    with provisioned(made):
        yield dict(zip(SHARDS, made, strict=True))


@contextmanager
def provisioned(sandboxes: Sequence[Sandbox]) -> Iterator[Sequence[Sandbox]]:
    """All of them up at the same time, and gone afterwards, whatever became of them."""
    starting = [(sandbox, sandbox.start("up", "--port", str(sandbox.port))) for sandbox in sandboxes]
    try:
        for _, running in starting:
            running.finish(0)
        yield sandboxes
    finally:
        for sandbox, running in starting:
            running.process.terminate()
            running.process.wait(timeout=PROVISION_SECONDS)
            sandbox.run("down", "--purge", "--yes")


@pytest.fixture
def fixture_copy(tmp_path: Path) -> Path:
    """A shipped fixture in a folder of its own, for tests that change it."""
    return Path(shutil.copytree(Path(__file__).resolve().parents[2] / "fixtures" / "calm", tmp_path / "calm"))
