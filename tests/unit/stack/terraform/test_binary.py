"""The terraform program on PATH."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError
from finpulse_cli.stack.terraform.binary import find_terraform, require_terraform
from finpulse_cli.stack.terraform.tflocal import named_program
from tests.outside import OWN
from tests.unit.stack.terraform.programs import path_with

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(OWN)


@pytest.mark.parametrize("version", ["1.11.0", "1.11.4", "2.0.0-beta1"])
def test_a_new_enough_one_is_taken(version: str, tmp_path: Path) -> None:
    environ = path_with(tmp_path, f'echo \'{{"terraform_version": "{version}"}}\'')

    assert require_terraform(environ).version == version


def test_one_that_is_too_old_is_refused(tmp_path: Path) -> None:
    environ = path_with(tmp_path, 'echo \'{"terraform_version": "1.9.8"}\'')

    with pytest.raises(MissingError, match=r"1\.9\.8 is too old"):
        require_terraform(environ)


def test_one_that_does_not_run_counts_as_none(tmp_path: Path) -> None:
    assert find_terraform(path_with(tmp_path, "exit 1")) is None


def test_none_at_all_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="not on PATH") as caught:
        require_terraform({"PATH": str(tmp_path)})

    assert "install Terraform" in (caught.value.next_action or "")


def test_switches_of_the_environment_do_not_disturb_the_question(tmp_path: Path) -> None:
    environ = path_with(tmp_path, '[ -z "$TF_CLI_ARGS" ] && echo "{\\"terraform_version\\": \\"1.11.4\\"}"')

    assert find_terraform(environ | {"TF_CLI_ARGS": "-nonsense"}) is not None


def both(folder: Path, terraform: str | None, tofu: str | None) -> dict[str, str]:
    """A PATH with programs of these versions."""
    (folder / "bin").mkdir()
    for name, version in (("terraform", terraform), ("tofu", tofu)):
        if version is not None:
            file = folder / "bin" / name
            file.write_text(f'#!/bin/sh\necho \'{{"terraform_version": "{version}"}}\'\n')
            file.chmod(0o755)
    return {"PATH": str(folder / "bin")}


@pytest.mark.parametrize(
    ("terraform", "tofu", "taken"),
    [
        ("1.11.4", "1.11.0", "terraform"),
        (None, "1.11.0", "tofu"),
        ("1.9.8", "1.11.0", "tofu"),
        ("1.11.4", "1.9.0", "terraform"),
    ],
)
def test_opentofu_is_taken_where_terraform_is_not_there_or_too_old(
    terraform: str | None, tofu: str | None, taken: str, tmp_path: Path
) -> None:
    environ = both(tmp_path, terraform, tofu)

    assert require_terraform(environ).path == str(tmp_path / "bin" / taken)
    assert named_program(environ) == ({"TF_CMD": str(tmp_path / "bin" / "tofu")} if taken == "tofu" else {})


def test_an_opentofu_without_write_only_arguments_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"tofu 1\.10\.6 is too old"):
        require_terraform(both(tmp_path, None, "1.10.6"))
