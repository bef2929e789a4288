"""Options that several commands share, and what a command is called with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from finpulse_cli.core.context import Context
from finpulse_cli.core.errors import UsageError
from finpulse_cli.core.virtual_clock import VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from finpulse_cli.stack.target import Place, Target

TargetOption = Annotated[
    str | None,
    typer.Option(
        "--target", metavar="NAME", help="embedded, localstack, or aws. [FINPULSE_TARGET, else the one in use]"
    ),
]
AwsOption = Annotated[bool, typer.Option("--aws", help="The same as --target aws.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON on stdout instead of a table.")]
FeedOption = Annotated[
    str | None, typer.Option("--feed", metavar="FEED", help="This feed only: live, or one that `finpulse feeds` lists.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before anything is changed for good.")]
SymbolsOption = Annotated[
    list[str] | None, typer.Option("--symbols", "--symbol", help="Only these; repeat it or separate by commas.")
]


def named_symbols(given: list[str] | None) -> list[str]:
    """Return the symbols that `SymbolsOption` was given; none means all."""
    return [name for text in given or [] for name in text.split(",") if name]


def called(ctx: typer.Context, target: str | None = None, *, aws: bool = False) -> Context:
    """Return what the command is called with, the target that the options name included.

    Raises UsageError where they name two.
    """
    context: Context = ctx.find_object(Context) or Context.of_process()
    if aws and target is not None:
        raise UsageError("--aws and --target both name a target", "leave one of them out")
    context.named_target = "aws" if aws else target or context.named_target
    return context


def clock_at(context: Context, place: Place) -> Callable[[], datetime]:
    """Return the clock of what runs at a place: the context's, unless it was moved there."""
    return VirtualClock(place.home.clock, context.clock).now


def chosen_target(ctx: typer.Context, target: str | None, *, aws: bool, port: int | None = None) -> Target:
    """Return the target that the options name, else the one in use. Raises UsageError."""
    from finpulse_cli.targets.resolve import resolve_target  # `--help` needs no target

    context = called(ctx, target, aws=aws)
    return resolve_target(context, context.named_target, port)
