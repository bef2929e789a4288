"""Terraform against an emulator: tflocal, with its state in a file of the target's home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.stack.terraform.environment import local_environment
from finpulse_cli.stack.terraform.stage import forget
from finpulse_cli.stack.terraform.tflocal import named_program, tflocal_program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from finpulse_cli.core.paths import TargetHome
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place


class TflocalRoot:
    """See `finpulse_cli.stack.target.TerraformRoot`; each target on this machine adds its variables."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def program(self) -> list[str]:
        """Return tflocal."""
        return tflocal_program()

    def backend(self) -> Mapping[str, object] | None:
        """Return None: the state is a file in the staged folder."""
        return None

    def environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Return the environment for tflocal against the emulator."""
        return local_environment(self._place.access, user, config_file) | named_program(user)

    def to_replace(self, _before: StackOutputs | None, _after: StackOutputs) -> list[str]:
        """Return nothing: mappings keep up with the shards."""
        return []


def forget_stack(home: TargetHome) -> None:
    """Have Terraform know of nothing."""
    forget(home.terraform_dir)
    for file in (home.outputs, home.applied, home.applying):
        file.unlink(missing_ok=True)
