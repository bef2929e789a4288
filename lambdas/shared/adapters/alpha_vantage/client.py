"""One question to Alpha Vantage: key, call, parse, and a second try when the key has been replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from lambdas.shared.adapters.alpha_vantage.address import with_parameters
from lambdas.shared.adapters.alpha_vantage.redact import redacted
from lambdas.shared.adapters.alpha_vantage.reply import json_object
from lambdas.shared.errors import FinPulseError, KeyRejectedError, QuoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambdas.shared.adapters.alpha_vantage.pace import Pace

T = TypeVar("T")


class Secret(Protocol):
    """A secret that is kept once fetched."""

    def value(self) -> str:
        """Return the secret, fetched if it has not been."""

    def refresh(self) -> str:
        """Return the secret, fetched again."""


class Transport(Protocol):
    """Fetches an address; raises `QuoteError` without any part of it."""

    def get(self, address: str) -> bytes:
        """Return the body of the answer."""


class AlphaVantageClient:
    """Asks the endpoint. Every error that leaves `ask` has the key taken out of its text."""

    def __init__(self, endpoint: str, secret: Secret, transport: Transport, pace: Pace) -> None:
        self._endpoint = endpoint
        self._secret = secret
        self._transport = transport
        self._pace = pace

    def ask(self, parse: Callable[[Mapping[str, object]], T], **parameters: str) -> T:
        """Return what `parse` makes of the reply to `parameters`; raises `QuoteError`.

        A refused key is read again from its store, and if it has changed the call is made once more.
        """
        key = self._secret.value()
        try:
            return self._ask_with(key, parse, parameters)
        except KeyRejectedError:
            replaced = self._replaced_key(key)
            if replaced is None:
                raise
        return self._ask_with(replaced, parse, parameters)

    def _replaced_key(self, refused: str) -> str | None:
        try:
            key = self._secret.refresh()
        except FinPulseError:  # the refusal says more than a store that is away at this moment
            return None
        return None if key == refused else key

    def _ask_with(self, key: str, parse: Callable[[Mapping[str, object]], T], parameters: Mapping[str, str]) -> T:
        self._pace.wait()
        try:
            answer = self._transport.get(with_parameters(self._endpoint, **parameters, apikey=key))
            return parse(json_object(answer))
        except QuoteError as error:
            clean = type(error)(redacted(str(error), key))
        raise clean  # outside the except block: as its context the first error would come along, key and all
