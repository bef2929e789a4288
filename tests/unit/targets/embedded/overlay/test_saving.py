"""Saving goes through all services, whatever one of them does."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.overlay.saving import Saving
from finpulse_cli.targets.embedded.saved import FILE_NAME, SaveRecord, lost_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

persistence: Any = import_module("ministack.core.persistence")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where state is kept."""
    monkeypatch.setattr(persistence, "STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(persistence, "PERSIST_STATE", True)
    return tmp_path / "state"


def saving(left: int = 0) -> Saving:
    """With so many records left in Firehose's buffers."""
    return Saving(lambda: left, lambda: None)


def failing() -> Any:
    """Get no state."""
    raise KeyError("gone")


@pytest.mark.parametrize(
    ("state_of", "reason"),
    [
        (lambda: {"price": Decimal("1.50")}, "TypeError: Object of type Decimal is not JSON serializable"),
        (failing, "KeyError: 'gone'"),
    ],
)
def test_what_one_service_cannot_save_costs_no_other(state_of: Callable[[], Any], reason: str, folder: Path) -> None:
    saving().save_all({"sns": lambda: {"a": 1}, "athena": state_of, "sqs": lambda: {"b": 2}})

    assert lost_in(folder) == {"athena": reason}
    assert sorted(file.name for file in folder.iterdir()) == sorted([FILE_NAME, "sns.json", "sqs.json"])


def test_what_is_saved_is_what_the_emulator_loads(folder: Path) -> None:
    state = {"text": "naïve", "bytes": b"\xff", "number": 10**38, "not a number": math.inf}

    saving().save_all({"athena": lambda: state})

    assert persistence.load_state("athena") == state
    assert json.loads((folder / "athena.json").read_text())["__ministack_format__"] == 3


def test_a_save_that_fails_leaves_the_one_before(folder: Path) -> None:
    saving().save_all({"athena": lambda: {"a": 1}})
    saving().save_all({"athena": lambda: {"a": {1, 2}}})

    assert persistence.load_state("athena") == {"a": 1}
    assert list(lost_in(folder)) == ["athena"]


def test_a_service_that_was_never_loaded_keeps_its_file(folder: Path) -> None:
    saving().save_all({"athena": lambda: {"a": 1}})
    saving().save_all({"athena": lambda: None})

    assert persistence.load_state("athena") == {"a": 1}
    assert lost_in(folder) == {}


def test_a_state_that_changes_while_it_is_copied_is_copied_again(folder: Path) -> None:
    answers: list[Any] = [RuntimeError("dictionary changed size during iteration"), {"a": 1}]

    def state() -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    saving().save_all({"kinesis": state})

    assert persistence.load_state("kinesis") == {"a": 1}
    assert lost_in(folder) == {}


def test_records_that_are_left_in_the_buffers_are_lost(folder: Path) -> None:
    saving(left=3).save_all({})

    [(what, reason)] = lost_in(folder).items()
    assert what == "firehose records"
    assert reason.startswith("3 ")


def test_what_cannot_be_restored_joins_what_was_not_saved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application: Any = import_module("ministack.app")
    restored: list[Any] = []

    class Service:
        @staticmethod
        def load_persisted_state(state: Any) -> None:
            restored.append(state["a"])

    monkeypatch.setattr(application, "_get_module", lambda _name: Service)
    saving().save_all({"sns": lambda: {"a": 1}, "sqs": lambda: {"b": 1}, "athena": failing})
    (folder / "ssm.json").write_text("{")
    before = SaveRecord.load(folder)

    saving().load_all()

    after = SaveRecord.load(folder)
    assert restored == [1]
    assert before is not None
    assert after is not None
    assert (after.pid, after.start_time) == (before.pid, before.start_time)
    assert sorted(after.lost) == ["athena", "sqs", "ssm"]


def test_loading_what_was_saved_well_changes_no_record(folder: Path) -> None:
    saving().load_all()
    assert not folder.exists()
