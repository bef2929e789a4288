"""What asks and tells of the aws target, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from finpulse_cli.stack.target import PlanScope
from finpulse_cli.targets.aws.names import StackNames
from tests.unit.targets.aws.stubs import ACCOUNT, ME


@dataclass
class StandIn:
    """An account of which only names are known; also what is reviewed before an apply, and Terraform's root."""

    clients: Any = None
    identity: Any = ME
    names: StackNames = field(default_factory=lambda: StackNames("finpulse", ACCOUNT, "eu-west-1"))
    location: str = "s3://states/finpulse"
    environ: Mapping[str, str] = field(default_factory=dict)

    def scope(self) -> PlanScope:
        """As the names have it."""
        return PlanScope(self.names.account, self.identity.arn, self.names.region, self.names.name, self.location)

    def variables(self, _user: Mapping[str, str]) -> dict[str, object]:
        """The dashboard is hosted."""
        return {"region": "eu-west-1", "lambda_zip_dir": "zips", "dashboard_hosting": True}
