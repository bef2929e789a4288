"""What all functions write from now on, line by line, as it comes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from finpulse_cli.features.tail.function_logs import FunctionLog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from types import TracebackType

    from mypy_boto3_logs import CloudWatchLogsClient

    from finpulse_cli.features.tail.function_logs import LogCursor, LogLine

POLL_SECONDS = 1.0


class FollowedLogs:
    """The logs of functions, `groups` by the functions' names, from `since` on; shown as long as the block lasts."""

    def __init__(
        self,
        client: CloudWatchLogsClient,
        groups: Mapping[str, str],
        since: datetime,
        show: Callable[[str, LogLine], None],
    ) -> None:
        self._logs = {name: FunctionLog(client, group, since, frames=False) for name, group in groups.items()}
        self._cursors: dict[str, LogCursor] = {}
        self._show = show
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="finpulse-logs", daemon=True)

    def __enter__(self) -> None:
        """Begin to show them."""
        self._thread.start()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Show no more."""
        self._ended.set()
        self._thread.join()

    def poll(self) -> None:
        """Show what was written since the last time."""
        for name, log in self._logs.items():
            cursor = self._cursors.get(name)
            lines, self._cursors[name] = log.latest(1000) if cursor is None else log.fresh(cursor)
            for line in lines:
                self._show(name, line)

    def _follow(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            try:
                self.poll()
            except (ClientError, BotoCoreError):
                continue  # the emulator is being started again, or Terraform makes the group anew
