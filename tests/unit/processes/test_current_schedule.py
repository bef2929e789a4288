"""The schedule of the stack that is up, asked at a server that plays the target."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.core.settings import Settings
from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.processes.current_schedule import CurrentStack
from finpulse_cli.stack.outputs import save_outputs
from finpulse_cli.standins.scheduler.delivery import Delivery
from finpulse_cli.targets.instance import Instance
from tests.doubles.contexts import context
from tests.unit.standins.scheduler.schedules import INGESTER, NOON, STORED
from tests.unit.targets.outputs import OUTPUTS

PROJECT = Path(__file__).resolve().parents[3]


class Aws(LoopbackServer):
    """Knows one schedule, and writes invocations down."""

    def __init__(self) -> None:
        self.invoked: list[tuple[str, dict[str, Any]]] = []
        super().__init__(0, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Aws

    def do_GET(self) -> None:
        """GetSchedule."""
        assert self.path.startswith("/schedules/finpulse-ingest")
        self._answer(200, {**STORED, "CreationDate": STORED["CreationDate"].timestamp()})

    def do_POST(self) -> None:
        """Invoke."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.invoked.append((self.headers["X-Amz-Invocation-Type"], body))
        assert self.path.endswith("finpulse-data-ingester/invocations")
        self._answer(202, {})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent names it
        """Nothing."""


@pytest.fixture
def aws() -> Iterator[Aws]:
    """The running server."""
    made = Aws()
    thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    with made:
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_the_stacks_schedule_is_read_and_its_target_invoked(aws: Aws, tmp_path: Path) -> None:
    home = TargetHome(tmp_path / "embedded")
    home.root.mkdir()
    Instance(aws.server_port).save(home.instance)
    stack = CurrentStack(context(Settings(home=tmp_path), clock=lambda: NOON), lambda _seconds: True)

    with pytest.raises(MissingError, match="nothing is provisioned"):
        stack.schedule()
    save_outputs(home.outputs, OUTPUTS)
    schedule = stack.schedule()

    assert schedule.target_arn == INGESTER
    assert schedule.due(NOON) == NOON
    assert stack.deliver(schedule, NOON) == Delivery(1)
    assert aws.invoked == [("Event", {"scheduled_at": "2026-11-20T12:00:00Z"})]
