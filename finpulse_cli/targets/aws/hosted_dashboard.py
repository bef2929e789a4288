"""The dashboard in the account: built before an apply, uploaded after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from finpulse_cli.core.console import Report
from finpulse_cli.core.context import Context
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.targets.aws.account import Account
from finpulse_cli.targets.aws.upload import Site, upload
from finpulse_cli.web.build import build_if_needed


@dataclass(frozen=True, slots=True)
class HostedDashboard:
    """Steps around an apply, for a stack that hosts its page."""

    context: Context
    account: Account

    def build(self, report: Report) -> None:
        """Build the page if its sources changed; nothing where none is hosted."""
        wanted = self.account.environ.get("TF_VAR_dashboard_hosting", "true").strip().lower()
        if wanted in ("", "true", "1"):
            build_if_needed(self.context.project, self.account.environ, report)

    def upload(self, outputs: StackOutputs, report: Report) -> None:
        """Upload the page; nothing where none is hosted."""
        if outputs.dashboard_bucket is None or outputs.dashboard_distribution_id is None:
            return
        site = Site(outputs.dashboard_bucket, outputs.dashboard_distribution_id)
        moment = f"finpulse-{self.context.clock().astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
        clients, built = self.account.clients, self.context.project.frontend_dir / "dist"
        done = upload(clients.s3, clients.cloudfront, built, site, moment)
        report(f"dashboard uploaded: {done.sent} files sent, {done.unchanged} unchanged, {done.deleted} removed")
