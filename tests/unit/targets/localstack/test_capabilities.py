"""What was found out about a LocalStack: kept, and told to people."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.target import Capability
from finpulse_cli.targets.localstack.capabilities import ProbedCapabilities
from tests.unit.targets.localstack.found import ALL, COMMUNITY

if TYPE_CHECKING:
    from pathlib import Path


def told(found: ProbedCapabilities) -> dict[str, Capability]:
    """The capabilities by name."""
    return {capability.name: capability for capability in found.capabilities()}


@pytest.mark.parametrize("found", [ALL, COMMUNITY, replace(ALL, fires=None)])
def test_they_survive_being_saved(found: ProbedCapabilities, tmp_path: Path) -> None:
    found.save(tmp_path / "deep" / "capabilities.json")

    assert ProbedCapabilities.load(tmp_path / "deep" / "capabilities.json") == found


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", json.dumps({"session": "first"})])
def test_what_is_damaged_or_of_an_earlier_version_counts_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "capabilities.json").write_text(text)

    assert ProbedCapabilities.load(tmp_path / "capabilities.json") is None
    assert ProbedCapabilities.load(tmp_path / "missing.json") is None


def test_what_a_later_version_knows_besides_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "capabilities.json").write_text(json.dumps(asdict(ALL) | {"flies": True}))

    assert ProbedCapabilities.load(tmp_path / "capabilities.json") == ALL


def test_one_that_can_do_all_lacks_only_what_is_never_used_there() -> None:
    assert [name for name, capability in told(ALL).items() if not capability.native] == ["WebSocket API", "SNS e-mail"]


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("IAM", "a missing permission shows on the embedded target only"),
        ("EventBridge Scheduler", "`finpulse` ticks the ingester"),
        ("HTTP API", "`finpulse` serves api_handler itself"),
        ("WebSocket API", "the dashboard polls"),
        ("Athena", "DuckDB"),
        ("SNS e-mail", "an inbox queue"),
        ("Firehose", "does not compress; keeps date expressions in keys literally"),
    ],
)
def test_what_is_missing_says_what_takes_its_place(name: str, instead: str) -> None:
    capability = told(COMMUNITY)[name]

    assert not capability.native
    assert instead in capability.detail


def test_a_scheduler_that_was_not_tried_yet_is_not_called_broken() -> None:
    assert told(replace(ALL, fires=None))["EventBridge Scheduler"] == Capability(
        "EventBridge Scheduler", native=False, detail="not known yet; `finpulse up` finds out"
    )


def test_a_firehose_is_native_when_it_delivers_as_aws_does() -> None:
    assert told(ALL)["Firehose"].native
    assert told(replace(ALL, compresses=False))["Firehose"].detail == "does not compress"
    assert "literally" in told(replace(ALL, evaluates_dates=False))["Firehose"].detail
    assert "delivered nothing" in told(replace(ALL, delivers=False))["Firehose"].detail


@pytest.mark.parametrize(
    ("lacks", "instead"),
    [
        ({"answers_sql": False}, "answers no query"),
        ({"evaluates_dates": False}, "would miss objects without dates in their keys"),
        ({"delivers": False}, "would miss objects without dates in their keys"),
    ],
)
def test_athena_is_used_only_where_its_table_would_find_every_object(lacks: dict[str, bool], instead: str) -> None:
    found = replace(ALL, **lacks)  # type: ignore[arg-type]

    assert ALL.athena
    assert not found.athena
    assert instead in told(found)["Athena"].detail
