"""What is left of a stack after it was destroyed: proof that nothing of it costs anything any more."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError
from rich.table import Table

from finpulse_cli.core import console
from finpulse_cli.core.aws_errors import error_code
from finpulse_cli.stack.clients import Clients
from finpulse_cli.targets.aws.inventory import LOOKS, Look
from finpulse_cli.targets.aws.names import StackNames


@dataclass(frozen=True, slots=True)
class Left:
    """One resource that still bears the stack's name."""

    service: str
    what: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One service: `seen` resources were looked at, `left` of them are the stack's.

    `problem` says why the service could not be looked at; it is then neither clean nor dirty. None when it could.
    """

    service: str
    seen: int
    left: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Every service of the stack, looked at after a purge."""

    looked: tuple[Looked, ...]

    @property
    def left(self) -> list[Left]:
        """The resources that are still there."""
        return [Left(look.service, what) for look in self.looked for what in look.left]

    @property
    def unchecked(self) -> list[str]:
        """The services that could not be looked at."""
        return [look.service for look in self.looked if look.problem is not None]

    @property
    def proven_clean(self) -> bool:
        """Whether every service was looked at and holds nothing of the stack."""
        return not self.left and not self.unchecked


def leftovers(clients: Clients, names: StackNames) -> Leftovers:
    """Look through every service that the stack uses. A service that does not answer is told as not checked."""
    return Leftovers(tuple(_looked(service, look, clients, names) for service, look in LOOKS.items()))


def leftovers_table(found: Leftovers) -> Table:
    """Make a table of the services, how many resources were looked at in each, and what is left in it."""
    made = console.table(None, "service", "looked at", "left")
    for look in found.looked:
        if look.problem is not None:
            made.add_row(look.service, "-", f"not checked: {look.problem}")
        else:
            made.add_row(look.service, str(look.seen), ", ".join(look.left) or "nothing")
    return made


def _looked(service: str, look: Look, clients: Clients, names: StackNames) -> Looked:
    try:
        found = look(clients, names)
    except ClientError as error:
        return Looked(service, 0, problem=f"{error.operation_name} was refused ({error_code(error)})")
    except BotoCoreError as error:
        return Looked(service, 0, problem=str(error))
    return Looked(service, found.seen, tuple(found.names))
