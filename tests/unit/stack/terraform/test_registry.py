"""Whether the registry answers is read from what Terraform says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.stack.terraform.registry import registry_answers
from tests.outside import OWN
from tests.unit.stack.terraform.programs import path_with

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.starts_programs(OWN)


# it is asked for its version first
VERSION = """[ "$1" = version ] && { echo '{"terraform_version": "1.11.4"}'; exit; }\n"""


@pytest.mark.parametrize(
    ("script", "answers"),
    [
        ("echo 'no available\nreleases match the given constraints 0.0.1' >&2; exit 1", True),
        ("echo 'could not connect to the registry' >&2; exit 1", False),
        ("exit 0", False),
    ],
    ids=["an answer", "no connection", "silence"],
)
def test_what_terraform_says(tmp_path: Path, script: str, answers: bool) -> None:
    assert registry_answers(path_with(tmp_path, VERSION + script, os.environ["PATH"])) is answers


def test_the_question_names_a_version_that_never_existed_and_no_configuration_file(tmp_path: Path) -> None:
    script = f'cp question.tf "{tmp_path}/asked"; echo "${{TF_CLI_CONFIG_FILE:-none}}" > "{tmp_path}/config"'
    environ = path_with(tmp_path, VERSION + script, os.environ["PATH"])
    registry_answers(environ | {"TF_CLI_CONFIG_FILE": "/gone"})
    assert 'version = "0.0.1"' in (tmp_path / "asked").read_text()
    assert (tmp_path / "config").read_text().strip() == "none"


def test_without_terraform_there_is_no_answer(tmp_path: Path) -> None:
    assert registry_answers({"PATH": str(tmp_path)}) is False
