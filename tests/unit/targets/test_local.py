"""What both targets on this machine have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.stack.target import Target
from finpulse_cli.targets.embedded.target import embedded_target
from finpulse_cli.targets.localstack.target import localstack_target
from tests.doubles.contexts import context
from tests.unit.targets.outputs import OUTPUTS

MAKE: list[Callable[[TargetHome], Target]] = [
    lambda home: embedded_target(context(), home, 4800),
    lambda home: localstack_target(context(), home, "http://127.0.0.1:4800"),
]


@pytest.fixture(params=MAKE, ids=["embedded", "localstack"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """One of them, of which nothing runs."""
    made = request.param(TargetHome(tmp_path / "target"))
    assert isinstance(made, Target)
    return made


def test_terraform_is_tflocal_with_its_state_in_a_file(target: Target) -> None:
    program, script = target.root.program()

    assert (program, Path(script).name) == (sys.executable, "tflocal")
    assert target.root.backend() is None
    environment = target.root.environment({"AWS_PROFILE": "production"}, None)
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4800"
    assert "AWS_PROFILE" not in environment


def test_nothing_is_made_before_the_apply(target: Target) -> None:
    assert target.before_apply == ()
    assert not target.home.root.exists()


def test_the_dashboard_has_the_second_port_after_the_emulators(target: Target) -> None:
    assert target.place.addresses.dashboard_port == 4802
    assert target.is_local


def test_the_stack_is_the_one_that_was_kept(target: Target) -> None:
    with pytest.raises(MissingError, match="nothing is provisioned"):
        target.place.outputs()
    target.home.root.mkdir()
    save_outputs(target.home.outputs, OUTPUTS)
    assert target.place.outputs() == StackOutputs.parse(OUTPUTS)
