"""Every line is shown once, under the name of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.features.dev.followed_logs import FollowedLogs
from tests.factories import NOON
from tests.unit.features.tail.fakes import FakeLogs

if TYPE_CHECKING:
    from finpulse_cli.features.tail.function_logs import LogLine


def test_lines_are_shown_once_as_they_come() -> None:
    client = FakeLogs()
    given: Any = client
    shown: list[tuple[str, str]] = []

    def show(name: str, line: LogLine) -> None:
        shown.append((name, line.message))

    logs = FollowedLogs(given, {"one": "/aws/lambda/one"}, NOON, show)
    client.add("a", ms=0)
    client.add("START RequestId: 1 Version: $LATEST", ms=1)
    logs.poll()
    logs.poll()
    client.add("b", ms=2)
    logs.poll()

    assert shown == [("one", "a"), ("one", "b")]
