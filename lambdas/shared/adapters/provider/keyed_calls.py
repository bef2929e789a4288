"""One question to a provider: key, call, parse, and a second try when the key has been replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from lambdas.shared.adapters.provider.redact import redacted
from lambdas.shared.adapters.provider.reply import json_object
from lambdas.shared.errors import FinPulseError, KeyRejectedError, QuoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambdas.shared.adapters.provider.pace import Pace

T = TypeVar("T")


class Secret(Protocol):
    """A secret that is kept once fetched."""

    def value(self) -> str:
        """Return the secret, fetched if it has not been."""

    def refresh(self) -> str:
        """Return the secret, fetched again."""


class Transport(Protocol):
    """Fetches an address; raises `QuoteError` without any part of it."""

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body of the answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One GET; address or headers hold the key."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)


class KeyedCalls:
    """Asks a provider. Every error that leaves `ask` has the key taken out of its text."""

    def __init__(self, secret: Secret, transport: Transport, pace: Pace) -> None:
        self._secret = secret
        self._transport = transport
        self._pace = pace

    def ask(self, call_with: Callable[[str], Call], parse: Callable[[Mapping[str, object]], T]) -> T:
        """Return what `parse` makes of the reply to the call that `call_with` makes of the key; raises `QuoteError`.

        A refused key is read again from its store, and if it has changed the call is made once more.
        """
        key = self._secret.value()
        try:
            return self._ask_with(key, call_with, parse)
        except KeyRejectedError:
            replaced = self._replaced_key(key)
            if replaced is None:
                raise
        return self._ask_with(replaced, call_with, parse)

    def _replaced_key(self, refused: str) -> str | None:
        try:
            key = self._secret.refresh()
        except FinPulseError:  # the refusal says more than a store that is away at this moment
            return None
        return None if key == refused else key

    def _ask_with(self, key: str, call_with: Callable[[str], Call], parse: Callable[[Mapping[str, object]], T]) -> T:
        self._pace.wait()
        call = call_with(key)
        try:
            return parse(json_object(self._transport.get(call.address, call.headers)))
        except QuoteError as error:
            clean = type(error)(redacted(str(error), key))
        raise clean  # outside the except block: as its context the first error would come along, key and all
