"""What the page is told about the stack, on each local target."""

from __future__ import annotations

from pathlib import Path

from finpulse_cli.core.paths import Project, TargetHome
from finpulse_cli.stack.outputs import StackOutputs
from finpulse_cli.targets.embedded.target import EmbeddedTarget
from finpulse_cli.targets.localstack.target import LocalStackTarget
from finpulse_cli.web.page_config import page_config
from tests.unit.targets.outputs import OUTPUTS

PROJECT = Project.find(Path(__file__))


def test_where_the_api_pushes_the_page_listens(tmp_path: Path) -> None:
    config = page_config(EmbeddedTarget(PROJECT, TargetHome(tmp_path), 4800), StackOutputs.parse(OUTPUTS))

    assert config.as_json() == {
        "api_url": "http://127.0.0.1:4800/_aws/execute-api/abcd1234",
        "websocket_url": "ws://127.0.0.1:4800/_aws/execute-api/wxyz5678/live",
        "target": "embedded",
        "interval_seconds": 60,
    }


def test_on_localstack_it_polls_the_gateway(tmp_path: Path) -> None:
    target = LocalStackTarget(PROJECT, TargetHome(tmp_path), "http://127.0.0.1:4800")

    config = page_config(target, StackOutputs.parse(OUTPUTS | {"api_id": None, "api_url": None}))

    assert config.as_json() == {
        "api_url": "http://127.0.0.1:4803",
        "websocket_url": None,
        "target": "localstack",
        "interval_seconds": 60,
    }
