"""The two targets of a parity run, each with its stack."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError
from finpulse_cli.stack.terraform.provision import provisioned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from finpulse_cli.core.context import Context
    from finpulse_cli.stack.outputs import StackOutputs
    from finpulse_cli.stack.target import Place, Target


@dataclass(frozen=True, slots=True)
class Side:
    """A target as a place, and the stack on it."""

    target: Place
    stack: StackOutputs

    @property
    def name(self) -> str:
        """The target's name."""
        return self.target.name


def open_sides(context: Context, first: Target, second: Target, screen: Console) -> tuple[Side, Side]:
    """Return both sides in the order given.

    AWS is opened before a local target: what it refuses is known before that one is brought up for nothing. Raises
    what `open_side` raises.
    """
    opened = {
        target.name: open_side(context, target, screen)
        for target in sorted((first, second), key=lambda target: target.is_local)
    }
    return opened[first.name], opened[second.name]


def open_side(context: Context, target: Target, screen: Console) -> Side:
    """Open the stack of a target. Raises what `provisioned` raises, with the target's name in it."""
    with named(target.name):
        return Side(target.place, provisioned(context, target, screen))


@contextmanager
def named(target: str) -> Iterator[None]:
    """Say in errors from within which of the two targets they are about, and so in what to do next."""
    try:
        yield
    except CliError as error:
        action = error.action and error.action.about(target)
        raise type(error)(f"{target}: {error.message}", action) from error
