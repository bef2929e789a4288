"""A plan that is shown, agreed to and carried out as it is; and plans that are only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, StoppedError
from finpulse_cli.stack.outputs import StackOutputs, load_outputs
from finpulse_cli.stack.terraform.json_events import Planned
from finpulse_cli.stack.terraform.stage import BACKEND_FILE, LEFT_STATE_FILE
from tests.doubles.scripted_terraform import APPLIED, LAKE, STREAM, ScriptedTerraform
from tests.outside import PYTHON
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.starts_programs(PYTHON)
BACKEND: dict[str, object] = {"s3": {"bucket": "b"}}
PLANNED = [Planned(*LAKE), Planned(*STREAM)]


@pytest.fixture
def scene(scene: ScriptedTerraform) -> ScriptedTerraform:
    """With a plan of two resources, on a target that is not on this machine."""
    scene.behave(APPLIED, plans=[[LAKE, STREAM]])
    scene.target.name, scene.target.is_local = "aws", False
    return scene


def agree(_changes: Sequence[Planned]) -> None:
    """Yes."""


def decline(_changes: Sequence[Planned]) -> None:
    """No."""
    raise StoppedError("nothing was changed")


def test_what_was_shown_is_carried_out_from_its_file(scene: ScriptedTerraform) -> None:
    scene.target.state_backend = BACKEND
    shown: list[Planned] = []

    outputs = scene.up(shown.extend)

    assert shown == PLANNED
    assert outputs == StackOutputs.parse(OUTPUTS) == load_outputs(scene.target.home.outputs)
    assert scene.target.calls == ["start", "reconcile", "prepare", "keep", "settle"]
    assert scene.terraform_calls() == ["init", "plan", "init", "apply"]
    ((_, file),) = scene.plan_files()
    assert scene.tflocal_arguments().splitlines()[-1].endswith(f"-auto-approve {file}")


def test_nothing_is_changed_before_the_answer(scene: ScriptedTerraform) -> None:
    seen: list[tuple[list[str], list[str]]] = []

    scene.up(lambda _changes: seen.append((list(scene.target.calls), scene.terraform_calls())))

    assert seen == [(["start", "reconcile"], ["init", "plan"])]


@pytest.mark.parametrize("backend", [None, BACKEND])
def test_a_no_changes_nothing(backend: dict[str, object] | None, scene: ScriptedTerraform) -> None:
    scene.target.state_backend = backend

    with pytest.raises(StoppedError, match="nothing was changed"):
        scene.up(decline)

    assert scene.target.calls == ["start", "reconcile"]
    assert "apply" not in scene.terraform_calls()
    home = scene.target.home
    assert not any(path.exists() for path in (home.outputs, home.applied, home.applying))


@pytest.mark.parametrize("ending", [agree, decline])
def test_a_plan_file_is_for_nobody_else_and_goes(ending: object, scene: ScriptedTerraform) -> None:
    try:
        scene.up(ending)  # type: ignore[arg-type]
    except StoppedError:
        assert ending is decline

    assert scene.plan_files()
    for mode, file in scene.plan_files():
        assert mode == "0o600"
        assert file.parent == scene.target.home.root
        assert not file.exists()


def test_a_state_that_gets_its_place_meanwhile_is_planned_for_again(scene: ScriptedTerraform) -> None:
    scene.up(agree)

    assert scene.terraform_calls() == ["init", "plan", "init", "plan", "init", "apply"]
    assert scene.staged(BACKEND_FILE) == {"terraform": {"backend": BACKEND}}


def test_the_order_of_a_plan_does_not_matter(scene: ScriptedTerraform) -> None:
    scene.behave(APPLIED, plans=[[LAKE, STREAM], [STREAM, LAKE]])

    assert scene.up(agree) == StackOutputs.parse(OUTPUTS)


@pytest.mark.parametrize(
    "second", [[LAKE], [LAKE, STREAM, ("aws_sns_topic.alerts", "create")], [LAKE, (STREAM[0], "replace")], []]
)
def test_a_plan_that_is_not_the_one_that_was_shown_is_refused(
    second: list[tuple[str, str]], scene: ScriptedTerraform
) -> None:
    scene.behave(APPLIED, plans=[[LAKE, STREAM], second])

    with pytest.raises(FailedError, match="not the one that was shown") as refused:
        scene.up(agree)

    assert "finpulse up --aws" in (refused.value.next_action or "")
    assert "apply" not in scene.terraform_calls()


def test_a_failed_apply_leaves_no_plan_and_can_go_on(scene: ScriptedTerraform) -> None:
    scene.behave({"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "no"}}, code=1)

    with pytest.raises(FailedError, match="terraform apply failed"):
        scene.up(agree)

    assert not any(file.exists() for _, file in scene.plan_files())
    assert not scene.target.home.applied.exists()
    assert not scene.target.home.applying.exists()


def test_who_stops_an_apply_is_told_how_to_go_on(scene: ScriptedTerraform) -> None:
    scene.behave(plans=[[LAKE]], interrupted="apply")

    with pytest.raises(StoppedError) as stopped:
        scene.up(agree)
    assert stopped.value.next_action == "run `finpulse up --aws` again"


def test_a_resource_that_terraform_does_not_know_is_the_users_to_remove(scene: ScriptedTerraform) -> None:
    error = {"severity": "error", "summary": "creating", "detail": "BucketAlreadyOwnedByYou"}
    scene.behave({"type": "diagnostic", "diagnostic": error}, code=1)

    with pytest.raises(FailedError, match="BucketAlreadyOwnedByYou") as failed:
        scene.up(agree)
    assert "delete it" in (failed.value.next_action or "")
    assert scene.terraform_calls().count("apply") == 1


def test_a_left_state_is_saved_before_anything_is_planned(scene: ScriptedTerraform) -> None:
    scene.preview()
    (scene.target.home.terraform_dir / LEFT_STATE_FILE).write_text("{}")

    scene.up(agree)

    arguments = [line for line in scene.tflocal_arguments().splitlines() if line.startswith(("state", "plan"))]
    assert [line.split()[0] for line in arguments] == ["plan", "state", "plan", "plan"]
    assert not (scene.target.home.terraform_dir / LEFT_STATE_FILE).exists()


def test_a_look_plans_without_a_lock_and_changes_nothing(scene: ScriptedTerraform) -> None:
    assert scene.preview() == PLANNED

    assert scene.target.calls == ["start", "reconcile"]
    assert scene.terraform_calls() == ["init", "plan"]
    assert "-lock=false" in scene.tflocal_arguments()
    ((mode, file),) = scene.plan_files()
    assert (mode, file.exists()) == ("0o600", False)


def test_a_look_leaves_an_unsaved_state_where_it_is(scene: ScriptedTerraform) -> None:
    scene.preview()
    left = scene.target.home.terraform_dir / LEFT_STATE_FILE
    left.write_text("{}")

    scene.preview()

    assert left.exists()
    assert "state push" not in scene.tflocal_arguments()


def test_a_plan_that_is_carried_out_is_made_under_a_lock(scene: ScriptedTerraform) -> None:
    scene.up(agree)

    assert "-lock=false" not in scene.tflocal_arguments()


def test_a_plan_that_fails_says_why_and_leaves_no_file(scene: ScriptedTerraform) -> None:
    error = {"severity": "error", "summary": "Invalid value", "address": "aws_kinesis_stream.quotes"}
    scene.behave({"type": "diagnostic", "diagnostic": error}, code=1, command="plan")

    for ask in (scene.preview, lambda: scene.up(agree)):
        with pytest.raises(FailedError, match=r"terraform plan failed:\n  aws_kinesis_stream.quotes: Invalid value"):
            ask()
    assert not any(file.exists() for _, file in scene.plan_files())
    assert "prepare" not in scene.target.calls
