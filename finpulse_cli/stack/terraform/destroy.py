"""Destroys a stack that does not go with its target: by Terraform, the way it was made."""

from __future__ import annotations

from rich.console import Console

from finpulse_cli.core.context import Context
from finpulse_cli.stack.target import Target
from finpulse_cli.stack.terraform.binary import require_terraform
from finpulse_cli.stack.terraform.target_run import Run

# What protects data against a mistake must be lifted first; who purges has said that it is none.
_UNPROTECTED = {"lake_force_destroy": True, "dashboard_force_destroy": True, "deletion_protection": False}
_PROTECTED = ("aws_s3_bucket.lake", "aws_s3_bucket.dashboard", "aws_dynamodb_table.this")


def destroy(context: Context, target: Target, screen: Console, lock_descriptor: int) -> None:
    """Destroy everything Terraform's state holds. `lock_descriptor` is the target's lock. Raises CliError."""
    require_terraform(context.environ)
    run = Run(context, target, screen, lock_descriptor, called="down --purge")
    run.stage(_UNPROTECTED)
    run.destroy(_PROTECTED)
