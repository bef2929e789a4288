"""Terraform against an account: itself, with its state in the account."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.environment import aws_environment
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.remote_state import RemoteState


@dataclass(frozen=True, slots=True)
class AccountRoot:
    """See `finpulse_cli.stack.target.TerraformRoot`."""

    account: Account
    state: RemoteState
    home: TargetHome

    def program(self) -> list[str]:
        """Return Terraform itself."""
        return [require_terraform(self.account.environ).path]

    def backend(self) -> Mapping[str, object] | None:
        """Return the state's bucket; None as long as there is none."""
        return self.state.backend()

    def environment(self, user: Mapping[str, str], config_file: Path | None) -> dict[str, str]:
        """Return the environment for Terraform against the account."""
        return aws_environment(self.account.access, user, config_file)

    def variables(self, user: Mapping[str, str]) -> dict[str, object]:
        """Return the region and where the zips are; the dashboard is hosted unless the user says otherwise.

        The state keeps the zips' paths. They are told from Terraform's own folder, so that they are the same on every
        machine and none takes another's functions for changed.
        """
        zips = os.path.relpath(self.home.lambdas, self.home.terraform_dir)
        hosting: dict[str, object] = {} if user.get("TF_VAR_dashboard_hosting") else {"dashboard_hosting": True}
        return {"region": self.account.sign_in().region, "lambda_zip_dir": zips} | hosting

    def to_replace(self, _before: StackOutputs | None, _after: StackOutputs) -> list[str]:
        """Return nothing: mappings keep up with shards."""
        return []
