"""What is remembered of an emulator, and the id inside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from finpulse_cli.targets.instance import Instance, read_emulator_id, remove_emulator_id, write_emulator_id
from tests.emulator import Emulator


def test_an_instance_survives_being_saved(tmp_path: Path) -> None:
    instance = Instance(4800, "abc", stopped_well=False, started_with="lstk", url="http://localstack.test:4800")
    instance.save(tmp_path / "deep" / "instance.json")

    assert Instance.load(tmp_path / "deep" / "instance.json") == instance


def test_one_kept_by_an_earlier_version_has_no_starter_and_no_address(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text('{"port": 4800, "emulator_id": "abc", "stopped_well": true}')

    assert Instance.load(tmp_path / "instance.json") == Instance(4800, "abc", started_with=None, url=None)


def test_one_with_an_id_is_at_work_and_otherwise_the_same() -> None:
    instance = Instance(4800, started_with="lstk", url="http://localstack.test:4800")

    assert instance.with_id("abc") == Instance(4800, "abc", False, "lstk", "http://localstack.test:4800")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"port": null}'])
def test_a_damaged_file_counts_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text(text)

    assert Instance.load(tmp_path / "instance.json") is None
    assert Instance.load(tmp_path / "missing.json") is None


def test_the_id_is_read_back_from_the_emulator(emulator: Emulator) -> None:
    ssm = emulator.client("ssm")

    assert read_emulator_id(ssm) is None
    write_emulator_id(ssm, "first")
    write_emulator_id(ssm, "second")
    assert read_emulator_id(ssm) == "second"
    remove_emulator_id(ssm)
    assert read_emulator_id(ssm) is None
    remove_emulator_id(ssm)  # one that is gone already is no error
