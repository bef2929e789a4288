"""`finpulse up` on a stack that is there already: without Terraform while that is safe."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.packaging import package_all
from finpulse_cli.stack.target import Continuity
from finpulse_cli.stack.terraform import unchanged as module
from tests.factories import NOON
from tests.outside import PYTHON
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.doubles.scripted_terraform import ScriptedTerraform

pytestmark = pytest.mark.starts_programs(PYTHON)
STATE: dict[str, Any] = {
    "version": 4,
    "serial": 7,
    "resources": [
        {"mode": "data", "type": "aws_region", "name": "current", "instances": [{"attributes": {}}]},
        {
            "mode": "managed",
            "type": "aws_lambda_function",
            "name": "this",
            "instances": [
                {"index_key": "aggregator", "attributes": {"source_code_hash": "old", "timeout": 3}},
                {"index_key": "api_handler", "attributes": {"source_code_hash": "as it was"}},
            ],
        },
    ],
}


@pytest.fixture
def scene(scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch) -> ScriptedTerraform:
    """A stack that was applied, and that runs on with all its parts."""
    monkeypatch.setattr(module, "missing_resources", lambda *_arguments: [])
    change(scene, "aggregator", "")
    scene.up()
    scene.target.home.terraform_state.write_text(json.dumps(STATE))
    scene.target.calls.clear()
    scene.target.continuity = Continuity.UNBROKEN
    return scene


@pytest.fixture
def uploads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the functions that were given new code."""
    seen: list[str] = []

    def update(_client: object, zips: Mapping[str, Path]) -> dict[str, dict[str, str]]:
        seen.extend(zips)
        return {name: {"LastModified": "now"} for name in zips}

    monkeypatch.setattr(module, "update_code", update)
    return seen


def change(scene: ScriptedTerraform, function: str, code: str) -> None:
    """Write a function's handler."""
    handler = scene.project.lambdas_dir / function / "handler.py"
    handler.parent.mkdir(exist_ok=True)
    handler.write_text(code)


def applies(scene: ScriptedTerraform) -> int:
    """How often Terraform has applied since the stack was there."""
    return scene.terraform_calls().count("apply") - 1


@pytest.mark.parametrize("continuity", [Continuity.UNBROKEN, Continuity.RESTORED])
def test_a_stack_that_is_as_it_was_applied_needs_no_terraform(continuity: Continuity, scene: ScriptedTerraform) -> None:
    scene.target.continuity = continuity

    assert scene.up() == StackOutputs.parse(OUTPUTS)

    assert applies(scene) == 0
    assert "nothing to apply" in scene.said
    assert ("as `finpulse down` left it" in scene.said) is (continuity is Continuity.RESTORED)
    assert scene.target.calls == ["start", "reconcile", "settle"]


def test_it_needs_no_terraform_on_this_machine_either(
    scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def required(_environ: object) -> None:
        raise AssertionError("Terraform was looked for")

    monkeypatch.setattr("finpulse_cli.stack.terraform.provision.require_terraform", required)

    scene.up()

    with pytest.raises(AssertionError, match="looked for"):
        scene.up(repair=True)


def test_a_repair_applies_whatever_was_recognised(scene: ScriptedTerraform) -> None:
    scene.up(repair=True)

    assert applies(scene) == 1


@pytest.mark.parametrize("continuity", [Continuity.UNBROKEN, Continuity.RESTORED])
def test_a_stack_that_lacks_something_is_applied(
    continuity: Continuity, scene: ScriptedTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.target.continuity = continuity
    monkeypatch.setattr(module, "missing_resources", lambda *_arguments: ["finpulse-quotes"])

    scene.up()

    assert applies(scene) == 1


def test_a_changed_configuration_is_applied(scene: ScriptedTerraform, uploads: list[str]) -> None:
    (scene.project.terraform_dir / "main.tf").write_text("# changed")
    change(scene, "aggregator", "changed = True")

    scene.up()

    assert (applies(scene), uploads) == (1, [])


@pytest.mark.parametrize("record", ["", "[]", '{"fingerprint": {"configuration": "x", "code": []}, "at": ""}'])
def test_without_a_record_of_the_last_apply_it_is_applied(record: str, scene: ScriptedTerraform) -> None:
    scene.target.home.applied.write_text(record)

    scene.up()

    assert applies(scene) == 1


def test_changed_code_alone_is_uploaded_and_noted_in_terraforms_state(
    scene: ScriptedTerraform, uploads: list[str]
) -> None:
    change(scene, "aggregator", "changed = True")

    scene.up()

    zip_ = scene.target.home.lambdas / "aggregator.zip"
    state = json.loads(scene.target.home.terraform_state.read_text())
    changed, untouched = (one["attributes"] for one in state["resources"][1]["instances"])
    digest = base64.b64encode(hashlib.sha256(zip_.read_bytes()).digest()).decode()
    assert (applies(scene), uploads) == (0, ["finpulse-aggregator"])
    assert changed == {
        "source_code_hash": digest,
        "code_sha256": digest,
        "source_code_size": zip_.stat().st_size,
        "last_modified": "now",
        "timeout": 3,
    }
    assert untouched == {"source_code_hash": "as it was"}
    assert state["serial"] == 8
    assert "updated aggregator" in scene.said
    assert scene.target.calls == ["start", "reconcile", "keep", "settle"]
    scene.up()
    assert "nothing to apply" in scene.said
    assert uploads == ["finpulse-aggregator"]


def test_code_of_a_function_that_is_not_deployed_is_only_noted(scene: ScriptedTerraform, uploads: list[str]) -> None:
    change(scene, "alpha", "changed = True")

    scene.up()

    assert (applies(scene), uploads) == (0, [])


@pytest.mark.parametrize("state", ["{", '{"version": 5}', '{"version": 4, "serial": 1, "resources": []}'])
def test_a_state_that_is_no_help_leaves_code_to_terraform(
    state: str, scene: ScriptedTerraform, uploads: list[str]
) -> None:
    scene.target.home.terraform_state.write_text(state)
    change(scene, "aggregator", "changed = True")

    scene.up()

    assert (applies(scene), uploads) == (1, [])


def test_code_that_was_not_taken_is_uploaded_again(
    scene: ScriptedTerraform, uploads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise FailedError("it did not take its new code")

    change(scene, "aggregator", "changed = True")
    with monkeypatch.context() as patched:
        patched.setattr(module, "update_code", refuse)
        with pytest.raises(FailedError):
            scene.up()

    scene.up()

    assert uploads == ["finpulse-aggregator"]


def zips(scene: ScriptedTerraform, code: bytes, *functions: str) -> dict[str, Path]:
    """Zips of other code."""
    paths = {name: scene.target.home.lambdas / f"{name}.zip" for name in functions}
    for path in paths.values():
        path.write_bytes(code)
    return paths


def test_code_alone_is_uploaded_and_the_next_up_finds_nothing_to_do(
    scene: ScriptedTerraform, uploads: list[str]
) -> None:
    change(scene, "aggregator", "NEW = 1\n")
    there = package_all(scene.project.lambdas_dir, scene.target.home.lambdas)

    assert module.update_code_alone(scene.target.parts, there, lambda: NOON) == ["aggregator"]
    assert module.update_code_alone(scene.target.parts, there, lambda: NOON) == []

    assert uploads == ["finpulse-aggregator"]
    scene.up()
    assert applies(scene) == 0
    assert len(uploads) == 1
    told = json.loads(scene.target.home.terraform_state.read_text())["resources"][1]["instances"][0]["attributes"]
    assert told["source_code_hash"] != "old"


def test_a_function_that_is_not_there_yet_takes_terraform(scene: ScriptedTerraform, uploads: list[str]) -> None:
    assert module.update_code_alone(scene.target.parts, zips(scene, b"new", "new_one"), lambda: NOON) is None
    scene.target.home.applied.unlink()
    assert module.update_code_alone(scene.target.parts, zips(scene, b"new", "aggregator"), lambda: NOON) is None
    assert uploads == []
