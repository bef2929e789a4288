"""A checkpoint's files: all services are tried, and what one of them cannot write never spoils another's."""

from __future__ import annotations

import copy
import json
import math
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.overlay.saving import read_state, write_state
from finpulse_cli.targets.embedded.state_folder import described

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

persistence: Any = import_module("ministack.core.persistence")
functions: Any = import_module("ministack.services.lambda_svc")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder; what writing changes in its process is put back."""
    monkeypatch.setattr(copy, "deepcopy", copy.deepcopy)
    monkeypatch.setattr(functions, "CODE_BLOB_DIR", functions.CODE_BLOB_DIR)
    monkeypatch.setattr(persistence, "STATE_DIR", persistence.STATE_DIR)
    monkeypatch.setattr(persistence, "PERSIST_STATE", True)
    made = tmp_path / "checkpoint"
    made.mkdir()
    return made


def load(folder: Path, name: str) -> Any:
    """Read a service's file as the emulator does."""
    persistence.STATE_DIR = str(folder)
    return persistence.load_state(name)


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
    services = {"sns": lambda: {"a": 1}, "athena": state_of, "sqs": lambda: {"b": 2}}

    files, lost = write_state(folder, services, None)

    assert lost == {"athena": reason}
    assert sorted(path.name for path in folder.iterdir()) == sorted(files) == ["sns.json", "sqs.json"]


def test_it_keeps_its_file_of_the_checkpoint_before(folder: Path, tmp_path: Path) -> None:
    write_state(folder, {"athena": lambda: {"a": 1}}, None)
    (after := tmp_path / "after").mkdir()

    files, lost = write_state(after, {"athena": failing}, folder)

    assert load(after, "athena") == {"a": 1}
    assert (list(lost), list(files)) == (["athena"], ["athena.json"])


@pytest.mark.parametrize("service", ["dynamodb", "kinesis", "lambda", "sqs", "firehose"])
def test_one_that_the_journal_goes_on_from_must_be_of_the_same_moment(service: str, folder: Path) -> None:
    with pytest.raises(KeyError):
        write_state(folder, {service: failing}, None)


def test_a_disk_that_refuses_fails_the_whole(folder: Path) -> None:
    (folder / "athena.json").mkdir()
    with pytest.raises(IsADirectoryError):
        write_state(folder, {"athena": lambda: {"a": 1}}, None)


def test_what_is_saved_is_what_the_emulator_loads(folder: Path) -> None:
    scoped = persistence.AccountRegionScopedDict()
    scoped.set_scoped("000000000000", "us-east-1", ("a", "tuple"), {"records": list(range(2500))})
    state = {"text": "naïve", "bytes": b"\xff", "number": 10**38, "not a number": math.inf, "many": scoped}
    state |= {"nested": {"a": {"b": {"c": {"d": {"e": {"f": {"g": [1]}}}}}}}, "empty": {}, "keys": {1: 2}}
    state["items"] = {"AAPL": {str(number): {"price": {"N": "1"}} for number in range(2500)}}

    files, _ = write_state(folder, {"athena": lambda: state}, None)

    found = load(folder, "athena")
    assert found.pop("many")._data == scoped._data
    assert found == {name: value for name, value in state.items() if name != "many"} | {"keys": {"1": 2}}
    assert json.loads((folder / "athena.json").read_text())["__ministack_format__"] == 3
    assert files == {"athena.json": described(folder / "athena.json")}


def test_a_service_that_was_never_loaded_has_no_file(folder: Path) -> None:
    assert write_state(folder, {"athena": lambda: None}, None) == ({}, {})


def test_what_cannot_be_restored_costs_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application: Any = import_module("ministack.app")
    restored: list[Any] = []

    class Service:
        @staticmethod
        def load_persisted_state(state: Any) -> None:
            restored.append(state["a"])

    monkeypatch.setattr(application, "_get_module", lambda _name: Service)
    states = {name: (lambda: {"a": 1}) for name in ("sns", "athena", "glue")} | {"sqs": lambda: {"b": 1}}
    write_state(folder, states, None)
    (folder / "ssm.json").write_text("{")
    (folder / "glue.json").unlink()

    unread = read_state(folder, ["athena.json", "glue.json"])

    assert restored == [1]
    assert sorted(unread) == ["athena", "glue", "sqs", "ssm"]
    assert unread["athena"] == unread["glue"] == "its file is not as it was written"
