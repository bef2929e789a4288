"""The CLI's own clients on an emulator, with its root key or one that is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from finpulse_cli.stack.clients import Access, Clients
from tests.emulator import REGION, ROOT


@dataclass(frozen=True)
class Key:
    """An access key."""

    id: str
    secret: str


ROOT_KEY = Key(ROOT, ROOT)


def access(endpoint: str, key: Key = ROOT_KEY) -> Access:
    """How this key's owner reaches the emulator at `endpoint`."""
    return Access(endpoint, REGION, key.id, key.secret)


@cache
def emulator_clients(endpoint: str, key: Key = ROOT_KEY) -> Clients:
    """The clients of this key's owner."""
    return Clients.of(access(endpoint, key))
