"""What both targets on this machine have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.targets.embedded.target import EmbeddedTarget
from finpulse_cli.targets.local import LocalTarget
from finpulse_cli.targets.localstack.target import LocalStackTarget
from tests.unit.targets.outputs import OUTPUTS
from tests.unit.targets.said import Said

PROJECT = Project.find(Path(__file__))
MAKE: list[Callable[[TargetHome], LocalTarget]] = [
    lambda home: EmbeddedTarget(PROJECT, home, 4800),
    lambda home: LocalStackTarget(PROJECT, home, "http://127.0.0.1:4800"),
]


@pytest.fixture(params=MAKE, ids=["embedded", "localstack"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> LocalTarget:
    """One of them, of which nothing runs."""
    made = request.param(TargetHome(tmp_path / "target"))
    assert isinstance(made, LocalTarget)
    return made


def test_terraform_is_tflocal_with_its_state_in_a_file(target: LocalTarget) -> None:
    program, script = target.terraform_program()

    assert (program, Path(script).name) == (sys.executable, "tflocal")
    assert target.terraform_backend() is None
    environment = target.terraform_environment({"AWS_PROFILE": "production"}, None)
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4800"
    assert "AWS_PROFILE" not in environment


def test_nothing_is_made_before_the_apply(target: LocalTarget) -> None:
    said = Said()

    target.prepare(said)

    assert said == []
    assert not target.home.root.exists()


def test_the_dashboard_has_the_second_port_after_the_emulators(target: LocalTarget) -> None:
    assert target.dashboard_port == 4802
    assert target.is_local


def test_the_stack_is_the_one_that_was_kept(target: LocalTarget) -> None:
    with pytest.raises(MissingError, match="nothing is provisioned"):
        target.outputs()
    target.home.root.mkdir()
    save_outputs(target.home.outputs, OUTPUTS)
    assert target.outputs() == StackOutputs.parse(OUTPUTS)
