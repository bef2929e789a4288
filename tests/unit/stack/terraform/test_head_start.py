"""A first `up` that begins with what a first apply would have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.outputs import StackOutputs, save_outputs
from finpulse_cli.stack.target import Continuity
from finpulse_cli.stack.terraform import unchanged
from finpulse_cli.stack.terraform.applied import Applied
from finpulse_cli.stack.terraform.fingerprint import StackFingerprint, stack_fingerprint
from finpulse_cli.stack.terraform.stage import stage
from tests.doubles.scripted_terraform import Beginning
from tests.outside import PYTHON
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.doubles.scripted_terraform import ScriptedTerraform

pytestmark = pytest.mark.starts_programs(PYTHON)


@pytest.fixture
def scene(scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch) -> ScriptedTerraform:
    """A target that holds nothing, with a head start of just this stack."""
    monkeypatch.setattr(unchanged, "missing_resources", lambda *_arguments: [])
    scene.target.beginning = Beginning(lambda zips: write(scene, zips), scene.target.calls)
    return scene


def write(scene: ScriptedTerraform, zips: Mapping[str, Path], configuration: str | None = None) -> None:
    """What a first apply leaves; with another `configuration`, of another stack."""
    home = scene.target.home
    stage(scene.project.terraform_dir, home.terraform_dir, scene.target.variables({}))
    found = stack_fingerprint(home.terraform_dir, zips, {}, "")
    Applied(StackFingerprint(configuration or found.configuration, found.code), "then").save(home.applied)
    save_outputs(home.outputs, OUTPUTS)
    scene.target.continuity = Continuity.RESTORED


def no_terraform(_environ: object) -> None:
    """A machine without one."""
    raise MissingError("terraform is not on PATH")


def test_it_needs_no_terraform_at_all(scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("provision", "target_run"):
        monkeypatch.setattr(f"finpulse_cli.stack.terraform.{module}.require_terraform", no_terraform)

    assert scene.up() == StackOutputs.parse(OUTPUTS)

    assert scene.target.calls == ["lay", "start", "begun", "reconcile", "settle"]
    assert scene.terraform_calls() == []
    assert "nothing to apply" in scene.said
    assert "finpulse down" not in scene.said


def test_what_differs_is_applied_on_top(scene: ScriptedTerraform) -> None:
    scene.target.beginning = Beginning(lambda zips: write(scene, zips, "another"), scene.target.calls)

    scene.up()

    assert scene.target.calls == ["lay", "start", "begun", "reconcile", "keep", "settle"]
    assert scene.terraform_calls() == ["init", "apply"]


def test_without_terraform_what_differs_is_refused(scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.target.beginning = Beginning(lambda zips: write(scene, zips, "another"), scene.target.calls)
    monkeypatch.setattr("finpulse_cli.stack.terraform.provision.require_terraform", no_terraform)

    with pytest.raises(MissingError, match=r"differs.*terraform is not on PATH") as refused:
        scene.up()

    assert "TF_VAR_" in (refused.value.next_action or "")
    assert "down --purge" in (refused.value.next_action or "")


def test_from_scratch_it_is_left_alone(scene: ScriptedTerraform) -> None:
    scene.up(from_scratch=True)

    assert "lay" not in scene.target.calls
    assert scene.terraform_calls() == ["init", "apply"]


def test_one_that_does_not_fit_is_left_alone_and_terraform_is_asked_for_before_anything_starts(
    scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.target.beginning = Beginning(lambda zips: write(scene, zips), scene.target.calls, is_fit=False)
    monkeypatch.setattr("finpulse_cli.stack.terraform.provision.require_terraform", no_terraform)

    with pytest.raises(MissingError):
        scene.up()

    assert scene.target.calls == []


def test_a_stack_that_was_just_made_is_recognised_although_the_provider_came_with_it(scene: ScriptedTerraform) -> None:
    scene.up(from_scratch=True)
    (scene.target.home.terraform_dir / ".terraform.lock.hcl").touch()
    scene.target.continuity = Continuity.RESTORED
    scene.up(repair=True)

    scene.up()

    assert scene.terraform_calls().count("apply") == 2
