"""What every test gets: a clean environment, no way outside that it did not ask for (`tests.outside`), hypothesis
profiles, one emulator or sandbox a run for who asks.

The tests that drive a sandbox (`e2e`, `conformance`) are kept together here: those of one sandbox on one worker.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from hypothesis import HealthCheck, settings

from tests import outside
from tests.e2e.sandbox import EMBEDDED, LOCALSTACK, Sandbox, free_port, provisioned
from tests.emulator import running_ministack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Emulator

LEAKING = ("AWS_", "FINPULSE_")
SANDBOXED = {Path(__file__).parent / name for name in ("e2e", "conformance")}

# No deadline: a busy machine is not a failure. CI draws the same examples on every run.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
# for a thousand runs of a suite; the mutation tester asks for it by --hypothesis-profile
settings.register_profile("brief", settings.get_profile("local"), derandomize=True, max_examples=15)
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
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps the keys that it found first


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """A real MiniStack, started once; tests keep apart by the names of what they create."""
    with running_ministack(tmp_path_factory.mktemp("ministack")) as ministack:
        yield ministack


@pytest.fixture(scope="session")
def embedded_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox on the embedded target with one shard, as a user has it."""
    with provisioned([Sandbox(tmp_path_factory.mktemp("sandbox"), free_port())]) as (made,):
        yield made


def pytest_configure(config: pytest.Config) -> None:
    """Watch every test."""
    config.pluginmanager.register(outside)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the conformance suite finds a LocalStack."""
    parser.addoption("--localstack-endpoint", metavar="URL", help="run the conformance suite on this LocalStack too")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything that drives a sandbox, and keeps the tests of one sandbox on one worker.

    They run the CLI and a browser; a LocalStack may be reached by a name. A test with a sandbox of its own may run
    beside the others: mostly it waits for Terraform.
    """
    for item in items:
        if SANDBOXED & set(item.path.parents):
            item.add_marker("e2e")
            item.add_marker("starts_programs")
            if _group(item) == LOCALSTACK:
                item.add_marker("network")
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
    if "built" in uses or "installed" in uses:
        return "wheel"
    if "sandboxes" in uses:
        return "sandboxes"
    target = item.callspec.params.get("target", EMBEDDED) if hasattr(item, "callspec") else EMBEDDED
    return "sandbox" if target == EMBEDDED else str(target)
