"""`finpulse feeds` as a user calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer
from typer.testing import CliRunner, Result

from finpulse_cli.commands import feeds
from tests.unit.features.tail.fakes import FakeDynamo, source

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dynamo: FakeDynamo, *arguments: str) -> Result:
    def opened(*_given: object, **_options: object) -> Any:
        return source(tmp_path, dynamodb=dynamo)

    monkeypatch.setattr(feeds, "open_source", opened)
    app = typer.Typer()
    app.command()(feeds.feeds)
    return CliRunner().invoke(app, arguments)


def test_the_last_to_begin_is_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dynamo = FakeDynamo()
    dynamo.add_feed("live", "AAPL", minutes_ago=60)
    dynamo.add_feed("calm.one", "AAPL", minutes_ago=1)
    done = listed(tmp_path, monkeypatch, dynamo)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["feed", "calm.one", "live"]
    rows = [json.loads(line) for line in listed(tmp_path, monkeypatch, dynamo, "--json").stdout.splitlines()]
    assert [(row["feed"], row["fixture"], row["run"]) for row in rows] == [
        ("calm.one", "calm", "one"),
        ("live", None, None),
    ]


def test_none_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = listed(tmp_path, monkeypatch, FakeDynamo())
    assert done.exit_code == 0
    assert "finpulse replay flash-crash" in done.stderr
