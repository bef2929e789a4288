"""`finpulse init`: the stack as files to edit."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from finpulse_cli.commands.options import called
from finpulse_cli.core import console
from finpulse_cli.core.errors import UsageError
from finpulse_cli.core.own_stack import PARTS, own_stack


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or is empty.")],
) -> None:
    """Write the stack out for editing: Terraform files, Lambda sources, fixtures, the built dashboard.

    Called in that folder, FinPulse takes the stack from there and keeps its state in `.finpulse` there. Changed
    functions need nothing more; a change of the Terraform files needs Terraform or OpenTofu.

    Example: finpulse init my-stack
    """
    target = (called(ctx).folder / folder.expanduser()).resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is there already and not empty", "name a folder that is not there yet")
    _write(own_stack(), target)
    console.stdout().print(str(target), markup=False, soft_wrap=True)
    console.note(f"next: cd {folder} and run `finpulse up`; `lambdas` has the functions, `terraform` the stack")


def _write(stack: Path, target: Path) -> None:
    """Copy the stack's parts; the folder is there with all of them, or as it was."""
    made = target.with_name(f".{target.name}.part")
    shutil.rmtree(made, ignore_errors=True)
    try:
        for part in PARTS:
            if (stack / part).is_dir():  # a clone's page may not be built
                ignored = shutil.ignore_patterns("__pycache__", ".terraform*", "*.tfstate*")
                shutil.copytree(stack / part, made / part, ignore=ignored)
        made.replace(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
