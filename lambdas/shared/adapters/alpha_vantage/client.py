"""One question to Alpha Vantage, which takes the key in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lambdas.shared.adapters.provider.address import with_parameters
from lambdas.shared.adapters.provider.keyed_calls import Call, KeyedCalls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lambdas.shared.adapters.provider.keyed_calls import Secret, Transport
    from lambdas.shared.adapters.provider.pace import Pace

NAME = "Alpha Vantage"
PATH = "/query"
T = TypeVar("T")


class AlphaVantageClient:
    """Asks the endpoint."""

    def __init__(self, endpoint: str, secret: Secret, transport: Transport, pace: Pace) -> None:
        self._endpoint = endpoint
        self._calls = KeyedCalls(secret, transport, pace)

    def ask(self, parse: Callable[[Mapping[str, object]], T], **parameters: str) -> T:
        """Return what `parse` makes of the reply to `parameters`; raises `QuoteError` without the key."""
        return self._calls.ask(lambda key: Call(with_parameters(self._endpoint, **parameters, apikey=key)), parse)
