"""A purge: destroyed by Terraform, looked for everywhere, and only then forgotten."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.targets.aws import account_teardown as module
from finpulse_cli.targets.aws.account_teardown import AccountTeardown
from finpulse_cli.targets.aws.leftovers import Leftovers, Looked
from tests.doubles.contexts import context
from tests.unit.targets.aws.targets import StandIn

CLEAN = Looked("S3 buckets", 2)
LEFT = Looked("Kinesis streams", 3, ("finpulse-quotes",))
REFUSED = Looked("IAM roles", 0, problem="ListRoles was refused (AccessDenied)")


@dataclass
class Scene(StandIn):
    """An account, its state and a target, whose purge is noted."""

    home: TargetHome = field(default_factory=lambda: TargetHome(Path()))
    there: bool = True
    calls: list[str] = field(default_factory=list)

    @property
    def lifecycle(self) -> Scene:
        """The target's life cycle, too."""
        return self

    def exists(self) -> bool:
        """As the test says."""
        return self.there

    def purge(self, _report: object) -> None:
        """Note it."""
        self.calls.append("forget")


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    made = Scene(home=TargetHome(tmp_path))
    monkeypatch.setattr(
        "finpulse_cli.stack.terraform.destroy.destroy", lambda *_arguments: made.calls.append("destroy")
    )
    return made


def purged(scene: Scene, monkeypatch: pytest.MonkeyPatch, *looked: Looked) -> str:
    """What is said of a purge after which the services look so."""
    target: Any = scene
    screen = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(module, "leftovers", lambda *_arguments: Leftovers(looked))
    AccountTeardown(target, target).purge(context(), target, screen)
    said: Any = screen.file
    return str(said.getvalue())


def test_a_purge_destroys_looks_and_forgets(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "nothing billable of the stack is left" in purged(scene, monkeypatch, CLEAN)
    assert scene.calls == ["destroy", "forget"]
    assert "S3 buckets" in capsys.readouterr().out


def test_what_is_left_is_named_and_the_state_kept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FailedError, match="still there: Kinesis streams: finpulse-quotes") as failed:
        purged(scene, monkeypatch, CLEAN, LEFT)
    assert "down --aws --purge" in (failed.value.next_action or "")
    assert scene.calls == ["destroy"]
    assert "finpulse-quotes" in capsys.readouterr().out


def test_what_could_not_be_looked_at_is_no_proof(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FailedError, match="destroyed, but these were not looked at: IAM roles"):
        purged(scene, monkeypatch, CLEAN, REFUSED)
    assert scene.calls == ["destroy", "forget"]


def test_without_a_state_there_is_nothing_to_destroy(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.there = False

    with pytest.raises(MissingError, match="there is no state of a stack in s3://states/finpulse"):
        purged(scene, monkeypatch)
    assert scene.calls == []
