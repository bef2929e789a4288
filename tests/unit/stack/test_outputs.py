"""The stack's outputs, typed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, MissingError
from finpulse_cli.stack.outputs import StackOutputs, load_outputs, outputs_before, save_outputs
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from pathlib import Path


def test_outputs_survive_being_saved(tmp_path: Path) -> None:
    save_outputs(tmp_path / "outputs.json", OUTPUTS)

    assert load_outputs(tmp_path / "outputs.json") == StackOutputs.parse(OUTPUTS)


def test_an_inbox_that_terraform_leaves_out_is_none() -> None:
    values = {name: value for name, value in OUTPUTS.items() if name != "alert_inbox_url"}

    assert StackOutputs.parse(values).alert_inbox_url is None


def test_a_further_output_does_no_harm() -> None:
    assert StackOutputs.parse(OUTPUTS | {"later": 1}) == StackOutputs.parse(OUTPUTS)


def test_a_missing_output_is_named() -> None:
    with pytest.raises(FailedError, match="stream_name"):
        StackOutputs.parse({name: value for name, value in OUTPUTS.items() if name != "stream_name"})


def test_nothing_provisioned_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as caught:
        load_outputs(tmp_path / "outputs.json")

    assert caught.value.next_action == "run `finpulse up`"


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "outputs.json").write_text("{")

    with pytest.raises(FailedError, match="damaged"):
        load_outputs(tmp_path / "outputs.json")


def test_outputs_of_an_older_version_do_not_keep_a_newer_one_from_applying(tmp_path: Path) -> None:
    older = {name: value for name, value in OUTPUTS.items() if name != "api_routes"}
    save_outputs(tmp_path / "outputs.json", older)

    assert outputs_before(tmp_path / "outputs.json") is None
    assert outputs_before(tmp_path / "never.json") is None
    save_outputs(tmp_path / "outputs.json", OUTPUTS)
    assert outputs_before(tmp_path / "outputs.json") == StackOutputs.parse(OUTPUTS)
