"""`finpulse down`: stop the target, or destroy it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli import console
from finpulse_cli.commands.options import TargetOption
from finpulse_cli.errors import UsageError
from finpulse_cli.provisioning.lock import exclusive
from finpulse_cli.settings import Settings
from finpulse_cli.targets.base import Target
from finpulse_cli.targets.resolve import resolve_target


def down(
    target: TargetOption = None,
    purge: Annotated[bool, typer.Option("--purge", help="Destroy the stack and everything in it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before destroying.")] = False,
) -> None:
    """Stop the target and keep its state, so that the next `up` takes seconds.

    With --purge the stack, its data and its logs are destroyed.

    Example: finpulse down --purge --yes
    """
    chosen = resolve_target(target, Settings.from_environment(os.environ), Path.cwd())
    home = chosen.home.root
    if not home.is_dir():
        console.note(f"there is nothing to stop: {home} does not exist")
        return
    if purge:
        _purge(chosen, yes)
        return
    with exclusive(chosen.home.lock, console.note):
        chosen.stop(console.note)
    console.note(f"state kept in {home}; `finpulse up` brings it back")


def _purge(target: Target, yes: bool) -> None:
    """Destroy after asking; without a terminal to ask on, --yes is required."""
    home = target.home.root
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"--purge deletes {home} with all it holds", "confirm with `finpulse down --purge --yes`")
        typer.confirm(f"Delete {home} and everything in it?", abort=True, err=True)
    with exclusive(target.home.lock, console.note):
        target.purge(console.note)
    console.note(f"{home} deleted")
