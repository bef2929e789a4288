"""The Scheduler's ticks on demand: what is due now has run when they return.

MiniStack looks every ten seconds and starts a function on a thread of its own. Where the clock is taken through an
hour in seconds, each minute waits for what it set off.
"""

from __future__ import annotations

import json
import threading
from importlib import import_module
from typing import Any


class Ticks:
    """Takes the place of MiniStack's sweep, so that no two run at once."""

    def __init__(self, changing: threading.RLock) -> None:
        self._scheduler: Any = import_module("ministack.services.scheduler")
        self._lambda: Any = import_module("ministack.services.lambda_svc")
        self._events: Any = import_module("ministack.services.eventbridge")
        self._sweep = self._scheduler._tick_schedules
        self._dispatch = self._events._dispatch_to_lambda
        self._changing = changing
        self._here = threading.local()

    def install(self) -> None:
        """Put it there."""
        self._scheduler._tick_schedules = self._swept_alone
        self._events._dispatch_to_lambda = self._dispatched

    def tick(self) -> None:
        """Fire what is due now, and wait for it."""
        self._here.waits = True
        try:
            self._swept_alone()
        finally:
            self._here.waits = False

    def begin_anew(self) -> None:
        """Count from now on: what was due until now is not made up for."""
        with self._changing:
            self._scheduler._schedule_last_fired.clear()
            self.tick()  # a cron expression that was never looked at begins with the first look

    def _swept_alone(self) -> None:
        with self._changing:
            self._sweep()

    def _dispatched(self, arn: str, payload: str) -> None:
        if not getattr(self._here, "waits", False):
            self._dispatch(arn, payload)
            return
        function, config, _name = self._lambda._get_func_record_for_ref(arn)
        if function and config:
            record = self._lambda._execution_record_for_config(function, config)
            self._lambda._execute_function_with_config_scope(record, json.loads(payload))
