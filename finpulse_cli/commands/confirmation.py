"""Asks before something is deleted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from finpulse_cli.core.errors import UsageError

if TYPE_CHECKING:
    from finpulse_cli.core.errors import Action


def confirm(question: str, fact: str, action: Action, *, yes: bool) -> None:
    """Ask `question` unless the user has said `yes`; where there is no terminal to ask on, refuse with fact and action.

    Raises Abort for a no, UsageError.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(fact, action)
    typer.confirm(question, abort=True, err=True)
