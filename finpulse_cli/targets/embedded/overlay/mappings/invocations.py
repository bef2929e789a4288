"""Calls a mapping's function by the emulator's own way of executing functions: role, session, environment, log."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finpulse_cli.targets.embedded.overlay.mappings.metrics import Metrics

_UNHANDLED = "Unhandled"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function that was reached answered; `error` is AWS's functionError."""

    body: Any
    version: str
    error: str | None = None


class Functions:
    """The emulator's functions. Used within the account and region of the mapping; `clock` gives epoch seconds."""

    def __init__(self, metrics: Metrics, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._service: Any = import_module("ministack.services.lambda_svc")
        self._metrics = metrics

    def configuration(self, mapping: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the function's configuration; None when it is gone."""
        config: Mapping[str, Any] | None = self._found(mapping)[1]
        return config

    def invoke(self, mapping: Mapping[str, Any], event: Mapping[str, Any], newest: float | None) -> Answer | None:
        """Invoke with an event whose last record arrived at `newest`; None when it is gone or throttled."""
        function, config = self._found(mapping)
        if function is None or config is None:
            return None
        began, began_at = time.monotonic(), self._clock()
        result = self._service._execute_function(function, event)
        if result.get("throttle"):
            return None
        error = (result.get("function_error") or _UNHANDLED) if result.get("error") else None
        values = {"Invocations": 1.0, "Errors": float(error is not None), "Duration": (time.monotonic() - began) * 1000}
        if newest is not None:
            values["IteratorAge"] = max(0.0, (began_at - newest) * 1000)
        scope = (self._service.get_account_id(), self._service.get_region())
        self._metrics.add((*scope, mapping["FunctionName"]), Throttles=0.0, **values)
        return Answer(result.get("body"), config.get("Version", "$LATEST"), error)

    def _found(self, mapping: Mapping[str, Any]) -> tuple[Any, Any]:
        found: tuple[Any, Any] = self._service._get_func_record_for_qualifier(
            mapping["FunctionName"], mapping.get("Qualifier")
        )
        return found
