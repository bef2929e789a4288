"""What the page is told about the stack, on each local target."""

from __future__ import annotations

from pathlib import Path

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.targets.embedded.target import embedded_target
from finpulse_cli.targets.localstack.target import localstack_target
from finpulse_cli.web.page_config import page_config
from tests.doubles.contexts import context
from tests.unit.targets.outputs import OUTPUTS


def test_where_the_api_pushes_the_page_listens(tmp_path: Path) -> None:
    config = page_config(embedded_target(context(), TargetHome(tmp_path), 4800).place, StackOutputs.parse(OUTPUTS))

    assert config.as_json() == {
        "api_url": "http://127.0.0.1:4800/_aws/execute-api/abcd1234",
        "websocket_url": "ws://127.0.0.1:4800/_aws/execute-api/wxyz5678/live",
        "target": "embedded",
        "interval_seconds": 60,
    }


def test_on_localstack_it_polls_the_gateway(tmp_path: Path) -> None:
    place = localstack_target(context(), TargetHome(tmp_path), "http://127.0.0.1:4800").place

    config = page_config(place, StackOutputs.parse(OUTPUTS | {"api_id": None, "api_url": None}))

    assert config.as_json() == {
        "api_url": "http://127.0.0.1:4803",
        "websocket_url": None,
        "target": "localstack",
        "interval_seconds": 60,
    }
