"""The scene in which Terraform's steps are tested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.stack.terraform import destroy, provision, target_run
from finpulse_cli.stack.terraform.source import ProviderSource
from tests.doubles.scripted_terraform import APPLIED, FakeTarget, ScriptedTerraform

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScriptedTerraform:
    root = tmp_path / "clone"
    for name in ("terraform/main.tf", "lambdas/__init__.py", "lambdas/shared/__init__.py", "lambdas/alpha/handler.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    for module in (provision, target_run, destroy):
        monkeypatch.setattr(module, "require_terraform", lambda _environ: None)
    monkeypatch.setattr(target_run, "choose_source", lambda *_arguments: ProviderSource("nowhere", None))
    made = ScriptedTerraform(
        Project(root), FakeTarget(TargetHome(tmp_path / "home"), script=tmp_path / "tflocal"), tmp_path / "tflocal"
    )
    made.behave(APPLIED)
    return made
