"""`finpulse trace` on a stack in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import trace
from finpulse_cli.core.errors import UsageError
from tests.factories import price_event
from tests.unit.features.trace.pipeline import CONSUMERS, Pipeline

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]
EVENT = price_event()


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    """A stack on whose stream the event is."""
    made = Pipeline(tmp_path)
    made.put(EVENT)
    return made


@pytest.fixture
def run(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `trace` there."""
    monkeypatch.setattr(trace, "open_source", lambda *_, **__: pipeline.source())
    app = typer.Typer()
    app.command()(trace.trace)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_steps_are_lines_and_the_end_is_said(run: Run, pipeline: Pipeline) -> None:
    done = run(EVENT.event_id.upper())
    lines = done.stdout.splitlines()
    assert lines[0] == "AAPL in test.1: 231.5 at 2026-11-20T17:00:00.000Z"
    assert [line.split()[0] for line in lines[1:]] == ["stream", "price", "candle", "score", "alert", "lake"]
    assert "it waits at: price" in done.stderr

    pipeline.pass_by(*CONSUMERS)
    pipeline.store_price(EVENT)
    pipeline.store_candle(EVENT)
    pipeline.archive(EVENT)
    assert "it went all the way" in run(EVENT.event_id).stderr


def test_json_is_one_object(run: Run) -> None:
    shown = json.loads(run(EVENT.event_id, "--json").stdout)
    assert (shown["symbol"], shown["stopped_at"], shown["found_in"]) == ("AAPL", "price", "stream")
    assert [step["state"] for step in shown["steps"]][:2] == ["done", "waiting"]


def test_what_is_no_id(run: Run) -> None:
    assert isinstance(run("abc").exception, UsageError)
