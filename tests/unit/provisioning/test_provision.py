"""`finpulse up` step by step, on a target and a tflocal of the test's own."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from finpulse_cli.aws import Access, Clients
from finpulse_cli.console import Report
from finpulse_cli.errors import FailedError, MissingError
from finpulse_cli.paths import Project, TargetHome
from finpulse_cli.provisioning import provision as module
from finpulse_cli.provisioning import terraform
from finpulse_cli.provisioning.provision import provision, provisioned
from finpulse_cli.provisioning.source import ProviderSource
from finpulse_cli.provisioning.stack import StackOutputs, load_outputs
from finpulse_cli.targets.base import ProcessHealth
from finpulse_cli.targets.health import Part
from tests.unit.targets.outputs import OUTPUTS


@dataclass
class FakeTarget:
    """A target without processes: notes what is asked of it."""

    home: TargetHome
    restored: bool = False
    alive: bool = True
    dies_at_work: bool = False
    calls: list[str] = field(default_factory=list)
    name: str = "embedded"
    access: Access = field(default_factory=lambda: Access("http://127.0.0.1:1", "us-east-1", "test", "test"))
    capabilities: tuple[()] = ()
    throttles: bool = False
    dashboard_port: int = 3

    @property
    def clients(self) -> Clients:
        """Never asked here."""
        return Clients(self.access)

    def start(self, report: Report) -> None:
        """Note it."""
        self.calls.append("start")
        self.alive = True
        report("started")

    def stop(self, report: Report) -> None:
        """Not part of provisioning."""
        raise AssertionError(report)

    purge = stop

    def reconcile(self, report: Report) -> bool:
        """Note it."""
        self.calls.append("reconcile")
        report("reconciled")
        return self.restored

    def processes(self) -> list[ProcessHealth]:
        """One process."""
        return [ProcessHealth("the emulator", self.is_alive(), "", "emulator.log")]

    def terraform_variables(self, user: Mapping[str, str]) -> dict[str, object]:  # noqa: ARG002
        """None of note."""
        return {"region": "us-east-1"}

    def is_alive(self) -> bool:
        """As the test says."""
        return self.alive and not self.dies_at_work

    def has_died(self) -> bool:
        """As the test says."""
        return not self.alive

    def to_replace(self, before: StackOutputs | None, after: StackOutputs) -> list[str]:
        """What the test says, once there was something before."""
        return [] if before is None or before.shard_count == after.shard_count else ["mapping.one"]

    def terraform_environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Just enough to run Python."""
        return {"PATH": user["PATH"], "CONFIG": str(config_file)}

    def flush_lake(self) -> None:
        """Nothing to write."""

    def api_url(self, outputs: StackOutputs) -> str:
        """Any."""
        return outputs.api_url

    def websocket_url(self, outputs: StackOutputs) -> str:
        """Any."""
        return outputs.websocket_url


@dataclass
class Scene:
    """A project, a target, and a tflocal that does what the test says."""

    project: Project
    target: FakeTarget
    tflocal: Path

    def behave(self, *messages: Mapping[str, Any], code: int = 0) -> None:
        """What the next apply prints and ends with; init succeeds."""
        lines = [json.dumps(message) for message in messages]
        self.tflocal.write_text(
            "import pathlib, sys\n"
            "with pathlib.Path('calls').open('a') as calls: print(sys.argv[1], file=calls)\n"
            "with pathlib.Path('arguments').open('a') as arguments: print(*sys.argv[1:], file=arguments)\n"
            "pathlib.Path('.terraform').mkdir(exist_ok=True)\n"
            "if sys.argv[1] == 'apply':\n"
            f"    for line in {lines!r}: print(line)\n"
            f"    sys.exit({code})\n"
        )

    def up(self) -> StackOutputs:
        """Provision."""
        return provision(self.project, self.target, {"PATH": os.environ["PATH"]}, Console(file=io.StringIO()))

    def tflocal_arguments(self) -> str:
        """Every argument that tflocal was called with since the scene began."""
        return (self.target.home.terraform_dir / "arguments").read_text()

    def terraform_calls(self) -> list[str]:
        """What tflocal was called with since the scene began."""
        calls = self.target.home.terraform_dir / "calls"
        return calls.read_text().split() if calls.exists() else []


APPLIED = {"type": "outputs", "outputs": {name: {"value": value} for name, value in OUTPUTS.items()}}


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    root = tmp_path / "clone"
    for name in ("terraform/main.tf", "lambdas/__init__.py", "lambdas/shared/__init__.py", "lambdas/alpha/handler.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    monkeypatch.setattr(terraform, "tflocal_path", lambda: tmp_path / "tflocal")
    monkeypatch.setattr(module, "require_terraform", lambda _environ: None)
    monkeypatch.setattr(module, "choose_source", lambda *_arguments: ProviderSource("nowhere", None))
    made = Scene(Project(root), FakeTarget(TargetHome(tmp_path / "home")), tmp_path / "tflocal")
    made.behave(APPLIED)
    return made


def test_a_fresh_target_is_started_reconciled_initialised_and_applied(scene: Scene) -> None:
    outputs = scene.up()

    home = scene.target.home
    assert outputs == StackOutputs.parse(OUTPUTS) == load_outputs(home.outputs)
    assert scene.target.calls == ["start", "reconcile"]
    assert scene.terraform_calls() == ["init", "apply"]
    assert (home.lambdas / "alpha.zip").is_file()
    assert home.applied.exists()
    assert not home.applying.exists()


def test_a_target_that_was_killed_is_brought_up_before_it_is_used(scene: Scene) -> None:
    scene.up()
    environ = {"PATH": os.environ["PATH"]}

    for alive, applies in ((True, 1), (False, 2)):
        scene.target.alive = alive
        assert provisioned(scene.project, scene.target, environ, Console(file=io.StringIO())) == StackOutputs.parse(
            OUTPUTS
        )
        assert scene.terraform_calls().count("apply") == applies


def test_what_was_never_provisioned_is_not_brought_up(scene: Scene) -> None:
    with pytest.raises(MissingError, match="nothing is provisioned"):
        provisioned(scene.project, scene.target, {}, Console(file=io.StringIO()))


def test_a_second_up_applies_again_to_repair_what_was_changed_by_hand(scene: Scene) -> None:
    scene.up()
    scene.up()

    assert scene.terraform_calls().count("apply") == 2


@pytest.mark.parametrize(("healthy", "applies"), [(True, 1), (False, 2)])
def test_a_restored_target_needs_no_terraform_while_all_its_parts_answer(
    healthy: bool, applies: int, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "stack_parts", lambda *_arguments: [Part("stream", healthy, "")])
    scene.up()
    scene.target.restored = True

    assert scene.up() == StackOutputs.parse(OUTPUTS)
    assert scene.terraform_calls().count("apply") == applies


def test_a_restored_target_with_changed_code_is_applied(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "stack_parts", lambda *_arguments: [])
    scene.up()
    scene.target.restored = True
    (scene.project.lambdas_dir / "alpha" / "handler.py").write_text("changed = True\n")

    scene.up()

    assert scene.terraform_calls().count("apply") == 2


def failing(detail: str) -> dict[str, Any]:
    """An error of Terraform's."""
    return {"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "creating", "detail": detail}}


def test_a_failed_apply_can_go_on_and_is_not_taken_for_an_applied_one(scene: Scene) -> None:
    scene.up()
    scene.behave(failing("AccessDenied"), code=1)

    with pytest.raises(FailedError, match="AccessDenied"):
        scene.up()

    assert not scene.target.home.applied.exists()
    assert not scene.target.home.applying.exists()
    assert scene.target.home.outputs.exists()


def test_an_unknown_resource_in_a_first_apply_begins_anew_once(scene: Scene) -> None:
    scene.behave(failing("BucketAlreadyOwnedByYou"), code=1)

    with pytest.raises(FailedError) as caught:
        scene.up()

    assert scene.target.calls == ["start", "reconcile", "reconcile"]
    assert scene.terraform_calls().count("apply") == 2
    assert scene.target.home.applying.exists()
    assert "finpulse up" in (caught.value.next_action or "")


def test_what_a_change_asks_to_be_made_anew_is_replaced(scene: Scene) -> None:
    scene.up()
    resharded = {name: {"value": value} for name, value in {**OUTPUTS, "shard_count": 4}.items()}
    scene.behave({"type": "outputs", "outputs": resharded})

    assert scene.up().shard_count == 4
    assert scene.terraform_calls().count("apply") == 3
    assert "-replace=mapping.one" in scene.tflocal_arguments()


def test_an_unknown_resource_later_is_left_to_the_user(scene: Scene) -> None:
    scene.up()
    scene.behave(failing("ResourceInUseException: already exists"), code=1)

    with pytest.raises(FailedError) as caught:
        scene.up()

    assert "--purge" in (caught.value.next_action or "")


def test_a_target_that_went_away_is_named_instead_of_its_consequences(scene: Scene) -> None:
    scene.behave(failing("connection refused"), code=1)
    scene.target.dies_at_work = True

    with pytest.raises(FailedError, match=r"the emulator went away .*emulator\.log"):
        scene.up()
