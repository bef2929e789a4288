"""`finpulse up` step by step, on a target and a tflocal of the test's own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.stack.outputs import StackOutputs, load_outputs
from finpulse_cli.stack.terraform.provision import provisioned
from tests.doubles.scripted_terraform import FakeTarget
from tests.outside import PYTHON
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from tests.doubles.scripted_terraform import ScriptedTerraform

pytestmark = pytest.mark.starts_programs(PYTHON)


def test_a_fresh_target_is_started_reconciled_initialised_and_applied(scene: ScriptedTerraform) -> None:
    outputs = scene.up()

    home = scene.target.home
    assert outputs == StackOutputs.parse(OUTPUTS) == load_outputs(home.outputs)
    assert scene.target.calls == ["start", "reconcile", "keep", "settle"]
    assert scene.terraform_calls() == ["init", "apply"]
    assert (home.lambdas / "alpha.zip").is_file()
    assert home.applied.exists()
    assert not home.applying.exists()


def test_a_target_that_was_killed_is_brought_up_before_it_is_used(scene: ScriptedTerraform) -> None:
    scene.up()
    for alive, applies in ((True, 1), (False, 2)):
        scene.target.alive = alive
        assert provisioned(scene.context, scene.target.parts, Console(file=io.StringIO())) == StackOutputs.parse(
            OUTPUTS
        )
        assert scene.terraform_calls().count("apply") == applies


def test_what_was_never_provisioned_is_not_brought_up(scene: ScriptedTerraform) -> None:
    with pytest.raises(MissingError, match="nothing is provisioned"):
        provisioned(scene.context, scene.target.parts, Console(file=io.StringIO()))


def test_a_target_that_may_hold_less_than_was_applied_is_applied_again(scene: ScriptedTerraform) -> None:
    scene.up()
    scene.up()

    assert scene.terraform_calls().count("apply") == 2


def failing(detail: str) -> dict[str, Any]:
    """An error of Terraform's."""
    return {"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "creating", "detail": detail}}


def test_a_failed_apply_can_go_on_and_is_not_taken_for_an_applied_one(scene: ScriptedTerraform) -> None:
    scene.up()
    scene.behave(failing("AccessDenied"), code=1)

    with pytest.raises(FailedError, match="AccessDenied"):
        scene.up()

    assert not scene.target.home.applied.exists()
    assert not scene.target.home.applying.exists()
    assert scene.target.home.outputs.exists()


def test_an_unknown_resource_in_a_first_apply_is_told_at_once(scene: ScriptedTerraform) -> None:
    scene.behave(failing("BucketAlreadyOwnedByYou"), code=1)

    with pytest.raises(FailedError) as caught:
        scene.up()

    assert scene.target.calls == ["start", "reconcile"]
    assert scene.terraform_calls().count("apply") == 1
    assert scene.target.home.applying.exists()
    assert "finpulse up" in (caught.value.next_action or "")


def test_what_a_change_asks_to_be_recreated_is_replaced(scene: ScriptedTerraform) -> None:
    scene.up()
    resharded = {name: {"value": value} for name, value in {**OUTPUTS, "shard_count": 4}.items()}
    scene.behave({"type": "outputs", "outputs": resharded})

    assert scene.up().shard_count == 4
    assert scene.terraform_calls().count("apply") == 3
    assert "-replace=mapping.one" in scene.tflocal_arguments()


def test_an_unknown_resource_later_is_left_to_the_user(scene: ScriptedTerraform) -> None:
    scene.up()
    scene.behave(failing("ResourceInUseException: already exists"), code=1)

    with pytest.raises(FailedError) as caught:
        scene.up()

    assert "--purge" in (caught.value.next_action or "")


def test_a_target_that_went_away_is_named_instead_of_its_consequences(scene: ScriptedTerraform) -> None:
    scene.behave(failing("connection refused"), code=1)
    scene.target.dies_at_work = True

    with pytest.raises(FailedError, match=r"the emulator went away .*emulator\.log"):
        scene.up()


def test_a_plan_whose_state_stays_where_it_is_is_made_once(
    scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeTarget, "prepare", lambda _target, _report: None)

    scene.up(approve=lambda _changes: None)

    assert scene.terraform_calls().count("plan") == 1
    assert scene.terraform_calls().count("apply") == 1
