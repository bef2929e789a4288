"""One suite for every target: whatever it runs on, the same replay leaves the same and the same commands answer.

The embedded target is always among them, a LocalStack where `--localstack-endpoint` says that one runs.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.e2e.sandbox import EMBEDDED, LOCALSTACK, LOCALSTACK_URL, PROJECT, Sandbox, free_port, provisioned


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test runs once on each target that there is."""
    if "target" in metafunc.fixturenames:
        endpoint = metafunc.config.getoption("localstack_endpoint")
        targets = [EMBEDDED, *([LOCALSTACK] if endpoint else [])]
        metafunc.parametrize("target", targets, indirect=True, scope="session")


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> str:
    """The name of the target; indirect, so that pytest keeps the tests of a target together."""
    return str(request.param)


@pytest.fixture(scope="session")
def sandbox(target: str, request: pytest.FixtureRequest) -> Sandbox:
    """The target of this test, provisioned."""
    found: Sandbox = request.getfixturevalue(f"{target}_sandbox")
    return found


@pytest.fixture(scope="session")
def localstack_sandbox(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The stack on the LocalStack that the run was told of."""
    there = {LOCALSTACK_URL: str(request.config.getoption("localstack_endpoint"))}
    with provisioned([Sandbox(tmp_path_factory.mktemp(LOCALSTACK), free_port(), there, LOCALSTACK)]) as (made,):
        yield made


@pytest.fixture
def fixture_copy(tmp_path: Path) -> Path:
    """A fixture with the replies of `calm` that no target has met: its name, and so its feeds, are its own."""
    return copy_of("calm", tmp_path)


def copy_of(shipped: str, folder: Path) -> Path:
    """A shipped fixture in a folder of its own, under a name of its own."""
    copied = Path(shutil.copytree(PROJECT / "fixtures" / shipped, folder / shipped))
    description = json.loads((copied / "fixture.json").read_text())
    name = f"{shipped}-{uuid4().hex[:8]}"
    (copied / "fixture.json").write_text(json.dumps({**description, "name": name}))
    return copied
