"""The schedule of the stack that is up, asked at a server that plays the target."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from finpulse_cli.core.errors import MissingError
from finpulse_cli.core.paths import TargetHome
from finpulse_cli.core.settings import Settings
from finpulse_cli.daemon.loopback import LoopbackServer
from finpulse_cli.processes.current_schedule import CurrentStack
from finpulse_cli.stack.outputs import save_outputs
from finpulse_cli.standins.scheduler.delivery import Delivery
from finpulse_cli.targets.instance import Instance
from tests.doubles.contexts import context
from tests.doubles.schedules import INGESTER, NOON, STORED
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

PROJECT = Path(__file__).resolve().parents[3]


class Aws(LoopbackServer):
    """Knows one schedule, and writes invocations down."""

    def __init__(self) -> None:
        self.invoked: list[tuple[str, dict[str, Any]]] = []
        routes = [
            Route("/schedules/{name}", self._schedule),
            Route("/{function:path}/invocations", self._invoke, methods=["POST"]),
        ]
        super().__init__(0, Starlette(routes=routes))

    async def _schedule(self, request: Request) -> Response:
        assert request.path_params["name"].startswith("finpulse-ingest")
        return JSONResponse({**STORED, "CreationDate": STORED["CreationDate"].timestamp()})

    async def _invoke(self, request: Request) -> Response:
        assert request.path_params["function"].endswith("finpulse-data-ingester")
        self.invoked.append((request.headers["X-Amz-Invocation-Type"], await request.json()))
        return JSONResponse({}, 202)


@pytest.fixture
def aws() -> Iterator[Aws]:
    """The running server."""
    with Aws() as made:
        yield made


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
